// The sums of the squares of what is finite, with a unit of work (see unit.cl) for each segment: of the
// upstream gradient of a softmax, which the result may be written over.

__kernel void add_squares(INPUT(dy), OUTPUT(sums), ulong count) {
  BEGIN(dy); BEGIN(sums);
  SCRATCH(scratch);
  ulong segments = (count - 1) / SEGMENT + 1;
  for (ulong s = UNIT; s < segments; s += UNITS) {
    real lanes[PER_ITEM];
    for (uint k = 0; k < PER_ITEM; k++) {
      lanes[k] = 0.0f;
    }
    ulong from = s * SEGMENT, end = min(from + SEGMENT, count);
    EACH_VECTOR(c, k, from, end) {
      real nothing = 0.0f, v = load(dy, c, end, 1, 0.0f);
      integer exponent = as_integer(v) & 0x7f800000;
      v = exponent != 0x7f800000 ? v : nothing;
      lanes[k] = fma(v, v, lanes[k]);
    }
    float sum = fold(scratch, lanes);
    if (ITEM == 0) {
      sums[s] = sum;
    }
  }
}
