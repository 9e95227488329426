// Softmax with one unit of work (see unit.cl) per segment, for rows so few and so long that
// one unit per row would leave most of the device idle. Between the walks, a unit per row puts the
// segments together, in rising order.
//
// The scratch memory holds the rows' maxima, then the rows' sums, then a number for each segment of
// each row.

#define ROW_MAXIMA(scratch) (scratch)
#define ROW_SUMS(scratch) ((scratch) + rows)
#define SEGMENTS(scratch) ((scratch) + 2 * rows)

// Visits the segments of all rows that this unit owns. Every second walk begins at the end, where the
// one before has just been and caches still hold it.
#define EACH_SEGMENT                            \
  ulong segments = (columns - 1) / SEGMENT + 1; \
  for (ulong n = UNIT; n < rows * segments; n += UNITS)

#define FORWARDS n
#define BACKWARDS (rows * segments - 1 - n)

// A segment: its number, its row, where that begins, and the segment's columns.
#define SEGMENT_VARIABLES(order)                           \
  ulong unit = order;                                      \
  ulong row = unit / segments;                             \
  ulong first = first_of(row, columns, inner);             \
  ulong from = unit % segments * SEGMENT;                  \
  ulong end = min(from + SEGMENT, columns);

// The sum of a row's segments. A group brings them along by LANES at a time, as each addition waits
// for the one before and would else wait for the memory too.
inline row_total total_of_parts(
    SCRATCH_POINTER scratch, __global const float *parts, ulong segments) {
  row_total total = empty_total();
#if ITEMS == 1
  for (ulong s = 0; s < segments; s++) {
    total = with_segment(total, parts[s]);
  }
#else
  for (ulong first = 0; first < segments; first += LANES) {
    uint some = min((ulong)LANES, segments - first);
    synchronize();
    for (uint i = ITEM; i < some; i += ITEMS) {
      scratch[i] = parts[first + i];
    }
    synchronize();
    for (uint i = 0; i < some; i++) {
      total = with_segment(total, scratch[i]);
    }
  }
#endif
  return total;
}

__kernel void segment_maximum(
    INPUT(x), __global float *partial, ulong rows, ulong columns, ulong inner) {
  BEGIN(x);
  SCRATCH(scratch);
  EACH_SEGMENT {
    SEGMENT_VARIABLES(FORWARDS)
    float most = maximum(scratch, x + first, from, end, inner);
    if (ITEM == 0) {
      SEGMENTS(partial)[unit] = most;
    }
  }
}

__kernel void row_maximum(__global float *partial, ulong rows, ulong segments) {
  SCRATCH(scratch);
  for (ulong row = UNIT; row < rows; row += UNITS) {
    __global const float *parts = SEGMENTS(partial) + row * segments;
    float most = -INFINITY;
    for (ulong s = ITEM; s < segments; s += ITEMS) {
      float next = parts[s];
      most = larger(most, next);
    }
    most = unit_largest(scratch, most);
    if (ITEM == 0) {
      ROW_MAXIMA(partial)[row] = most;
    }
  }
}

__kernel void segment_exponential_sum(
    INPUT(x), OUTPUT(y), __global float *partial, ulong rows, ulong columns, ulong inner,
    float inverse_temperature) {
  BEGIN(x); BEGIN(y);
  SCRATCH(scratch);
  EACH_SEGMENT {
    SEGMENT_VARIABLES(BACKWARDS)
    float most = ROW_MAXIMA(partial)[row];
    float sum = sum_of_exponentials(
        scratch, x + first, y + first, from, end, inner, SEGMENT, most, inverse_temperature);
    if (ITEM == 0) {
      SEGMENTS(partial)[unit] = sum;
    }
  }
}

__kernel void segment_gradient_sum(
    INPUT(y), INPUT(dy), __global float *partial, ulong rows, ulong columns, ulong inner) {
  BEGIN(y); BEGIN(dy);
  SCRATCH(scratch);
  EACH_SEGMENT {
    SEGMENT_VARIABLES(FORWARDS)
    float sum = sum_of_gradients(scratch, y + first, dy + first, from, end, inner);
    if (ITEM == 0) {
      SEGMENTS(partial)[unit] = sum;
    }
  }
}

__kernel void row_sum(__global float *partial, ulong rows, ulong segments) {
  SCRATCH(scratch);
  for (ulong row = UNIT; row < rows; row += UNITS) {
    row_total total = total_of_parts(scratch, SEGMENTS(partial) + row * segments, segments);
    if (ITEM == 0) {
      ROW_SUMS(partial)[row] = sum_of(total);
    }
  }
}

__kernel void segment_result(
    INPUT(x), OUTPUT(y), __global const float *partial, ulong rows, ulong columns, ulong inner,
    float inverse_temperature) {
  BEGIN(x); BEGIN(y);
  EACH_SEGMENT {
    SEGMENT_VARIABLES(FORWARDS)
    float most = ROW_MAXIMA(partial)[row];
    normalizer n = normalizer_of(ROW_SUMS(partial)[row]);
    EACH_VECTOR(c, k, from, end) {
      real v = load((KEEP ? y : x) + first, c, end, inner, 0.0f);
      store(normalized(v, most, inverse_temperature, n), y + first, c, end, inner);
    }
  }
}

__kernel void segment_gradient(
    INPUT(y), INPUT(dy), OUTPUT(dx), __global const float *partial, ulong rows, ulong columns,
    ulong inner, float inverse_temperature) {
  BEGIN(y); BEGIN(dy); BEGIN(dx);
  EACH_SEGMENT {
    SEGMENT_VARIABLES(BACKWARDS)
    float sum = ROW_SUMS(partial)[row];
    EACH_VECTOR(c, k, from, end) {
      real a = load(y + first, c, end, inner, 0.0f);
      real b = load(dy + first, c, end, inner, 0.0f);
      store(gradient(a, b, sum, inverse_temperature), dx + first, c, end, inner);
    }
  }
}
