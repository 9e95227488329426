// Softmax's three walks over a stretch of a row, as one unit of work does them: the maximum, the sum
// of the exponentials, and backward's sum. A unit is ITEMS work-items: a work-group, or a
// single work-item where ITEMS is 1.
//
// A segment has LANES lanes: lane l owns the columns l, l + LANES, ... of the segment. A work-item
// holds PER_ITEM vectors of WIDTH lanes, so that ITEMS * PER_ITEM * WIDTH = LANES, and visits its
// columns in rising order; the lanes are then folded as a tree. However lanes are shared out, every
// addition is the one that the definition names (see org.hillock.op.Softmax), hence the same bits.

#define PER_ITEM (LANES / (ITEMS * WIDTH))

#if ITEMS == 1
#define SCRATCH(name) float *name = 0
#define SCRATCH_POINTER float *
#define UNIT get_global_id(0)
#define UNITS get_global_size(0)
#define ITEM 0
#define synchronize()
#else
#define SCRATCH(name) __local float name[LANES]
#define SCRATCH_POINTER __local float *
#define UNIT get_group_id(0)
#define UNITS get_num_groups(0)
#define ITEM get_local_id(0)
#define synchronize() barrier(CLK_LOCAL_MEM_FENCE)
#endif

// Visits the first column c of every vector of columns that this work-item owns between `from` and
// `end`; k is the vector of lanes that they belong to.
#define EACH_VECTOR(c, k, from, end)                            \
  for (ulong block = (from); block < (end); block += LANES)     \
    for (ulong k = 0, c = block + ITEM * WIDTH; k < PER_ITEM && c < (end); k++, c += ITEMS * WIDTH)

// The largest of the numbers that a unit's items have.
#if ITEMS == 1
#define unit_largest(scratch, most) (most)
#else
inline float unit_largest(SCRATCH_POINTER scratch, float most) {
  synchronize();
  scratch[ITEM] = most;
  synchronize();
  for (uint reach = ITEMS / 2; reach > 0; reach /= 2) {
    if (ITEM < reach) {
      scratch[ITEM] = larger(scratch[ITEM], scratch[ITEM + reach]);
    }
    synchronize();
  }
  return scratch[0];
}
#endif

// A group's item has FEW vectors on their way before it needs the first: in the place of one that is
// absent, the last that it owns, as a load must hang on nothing, and others' may be written to
// meanwhile. They belong to its lanes in turn. Columns come in whole vectors then: WIDTH is 1 where
// they would not.
#if ITEMS > 1
#define FEW (PER_ITEM > 4 ? PER_ITEM : 4)
#define STEP (ITEMS * WIDTH)
#define COLUMN(first, i) ((first) + (i) * STEP + ITEM * WIDTH)
#define EACH_FEW(first, from, end) \
  for (ulong first = (from); COLUMN(first, 0) < (end); first += FEW * STEP)

inline void load_few(
    real *few, __global const float *row, ulong first, ulong end, ulong stride) {
  ulong own = COLUMN(first, 0);
  ulong last = own + (end - 1 - own) / STEP * STEP;
#pragma unroll
  for (uint i = 0; i < FEW; i++) {
    ulong c = min(COLUMN(first, i), last);
#if WIDTH == 1
    few[i] = row[c * stride];
#else
    few[i] = *(__global const real *)(row + c);
#endif
  }
}
#endif

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

// Folds the lanes: for reach = LANES / 2, ... 1, lane l adds lane l + reach.
#if ITEMS == 1
inline float fold(SCRATCH_POINTER scratch, real *lanes) {
  for (uint reach = PER_ITEM / 2; reach > 0; reach /= 2) {
    for (uint k = 0; k < reach; k++) {
      lanes[k] += lanes[k + reach];
    }
  }
  return folded(sum, lanes[0]);
}
#else
inline float fold(SCRATCH_POINTER scratch, const real *lanes) {
  synchronize();
  for (uint k = 0; k < PER_ITEM; k++) {
    to_array(lanes[k], scratch + (k * ITEMS + ITEM) * WIDTH);
  }
  synchronize();
  for (uint reach = LANES / 2; reach > 0; reach /= 2) {
    for (uint lane = ITEM; lane < reach; lane += ITEMS) {
      scratch[lane] += scratch[lane + reach];
    }
    synchronize();
  }
  return scratch[0];
}
#endif

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
