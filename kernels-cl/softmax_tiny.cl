// Softmax of contiguous rows of COLUMNS columns, at most 32: a work-item has a row. A group of GROUP
// items brings its rows to local memory and back together, neighbouring items touching
// neighbouring elements.
//
// PADDED is the power of two from COLUMNS on. A segment has more lanes than such a row has columns:
// each lane is one element. In local memory rows lie an odd number of elements apart, so that the
// items of a group, each in its own row, never meet in one of its banks.

#define APART (COLUMNS | 1)

// Visits the row that each item of the group has, if it has one.
#define EACH_ROW                                                     \
  for (ulong first = get_group_id(0) * (ulong)GROUP; first < rows; \
       first += get_num_groups(0) * (ulong)GROUP)
#define ELEMENTS ((uint)min(rows - first, (ulong)GROUP) * COLUMNS)

// The group's k-th pass over its rows, and where an element of them lies in local memory.
#define PASS(k) ((k) * GROUP + (uint)get_local_id(0))
#define PLACE(i) ((i) / COLUMNS * APART + (i) % COLUMNS)

// Gives each item its row, from a group's `elements` elements.
inline void take(
    __local float *area, __global const float *from, uint elements, float *row, float absent) {
  float passing[COLUMNS];
#pragma unroll
  for (uint k = 0; k < COLUMNS; k++) {
    passing[k] = 0.0f;
  }
  if (PASS(0) < elements) {
    // In the place of what is absent, the last that this item will write: loads then wait for
    // nothing, and read nothing that another item may be writing.
    uint last = PASS(0) + (elements - 1 - PASS(0)) / GROUP * GROUP;
#pragma unroll
    for (uint k = 0; k < COLUMNS; k++) {
      passing[k] = from[min(PASS(k), last)];
    }
  }
#pragma unroll
  for (uint k = 0; k < COLUMNS; k++) {
    area[PLACE(PASS(k))] = passing[k];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
  for (uint c = 0; c < PADDED; c++) {
    row[c] = c < COLUMNS ? area[get_local_id(0) * APART + c] : absent;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
}

// Writes each item's row.
inline void give(__local float *area, const float *row, __global float *to, uint elements) {
#pragma unroll
  for (uint c = 0; c < COLUMNS; c++) {
    area[get_local_id(0) * APART + c] = row[c];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
  for (uint k = 0; k < COLUMNS; k++) {
    if (PASS(k) < elements) {
      to[PASS(k)] = area[PLACE(PASS(k))];
    }
  }
  barrier(CLK_LOCAL_MEM_FENCE);
}

inline float total_of(const float *row) {
  float lanes[PADDED];
#pragma unroll
  for (uint c = 0; c < PADDED; c++) {
    lanes[c] = row[c];
  }
#pragma unroll
  for (uint reach = PADDED / 2; reach > 0; reach /= 2) {
#pragma unroll
    for (uint c = 0; c < PADDED / 2; c++) {
      if (c < reach) {
        lanes[c] += lanes[c + reach];
      }
    }
  }
  return sum_of(with_segment(empty_total(), lanes[0]));
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void forward(
    INPUT(x), OUTPUT(y), ulong rows, float inverse_temperature) {
  BEGIN(x); BEGIN(y);
  __local float area[GROUP * APART];
  EACH_ROW {
    float row[PADDED], e[PADDED];
    take(area, x + first * COLUMNS, ELEMENTS, row, -INFINITY);
    float most = row[0];
#pragma unroll
    for (uint c = 1; c < COLUMNS; c++) {
      most = larger(most, row[c]);
    }
#pragma unroll
    for (uint c = 0; c < PADDED; c++) {
      e[c] = c < COLUMNS ? softmax_exp(row[c], most, inverse_temperature) : 0.0f;
    }
    normalizer n = normalizer_of(total_of(e));
#pragma unroll
    for (uint c = 0; c < COLUMNS; c++) {
#if LOG
      row[c] = result_of_input(row[c], most, inverse_temperature, n);
#else
      row[c] = result_of_exponential(e[c], n);
#endif
    }
    give(area, row, y + first * COLUMNS, ELEMENTS);
  }
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void backward(
    INPUT(y), INPUT(dy), OUTPUT(dx), ulong rows, float inverse_temperature) {
  BEGIN(y); BEGIN(dy); BEGIN(dx);
  __local float area[GROUP * APART];
  EACH_ROW {
    float outputs[PADDED], gradients[PADDED], products[PADDED];
    take(area, y + first * COLUMNS, ELEMENTS, outputs, 0.0f);
    take(area, dy + first * COLUMNS, ELEMENTS, gradients, 0.0f);
#pragma unroll
    for (uint c = 0; c < PADDED; c++) {
      products[c] = gradient_added(0.0f, outputs[c], gradients[c]);
    }
    float sum = total_of(products);
#pragma unroll
    for (uint c = 0; c < COLUMNS; c++) {
      gradients[c] = gradient(outputs[c], gradients[c], sum, inverse_temperature);
    }
    give(area, gradients, dx + first * COLUMNS, ELEMENTS);
  }
}
