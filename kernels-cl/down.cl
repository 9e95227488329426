// How a work-item goes down a block of rows: over ABREAST neighbouring vectors of WIDTH columns, of which
// it takes TOGETHER rows at a time. A GPU's item has one vector, and several rows on their way; a
// processor's core runs ahead by itself, and likes to read on in memory.

#define EACH_ABREAST(m) for (uint m = 0; m < ABREAST && AT(m) < columns; m++)
#define EACH_ROWS(row) for (ulong row = begin; row < end; row += TOGETHER)

#define EACH_COLUMN                                         \
  ulong across = (columns - 1) / (ABREAST * WIDTH) + 1;     \
  ulong blocks = (rows - 1) / block + 1;                    \
  for (ulong n = get_global_id(0); n < across * blocks; n += get_global_size(0))

#define COLUMN_VARIABLES                                    \
  ulong begins = n % across * (ABREAST * WIDTH);            \
  ulong of = n / across;                                    \
  ulong begin = of * block, end = min(begin + block, rows);

// The first column of the m-th vector.
#define AT(m) (begins + (m) * WIDTH)

// Takes neighbouring rows' elements of the item's columns; in the place of a row that is absent,
// the item's last.
inline void take(
    real *taken, __global const float *from, ulong row, ulong end, ulong c, ulong columns) {
#pragma unroll
  for (uint v = 0; v < TOGETHER; v++) {
    taken[v] = load(from + min(row + v, end - 1) * columns, c, columns, 1, 0.0f);
  }
}
