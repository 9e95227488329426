// Softmax's three walks over a stretch of a row, as one unit of work (see unit.cl) does them: the
// maximum, the sum of the exponentials, and backward's sum.

inline float maximum(
    SCRATCH_POINTER scratch, __global const float *x, ulong from, ulong end, ulong stride) {
  real most = -INFINITY;
#if ITEMS == 1
  EACH_VECTOR(c, k, from, end) {
    real v = load(x, c, end, stride, -INFINITY);
    most = larger(most, v);
  }
#else
  EACH_FEW(first, from, end) {
    real few[FEW];
    load_few(few, x, first, end, stride);
#pragma unroll
    for (uint i = 0; i < FEW; i++) {
      most = larger(most, few[i]);
    }
  }
#endif
  return unit_largest(scratch, folded(largest, most));
}

// The sum of exp((x - most) / T) over one segment. With KEEP, the exponentials are written to e,
// which may be x. Meanwhile x is fetched from so many elements further, for what comes next.
inline float sum_of_exponentials(
    SCRATCH_POINTER scratch, __global const float *x, __global float *e, ulong from, ulong end,
    ulong stride, ulong ahead, float most, float inverse_temperature) {
  real lanes[PER_ITEM];
  for (uint k = 0; k < PER_ITEM; k++) {
    lanes[k] = 0.0f;
  }
#if ITEMS == 1
  EACH_VECTOR(c, k, from, end) {
    fetch(x + (c + ahead) * stride);
    // An absent column is -infinity, whose exponential is +0, and adding +0 changes nothing.
    real v = softmax_exp(load(x, c, end, stride, -INFINITY), most, inverse_temperature);
#if KEEP
    store(v, e, c, end, stride);
#endif
    lanes[k] += v;
  }
#else
  real nothing = 0.0f;
  EACH_FEW(first, from, end) {
    real few[FEW];
    load_few(few, x, first, end, stride);
#pragma unroll
    for (uint i = 0; i < FEW; i++) {
      real v = softmax_exp(few[i], most, inverse_temperature);
      lanes[i % PER_ITEM] += COLUMN(first, i) < end ? v : nothing;
    }
  }
#endif
  return fold(scratch, lanes);
}

// Backward's sum over one segment.
inline float sum_of_gradients(
    SCRATCH_POINTER scratch, __global const float *y, __global const float *dy, ulong from,
    ulong end, ulong stride) {
  real lanes[PER_ITEM];
  for (uint k = 0; k < PER_ITEM; k++) {
    lanes[k] = 0.0f;
  }
#if ITEMS == 1
  EACH_VECTOR(c, k, from, end) {
    real a = load(y, c, end, stride, 0.0f);
    real b = load(dy, c, end, stride, 0.0f);
    lanes[k] = gradient_added(lanes[k], a, b);
  }
#else
  EACH_FEW(first, from, end) {
    real few[FEW], gradients[FEW];
    load_few(few, y, first, end, stride);
    load_few(gradients, dy, first, end, stride);
#pragma unroll
    for (uint i = 0; i < FEW; i++) {
      uint k = i % PER_ITEM;
      real sum = gradient_added(lanes[k], few[i], gradients[i]);
      lanes[k] = COLUMN(first, i) < end ? sum : lanes[k];
    }
  }
#endif
  return fold(scratch, lanes);
}

// The index of a row's first element: rows lie `columns * inner` apart, `inner` of them interleaved.
inline ulong first_of(ulong row, ulong columns, ulong inner) {
  return row / inner * columns * inner + row % inner;
}
