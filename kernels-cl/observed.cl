// The activations' pair of kernels once more, with statistics of a whole tensor gathered on the
// way: a unit of work (see unit.cl) for each segment, which leaves a record (see seen.cl). x, dy and
// the result may be the same memory. A bias, where there is one, has a number for each column.
//
// With GIVEN, x is a result, of a softmax, that is only looked at.

// A group's item has FEW vectors on their way before it needs the first; a processor's core runs
// ahead by itself.
#if ITEMS == 1
#define TOGETHER 1
#define ROUND PER_ITEM
#else
#define TOGETHER FEW
#define ROUND FEW
#endif
#if ITEMS == 1
#define SUMS_SCRATCH(name) float *name = 0
#else
#define SUMS_SCRATCH(name) __local float name[SUMS * LANES]
#endif
#define NEIGHBOURS (ITEMS * WIDTH)
#define PLACE(first, v) ((first) + (v) * (ulong)NEIGHBOURS + ITEM * WIDTH)

// Where rare events are noted: of a group's, in local memory.
#if ITEMS == 1
#define RARE_EVENTS(name) uint name[RARE]
#define RARE_POINTER uint *
#define count_rare(counts, f, n) ((counts)[(f) - NANS] += (n))
#define first_rare(firsts, f, i) ((firsts)[(f) - NANS] = min((firsts)[(f) - NANS], (uint)(i)))
#else
#define RARE_EVENTS(name) __local uint name[RARE]
#define RARE_POINTER __local uint *
#define count_rare(counts, f, n) atomic_add((counts) + ((f) - NANS), (uint)(n))
#define first_rare(firsts, f, i) atomic_min((firsts) + ((f) - NANS), (uint)(i))
#endif

// NaN for what is absent: it counts for nothing.
inline void take(
    real *taken, __global const float *from, ulong first, bool whole, ulong end) {
  if (whole) {
#pragma unroll
    for (uint v = 0; v < TOGETHER; v++) {
      taken[v] = load_all(from + PLACE(first, v));
    }
  } else {
#pragma unroll
    for (uint v = 0; v < TOGETHER; v++) {
      taken[v] = load(from, PLACE(first, v), end, 1, NAN);
    }
  }
}

// The bias of WIDTH neighbouring elements, the first of which is in a column.
#ifdef BIAS
inline real bias_of(__global const float *bias, ulong column, ulong columns) {
  if (column + WIDTH <= columns) {
    return from_array(bias + column);
  }
  float part[WIDTH];
  for (uint i = 0; i < WIDTH; i++) {
    part[i] = bias[column];
    column = column + 1 < columns ? column + 1 : 0;
  }
  return from_array(part);
}
#endif

// Notes those of a vector's results that are not finite. They are `sound` if all that they were
// made from is finite.
inline void note(
    RARE_POINTER rare, real r, real slope, integer sound, uint index, ulong count) {
  float results[WIDTH], slopes[WIDTH];
  int sounds[WIDTH];
  to_array(r, results);
  to_array(slope, slopes);
  to_array(sound, sounds);
#if WIDTH <= 4
#pragma unroll
#else
#pragma unroll 1
#endif
  for (uint i = 0; i < WIDTH; i++) {
    if (i < count && !known_one(results[i])) {
      bool nan = results[i] != results[i];
      count_rare(rare, nan ? NANS : INFINITIES, 1);
      first_rare(rare, nan ? FIRST_NAN : FIRST_INFINITY, index + i);
      if (sounds[i] != 0) {
        count_rare(rare, MADE, 1);
        first_rare(rare, FIRST_MADE, index + i);
      }
      if (!known_one(slopes[i])) {
        count_rare(rare, LOST, 1);
      }
    }
  }
}

