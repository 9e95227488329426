// Softmax with WIDTH rows abreast: each element of a `real` belongs to another row, and a work-item
// walks down their columns together: for softmax over an axis that is not the last. The lanes and
// their tree are those of unit.cl, each lane being a vector over the rows.
//
// `inner` rows are interleaved, and so neighbours in memory: the WIDTH elements of a column are
// read at once.
#define READ(data, c) load((data) + (c) * inner, row, inner, 1, 0.0f)
#define WRITE(value, data, c) store(value, (data) + (c) * inner, row, inner, 1)

// SHORT says that a row has no more columns than a segment has lanes. They are then held by the
// work-item, which spares reaching for them again.
#ifdef SHORT
#define HELD(name) real name[LANES];
#define HOLD(value, name) (name)[c] = (value)
#define HOLD_OR_WRITE(value, name, data) (name)[c] = (value)
#define AGAIN(name, data) (name)[c]
#else
#define HELD(name)
#define HOLD(value, name)
#define HOLD_OR_WRITE(value, name, data) WRITE(value, data, c)
#define AGAIN(name, data) READ(data, c)
#endif

// Visits the WIDTH rows from `row` on of every block of interleaved rows that this work-item owns.
#define EACH_BUNDLE                            \
  ulong bundles = (inner + WIDTH - 1) / WIDTH; \
  for (ulong u = get_global_id(0); u < rows / inner * bundles; u += get_global_size(0))

#define BUNDLE_VARIABLES                                                                     \
  ulong block = u / bundles * columns * inner;                                               \
  ulong row = u % bundles * WIDTH;                                                           \
  ulong next = (u + 1) / bundles * columns * inner + (u + 1) % bundles * WIDTH;

// Fetches what the next bundle, which is likely this processor's, reads first.
#define FETCH(data, c) fetch((data) + next + (c) * inner)

#define larger(a, b) ((b) > (a) ? (b) : (a))

// The lanes that a stretch of columns uses, rounded up to a power of two: the others add nothing.
inline uint lanes_used(ulong columns) {
  uint used = 1;
  while (used < LANES && used < columns) {
    used *= 2;
  }
  return used;
}

inline real fold(real *lanes, uint used) {
  for (uint reach = used / 2; reach > 0; reach /= 2) {
    for (uint lane = 0; lane < reach; lane++) {
      lanes[lane] += lanes[lane + reach];
    }
  }
  return lanes[0];
}

__kernel void forward(
    INPUT(x), OUTPUT(y), ulong rows, ulong columns, ulong inner, float inverse_temperature) {
  BEGIN(x); BEGIN(y);
  real lanes[LANES];
  HELD(held)
  EACH_BUNDLE {
    BUNDLE_VARIABLES
    __global const float *from = x + block;
    __global float *to = y + block;
    real most = -INFINITY;
    for (ulong c = 0; c < columns; c++) {
      real v = READ(from, c);
      HOLD(v, held);
      most = larger(most, v);
    }
    row_total total = empty_total();
    for (ulong s = 0; s < columns; s += SEGMENT) {
      uint used = lanes_used(columns - s);
      for (uint lane = 0; lane < used; lane++) {
        lanes[lane] = 0.0f;
      }
      ulong end = min(s + SEGMENT, columns);
      for (ulong c = s; c < end; c++) {
        real e = softmax_exp(AGAIN(held, from), most, (real)inverse_temperature);
        FETCH(x, c);
#if KEEP
        HOLD_OR_WRITE(e, held, to);
#endif
        lanes[c % LANES] += e;
      }
      total = with_segment(total, fold(lanes, used));
    }
    normalizer n = normalizer_of(sum_of(total));
    for (ulong c = 0; c < columns; c++) {
      real v = AGAIN(held, KEEP ? to : from);
      v = normalized(v, most, (real)inverse_temperature, n);
      WRITE(v, to, c);
    }
  }
}

__kernel void backward(
    INPUT(y), INPUT(dy), OUTPUT(dx), ulong rows, ulong columns, ulong inner,
    float inverse_temperature) {
  BEGIN(y); BEGIN(dy); BEGIN(dx);
  real lanes[LANES];
  HELD(outputs)
  HELD(gradients)
  EACH_BUNDLE {
    BUNDLE_VARIABLES
    row_total total = empty_total();
    for (ulong s = 0; s < columns; s += SEGMENT) {
      uint used = lanes_used(columns - s);
      for (uint lane = 0; lane < used; lane++) {
        lanes[lane] = 0.0f;
      }
      ulong end = min(s + SEGMENT, columns);
      for (ulong c = s; c < end; c++) {
        real a = READ(y + block, c);
        real b = READ(dy + block, c);
        HOLD(a, outputs);
        HOLD(b, gradients);
        lanes[c % LANES] = gradient_added(lanes[c % LANES], a, b);
      }
      total = with_segment(total, fold(lanes, used));
    }
    real sum = sum_of(total);
    for (ulong c = 0; c < columns; c++) {
      FETCH(y, c);
      FETCH(dy, c);
      real a = AGAIN(outputs, y + block);
      real b = AGAIN(gradients, dy + block);
      real v = gradient(a, b, sum, (real)inverse_temperature);
      WRITE(v, dx + block, c);
    }
  }
}
