// Adds the counts of rows' records (see softmax_seen.cl) to what was gathered before: one group, or one
// work-item where ITEMS is 1.

#define RECORDS(name) __global const uint *name, ulong name##_from

#define IS_COUNTED 2
#define MADE 3
#define FIRST_MADE 4

// Where totals.cl has them.
#define MADE_COUNT 4
#define ROWS_COUNT 6
#define MADE_FIRST 9
#define MADE_CALL 12

__kernel void add_rows(
    RECORDS(records), __global ulong *counts, ulong rows, ulong columns, ulong inner,
    ulong call) {
  BEGIN(records);
  ulong seen = 0, made = 0, first = ULONG_MAX;
  uint item = get_local_id(0);
  for (ulong row = item; row < rows; row += ITEMS) {
    uint own = records[MADE * rows + row];
    ulong index = row / inner * columns * inner + row % inner;
    index += records[FIRST_MADE * rows + row] * inner;
    seen += records[IS_COUNTED * rows + row];
    made += own;
    first = own > 0 ? min(first, index) : first;
  }
#if ITEMS > 1
  __local ulong all[3 * ITEMS];
  all[item] = seen;
  all[ITEMS + item] = made;
  all[2 * ITEMS + item] = first;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (uint reach = ITEMS / 2; reach > 0; reach /= 2) {
    if (item < reach) {
      all[item] += all[item + reach];
      all[ITEMS + item] += all[ITEMS + item + reach];
      all[2 * ITEMS + item] = min(all[2 * ITEMS + item], all[2 * ITEMS + item + reach]);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  seen = all[0];
  made = all[ITEMS];
  first = all[2 * ITEMS];
#endif
  if (item == 0) {
    counts[ROWS_COUNT] += seen;
    counts[MADE_COUNT] += made;
    if (made > 0 && counts[MADE_FIRST] == ULONG_MAX) {
      counts[MADE_FIRST] = first;
      counts[MADE_CALL] = call;
    }
  }
}