// Folds all sums at once: for reach = LANES / 2, ... 1, lane l adds lane l + reach.
inline void fold_sums(SCRATCH_POINTER scratch, real *lanes, float *sums) {
#if ITEMS == 1
  for (uint s = 0; s < SUMS; s++) {
    sums[s] = fold(scratch, lanes + s * PER_ITEM);
  }
#else
  for (uint s = 0; s < SUMS; s++) {
    for (uint k = 0; k < PER_ITEM; k++) {
      to_array(lanes[s * PER_ITEM + k], scratch + s * LANES + (k * ITEMS + ITEM) * WIDTH);
    }
  }
  synchronize();
  for (uint reach = LANES / 2; reach > 0; reach /= 2) {
    for (uint s = 0; s < SUMS; s++) {
      for (uint lane = ITEM; lane < reach; lane += ITEMS) {
        scratch[s * LANES + lane] += scratch[s * LANES + lane + reach];
      }
    }
    synchronize();
  }
  for (uint s = 0; s < SUMS; s++) {
    sums[s] = scratch[s * LANES];
  }
  synchronize();
#endif
}

// Puts together how far the items' results go.
typedef struct {
  float least, most, zeros, saturated;
} unit_extent;

inline unit_extent extent_of_unit(SCRATCH_POINTER scratch, extent own) {
  unit_extent n;
  n.least = -folded(largest, -own.least);
  n.most = folded(largest, own.most);
  n.zeros = folded(sum, own.zeros);
  n.saturated = folded(sum, own.saturated);
#if ITEMS > 1
  SCRATCH_POINTER low = scratch;
  SCRATCH_POINTER high = low + ITEMS;
  SCRATCH_POINTER zeros = high + ITEMS;
  SCRATCH_POINTER flat = zeros + ITEMS;
  low[ITEM] = n.least;
  high[ITEM] = n.most;
  zeros[ITEM] = n.zeros;
  flat[ITEM] = n.saturated;
  synchronize();
  for (uint reach = ITEMS / 2; reach > 0; reach /= 2) {
    if (ITEM < reach) {
      float least = low[ITEM + reach], most = high[ITEM + reach];
      low[ITEM] = least < low[ITEM] ? least : low[ITEM];
      high[ITEM] = larger(high[ITEM], most);
      zeros[ITEM] += zeros[ITEM + reach];
      flat[ITEM] += flat[ITEM + reach];
    }
    synchronize();
  }
  n.least = low[0];
  n.most = high[0];
  n.zeros = zeros[0];
  n.saturated = flat[0];
  synchronize();
#endif
  return n;
}

// Leaves the record of a segment.
inline void leave(
    SCRATCH_POINTER scratch, RARE_POINTER rare, real *lanes, extent own, __global uint *records,
    ulong s, ulong segments) {
  float sums[SUMS];
  fold_sums(scratch, lanes, sums);
  unit_extent n = extent_of_unit(scratch, own);
  if (ITEM == 0) {
    __global uint *record = records + s;
#pragma unroll
    for (uint i = 0; i < SUMS; i++) {
      record[i * segments] = as_uint(sums[i]);
    }
    record[LEAST * segments] = as_uint(n.least);
    record[MOST * segments] = as_uint(n.most);
    uint fields[FIELDS];
    fields[ZEROS] = (uint)n.zeros;
    fields[SATURATED] = (uint)n.saturated;
#pragma unroll
    for (uint f = NANS; f < FIELDS; f++) {
      fields[f] = rare[f - NANS];
    }
    write_fields(record, segments, fields);
  }
}

// A segment: its elements, its lanes, and what is rare in it.
#define SEGMENT_VARIABLES                                              \
  ulong from = s * SEGMENT, end = min(from + SEGMENT, count);          \
  bool whole = from + SEGMENT <= count;                                \
  extent own = no_extent();                                            \
  real lanes[SUMS * PER_ITEM];                                         \
  for (uint i = 0; i < SUMS * PER_ITEM; i++) {                         \
    lanes[i] = 0.0f;                                                   \
  }                                                                    \
  synchronize();                                                       \
  for (uint f = ITEM; f < RARE; f += ITEMS) {                          \
    rare[f] = f + NANS < FIRST_NAN ? 0 : NOWHERE;                      \
  }                                                                    \
  synchronize();                                                       \
  BIAS_VARIABLES

#ifdef BIAS
#define BIAS_VARIABLES                                                 \
  ulong column = PLACE(from, 0) % columns, further = NEIGHBOURS % columns;
