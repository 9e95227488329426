// Units of work, each of which takes stretches of a row. A unit is ITEMS work-items: a work-group, or
// a single work-item where ITEMS is 1.
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
