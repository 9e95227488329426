// Softmax of interleaved rows, whose columns are not neighbours in memory but whose rows are: for
// softmax over an axis that is not the last. A work-group has ACROSS neighbouring rows, of each of
// which DEEP work-items walk down the columns; neighbouring items are in neighbouring rows.
//
// Of a segment's lanes an item has every DEEP-th. It adds up its lanes in the order in which it
// can fold them at once, holding one waiting sum for each level of their tree: by their numbers
// read backwards in binary. What the items of a row have left, at most DEEP lanes, is folded through
// local memory.

#define GROUP (ACROSS * DEEP)
#define OWN_LANES (LANES / DEEP)

#define PLACE ((uint)get_local_id(0) % ACROSS)
#define DEPTH ((uint)get_local_id(0) / ACROSS)

// Every item of a group goes through as many bundles of rows, as their barriers need all of them.
#define EACH_BUNDLE                                          \
  ulong bundles = (inner + ACROSS - 1) / ACROSS;             \
  for (ulong u = get_group_id(0); u < rows / inner * bundles; u += get_num_groups(0))

#define BUNDLE_VARIABLES                                             \
  ulong place = u % bundles * ACROSS + PLACE;                        \
  ulong begin = u / bundles * columns * inner + place;               \
  ulong end = place < inner ? columns : 0;

// Visits an item's own columns.
#define EACH_COLUMN(c, end) for (ulong c = DEPTH; c < (end); c += DEEP)

#define AT(c) (begin + (c) * inner)

// The lane that comes k-th, of a power of two of them.
inline uint backwards(uint k, uint lanes) {
  uint reversed = 0;
  for (uint bit = 1; bit < lanes; bit *= 2) {
    reversed = reversed * 2 + (k & 1);
    k /= 2;
  }
  return reversed;
}

// Sums of 1, 2, 4, ... lanes that wait for the other half of their branch.
typedef struct {
  float waiting[8];
  float whole;
} branches;

// Adds the lane that comes k-th, and folds what is complete with it.
inline void fold_in(branches *b, uint k, float lane) {
  bool done = false;
#pragma unroll
  for (uint level = 0; level < 8; level++) {
    if (!done) {
      done = (k >> level & 1) == 0;
      if (done) {
        b->waiting[level] = lane;
      } else {
        lane = b->waiting[level] + lane;
      }
    }
  }
  b->whole = lane;
}

// How many lanes an item folds of a segment with so many columns left: a power of two; the others
// add nothing.
inline uint lanes_used(ulong columns) {
  uint used = 1;
  while (used < OWN_LANES && used * DEEP < columns) {
    used *= 2;
  }
  return used;
}

inline float row_largest(__local float *area, float most) {
  barrier(CLK_LOCAL_MEM_FENCE);
  area[get_local_id(0)] = most;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (uint depth = 0; depth < DEEP; depth++) {
    float other = area[depth * ACROSS + PLACE];
    most = larger(most, other);
  }
  return most;
}

inline float row_sum(__local float *area, float own) {
  float lanes[DEEP];
  barrier(CLK_LOCAL_MEM_FENCE);
  area[get_local_id(0)] = own;
  barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
  for (uint depth = 0; depth < DEEP; depth++) {
    lanes[depth] = area[depth * ACROSS + PLACE];
  }
#pragma unroll
  for (uint reach = DEEP / 2; reach > 0; reach /= 2) {
#pragma unroll
    for (uint depth = 0; depth < reach; depth++) {
      lanes[depth] += lanes[depth + reach];
    }
  }
  return lanes[0];
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void forward(
    INPUT(x), OUTPUT(y), ulong rows, ulong columns, ulong inner, float inverse_temperature) {
  BEGIN(x); BEGIN(y);
  __local float area[GROUP];
  EACH_BUNDLE {
    BUNDLE_VARIABLES
    float most = -INFINITY;
    EACH_COLUMN(c, end) {
      float v = x[AT(c)];
      most = larger(most, v);
    }
    most = row_largest(area, most);
    row_total total = empty_total();
    for (ulong s = 0; s < columns; s += SEGMENT) {
      ulong last = min(s + SEGMENT, end);
      uint used = lanes_used(columns - s);
      branches b;
      for (uint k = 0; k < used; k++) {
        float lane = 0.0f;
        for (ulong c = s + backwards(k, used) * DEEP + DEPTH; c < last; c += LANES) {
          lane += softmax_exp(x[AT(c)], most, inverse_temperature);
        }
        fold_in(&b, k, lane);
      }
      total = with_segment(total, row_sum(area, b.whole));
    }
    normalizer n = normalizer_of(sum_of(total));
    EACH_COLUMN(c, end) {
      y[AT(c)] = result_of_input(x[AT(c)], most, inverse_temperature, n);
    }
  }
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void backward(
    INPUT(y), INPUT(dy), OUTPUT(dx), ulong rows, ulong columns, ulong inner,
    float inverse_temperature) {
  BEGIN(y); BEGIN(dy); BEGIN(dx);
  __local float area[GROUP];
  EACH_BUNDLE {
    BUNDLE_VARIABLES
    row_total total = empty_total();
    for (ulong s = 0; s < columns; s += SEGMENT) {
      ulong last = min(s + SEGMENT, end);
      uint used = lanes_used(columns - s);
      branches b;
      for (uint k = 0; k < used; k++) {
        float lane = 0.0f;
        for (ulong c = s + backwards(k, used) * DEEP + DEPTH; c < last; c += LANES) {
          lane = gradient_added(lane, y[AT(c)], dy[AT(c)]);
        }
        fold_in(&b, k, lane);
      }
      total = with_segment(total, row_sum(area, b.whole));
    }
    float sum = sum_of(total);
    EACH_COLUMN(c, end) {
      dx[AT(c)] = gradient(y[AT(c)], dy[AT(c)], sum, inverse_temperature);
    }
  }
}