#define BIAS_HERE real b = bias_of(bias, column, columns)
#define NEXT_BIAS                                                      \
  column += further;                                                   \
  column = column < columns ? column : column - columns
#define PLUS_BIAS(x) ((x) + b)
#define SOUND(x) (known(x) & known(b))
#define COLUMNS ulong columns,
#else
#define BIAS_VARIABLES
#define BIAS_HERE
#define NEXT_BIAS
#define PLUS_BIAS(x) (x)
#define SOUND(x) known(x)
#define COLUMNS
#endif

#define EACH_ROUND                                                                    \
  for (ulong block = from; block < end; block += (ulong)ROUND * NEIGHBOURS)           \
    for (ulong k = 0, first = block; k < ROUND && first < end;                        \
         k += TOGETHER, first += (ulong)TOGETHER * NEIGHBOURS)

#define LANE(s, v) (lanes + (s) * PER_ITEM + (k + (v)) % PER_ITEM)

#if SUMS == 2
__kernel void forward(
    INPUT(x), BIAS_INPUT OUTPUT(y), RECORDS(records), __global const float *numbers, ulong count,
    COLUMNS float a, float4 flat_from, float4 flat_to) {
  BEGIN(x); BEGIN_BIAS; BEGIN(y); BEGIN(records);
  SUMS_SCRATCH(scratch);
  RARE_EVENTS(rare);
  real pivot = numbers[0];
  ulong segments = (count - 1) / SEGMENT + 1;
  for (ulong s = UNIT; s < segments; s += UNITS) {
    SEGMENT_VARIABLES
    EACH_ROUND {
      real taken[TOGETHER];
      take(taken, x, first, whole, end);
#pragma unroll
      for (uint v = 0; v < TOGETHER; v++) {
        ulong c = PLACE(first, v);
        BIAS_HERE;
        real with_bias = PLUS_BIAS(taken[v]);
        real r = value(with_bias, a);
#ifndef GIVEN
        store(r, y, c, end, 1);
#endif
        see_result(LANE(RESULT_SUM, v), LANE(SQUARE_SUM, v), &own, r, pivot);
        see_input(&own, with_bias, flat_from, flat_to);
        if (!all_of(known(r)) && c < end) {
          note(rare, r, (real)0.0f, SOUND(taken[v]), c - from, end - c);
        }
        NEXT_BIAS;
      }
    }
    leave(scratch, rare, lanes, own, records, s, segments);
  }
}

#else
__kernel void backward(
    INPUT(x), BIAS_INPUT INPUT(dy), OUTPUT(dx), RECORDS(records), ulong count, COLUMNS float a,
    float4 flat_from, float4 flat_to) {
  BEGIN(x); BEGIN_BIAS; BEGIN(dy); BEGIN(dx); BEGIN(records);
  SUMS_SCRATCH(scratch);
  RARE_EVENTS(rare);
  real pivot = 0.0f;
  ulong segments = (count - 1) / SEGMENT + 1;
  for (ulong s = UNIT; s < segments; s += UNITS) {
    SEGMENT_VARIABLES
    EACH_ROUND {
      real taken[TOGETHER], gradients[TOGETHER];
      take(taken, x, first, whole, end);
      take(gradients, dy, first, whole, end);
#pragma unroll
      for (uint v = 0; v < TOGETHER; v++) {
        ulong c = PLACE(first, v);
        BIAS_HERE;
        real with_bias = PLUS_BIAS(taken[v]);
        real f = slope(with_bias, a), r = gradients[v] * f;
        store(r, dx, c, end, 1);
        see_result(LANE(RESULT_SUM, v), LANE(SQUARE_SUM, v), &own, r, pivot);
        see_gradient(LANE(SLOPE_SUM, v), LANE(GRADIENT_SUM, v), f, gradients[v]);
        see_input(&own, with_bias, flat_from, flat_to);
        if (!all_of(known(r)) && c < end) {
          note(rare, r, f, SOUND(taken[v]) & known(gradients[v]), c - from, end - c);
        }
        NEXT_BIAS;
      }
    }
    leave(scratch, rare, lanes, own, records, s, segments);
  }
}
#endif
