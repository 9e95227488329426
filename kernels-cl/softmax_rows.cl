// Softmax with one unit of work (see unit.cl) per row. All of a row's memory is visited by
// the same work-items in each walk, so that x, y, dy and dx may be the same memory.

__kernel void forward(
    INPUT(x), OUTPUT(y), ulong rows, ulong columns, ulong inner, float inverse_temperature) {
  BEGIN(x); BEGIN(y);
  SCRATCH(scratch);
  for (ulong row = UNIT; row < rows; row += UNITS) {
    __global const float *from = x + first_of(row, columns, inner);
    __global float *to = y + first_of(row, columns, inner);
    float most = maximum(scratch, from, 0, columns, inner);
    row_total total = empty_total();
    for (ulong s = 0; s < columns; s += SEGMENT) {
      ulong end = min(s + SEGMENT, columns);
      float part = sum_of_exponentials(
          scratch, from, to, s, end, inner, columns, most, inverse_temperature);
      total = with_segment(total, part);
    }
    normalizer n = normalizer_of(sum_of(total));
    EACH_VECTOR(c, k, 0, columns) {
      real v = load(KEEP ? to : from, c, columns, inner, 0.0f);
      store(normalized(v, most, inverse_temperature, n), to, c, columns, inner);
    }
  }
}

__kernel void backward(
    INPUT(y), INPUT(dy), OUTPUT(dx), ulong rows, ulong columns, ulong inner,
    float inverse_temperature) {
  BEGIN(y); BEGIN(dy); BEGIN(dx);
  SCRATCH(scratch);
  for (ulong row = UNIT; row < rows; row += UNITS) {
    ulong first = first_of(row, columns, inner);
    row_total total = empty_total();
    for (ulong s = 0; s < columns; s += SEGMENT) {
      ulong end = min(s + SEGMENT, columns);
      float part = sum_of_gradients(scratch, y + first, dy + first, s, end, inner);
      total = with_segment(total, part);
    }
    float sum = sum_of(total);
    EACH_VECTOR(c, k, 0, columns) {
      fetch(y + first + (c + columns) * inner);
      fetch(dy + first + (c + columns) * inner);
      real a = load(y + first, c, columns, inner, 0.0f);
      real b = load(dy + first, c, columns, inner, 0.0f);
      store(gradient(a, b, sum, inverse_temperature), dx + first, c, columns, inner);
    }
  }
}
