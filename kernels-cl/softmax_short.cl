// Softmax of rows so short that a vector along one of them would be mostly empty: a `real` holds
// ROWS whole rows of PADDED = WIDTH / ROWS columns, a power of two, of which `columns` are there.
//
// A segment has more lanes than such a row has columns: each lane is one element, and their tree is
// one of halves (see fold.cl) where the rows' first columns stand first, then their second columns,
// and so on. A work-item takes a bundle of WIDTH rows, that is PADDED vectors, so that what is
// computed for each row, 1 / sum or log sum, fills a vector as well.

#if ROWS == 1
typedef float row_numbers;
#define from_numbers(array) (*(array))
#define to_numbers(value, array) (*(array) = (value))
#else
typedef JOIN(float, ROWS) row_numbers;
#define from_numbers(array) JOIN(vload, ROWS)(0, array)
#define to_numbers(value, array) JOIN(vstore, ROWS)(value, 0, array)
#endif

#define EACH_BUNDLE                                               \
  for (ulong first = get_global_id(0) * (ulong)WIDTH; first < rows; \
       first += get_global_size(0) * (ulong)WIDTH)

// The vectors of a bundle, by their first row in it, but for those behind the last row.
#define EACH_VECTOR(row) for (uint row = 0; row < WIDTH && first + row < rows; row += ROWS)

// From rows side by side to columns side by side, and back.
inline real columns_first(real v) {
  for (uint i = 1; i < PADDED; i *= 2) {
    v = (real)(v.even, v.odd);
  }
  return v;
}

inline real rows_first(real v) {
  for (uint i = 1; i < ROWS; i *= 2) {
    v = (real)(v.even, v.odd);
  }
  return v;
}

#define of_each_row(name, v) folded(name, columns_first(v))
#define to_each_row(numbers) rows_first(spread(numbers))

inline real load_rows(
    __global const float *data, ulong row, ulong rows, uint columns, float absent) {
  data += row * columns;
  if (columns == PADDED && row + ROWS <= rows) {
    return from_array(data);
  }
  float part[WIDTH];
  for (uint r = 0; r < ROWS; r++) {
    for (uint c = 0; c < PADDED; c++) {
      part[r * PADDED + c] = c < columns && row + r < rows ? data[r * columns + c] : absent;
    }
  }
  return from_array(part);
}

inline void store_rows(real value, __global float *data, ulong row, ulong rows, uint columns) {
  data += row * columns;
  if (columns == PADDED && row + ROWS <= rows) {
    to_array(value, data);
    return;
  }
  float part[WIDTH];
  to_array(value, part);
  for (uint r = 0; r < ROWS; r++) {
    for (uint c = 0; c < PADDED; c++) {
      if (c < columns && row + r < rows) {
        data[r * columns + c] = part[r * PADDED + c];
      }
    }
  }
}

// The sums of WIDTH rows that have one segment each.
inline real sums_of(const float *parts) {
  return sum_of(with_segment(empty_total(), from_array(parts)));
}

__kernel void forward(
    INPUT(x), OUTPUT(y), ulong rows, ulong columns, ulong inner, float inverse_temperature) {
  BEGIN(x); BEGIN(y);
  real t = inverse_temperature;
  EACH_BUNDLE {
    real held[PADDED];
    float most[WIDTH], sums[WIDTH], hi[WIDTH], lo[WIDTH];
    EACH_VECTOR(row) {
      real v = load_rows(x, first + row, rows, columns, -INFINITY);
      to_numbers(of_each_row(largest, v), most + row);
      held[row / ROWS] = v;
    }
    EACH_VECTOR(row) {
      fetch(x + (first + row + WIDTH) * columns);
      real m = to_each_row(from_numbers(most + row));
      real e = softmax_exp(held[row / ROWS], m, t);
      to_numbers(of_each_row(sum, e), sums + row);
#if KEEP
      held[row / ROWS] = e;
#endif
    }
    normalizer n = normalizer_of(sums_of(sums));
    to_array(n.hi, hi);
    to_array(n.lo, lo);
    EACH_VECTOR(row) {
      n.hi = to_each_row(from_numbers(hi + row));
      n.lo = to_each_row(from_numbers(lo + row));
      real m = to_each_row(from_numbers(most + row));
      store_rows(normalized(held[row / ROWS], m, t, n), y, first + row, rows, columns);
    }
  }
}

__kernel void backward(
    INPUT(y), INPUT(dy), OUTPUT(dx), ulong rows, ulong columns, ulong inner,
    float inverse_temperature) {
  BEGIN(y); BEGIN(dy); BEGIN(dx);
  real t = inverse_temperature, nothing = 0.0f;
  EACH_BUNDLE {
    real outputs[PADDED], gradients[PADDED];
    float sums[WIDTH];
    EACH_VECTOR(row) {
      real a = load_rows(y, first + row, rows, columns, 0.0f);
      real b = load_rows(dy, first + row, rows, columns, 0.0f);
      to_numbers(of_each_row(sum, gradient_added(nothing, a, b)), sums + row);
      outputs[row / ROWS] = a;
      gradients[row / ROWS] = b;
    }
    to_array(sums_of(sums), sums);
    EACH_VECTOR(row) {
      fetch(y + (first + row + WIDTH) * columns);
      fetch(dy + (first + row + WIDTH) * columns);
      real s = to_each_row(from_numbers(sums + row));
      real v = gradient(outputs[row / ROWS], gradients[row / ROWS], s, t);
      store_rows(v, dx, first + row, rows, columns);
    }
  }
}
