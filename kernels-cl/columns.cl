// The activations' pair of kernels column by column: with a bias, or with statistics of each column
// (OBSERVE), or both. A work-item has some neighbouring columns of a block of rows, goes down these,
// and leaves a record (see record.cl) for each of its columns. x, dy and the result may be the same
// memory.
//
// Backward with a bias, the bias's gradient is the sum of a column, of what is not finite too.

#if defined(BIAS) && SUMS == 4
#define PLAIN_SUM
#endif

#ifdef OBSERVE
#define PLAIN_WORD PLAIN
#define RECORDS_OUTPUT RECORDS(records),
#define BEGIN_RECORDS BEGIN(records)
#define FLAT_INPUT , float4 flat_from, float4 flat_to
#else
#define PLAIN_WORD 0
#define FLAT_INPUT
#ifdef PLAIN_SUM
#define RECORDS_OUTPUT RECORDS(records),
#define BEGIN_RECORDS BEGIN(records)
#else
#define RECORDS_OUTPUT
#define BEGIN_RECORDS
#endif
#endif

#ifdef BIAS
#define COLUMN_BIAS                                         \
  real biases[ABREAST];                                     \
  EACH_ABREAST(m) {                                         \
    biases[m] = load_anywhere(bias, AT(m), columns);        \
  }
#define BIAS_HERE real b = biases[m];
#define PLUS_BIAS(x) ((x) + b)
#define SOUND(x) (known(x) & known(b))
#else
#define COLUMN_BIAS
#define BIAS_HERE
#define PLUS_BIAS(x) (x)
#define SOUND(x) known(x)
#endif

#ifdef OBSERVE
// Notes those of a row's results that are not finite. They are `sound` if all that they were
// made from is finite.
inline void note(
    uint *fields, real r, real slope, integer sound, uint row, ulong c, ulong columns) {
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
    uint *own = fields + i * FIELDS;
    if (c + i < columns && !known_one(results[i])) {
      bool nan = results[i] != results[i], made = sounds[i] != 0;
      own[NANS] += nan ? 1 : 0;
      own[INFINITIES] += nan ? 0 : 1;
      own[MADE] += made ? 1 : 0;
      own[LOST] += known_one(slopes[i]) ? 0 : 1;
      own[FIRST_NAN] = nan ? min(own[FIRST_NAN], row) : own[FIRST_NAN];
      own[FIRST_INFINITY] = nan ? own[FIRST_INFINITY] : min(own[FIRST_INFINITY], row);
      own[FIRST_MADE] = made ? min(own[FIRST_MADE], row) : own[FIRST_MADE];
    }
  }
}

// Leaves the records of the item's columns, of which this is the first word.
inline void leave(
    __global uint *record, ulong apart, ulong c, ulong columns, const real *sums, extent n,
    uint *fields) {
  __global float *numbers = (__global float *)record;
#pragma unroll
  for (uint s = 0; s < SUMS; s++) {
    store(sums[s * ABREAST], numbers + s * apart, c, columns, 1);
  }
  store(n.least, numbers + LEAST * apart, c, columns, 1);
  store(n.most, numbers + MOST * apart, c, columns, 1);
  float zeros[WIDTH], saturated[WIDTH];
  to_array(n.zeros, zeros);
  to_array(n.saturated, saturated);
#if WIDTH <= 4
#pragma unroll
#else
#pragma unroll 1
#endif
  for (uint i = 0; i < WIDTH; i++) {
    if (c + i < columns) {
      fields[i * FIELDS + ZEROS] = (uint)zeros[i];
      fields[i * FIELDS + SATURATED] = (uint)saturated[i];
      write_fields(record + c + i, apart, fields + i * FIELDS);
    }
  }
}

#define SEEN_VARIABLES                                      \
  extent own[ABREAST];                                      \
  real sums[SUMS * ABREAST];                                \
  EACH_ABREAST(m) {                                         \
    own[m] = no_extent();                                   \
  }                                                         \
  for (uint s = 0; s < SUMS * ABREAST; s++) {               \
    sums[s] = 0.0f;                                         \
  }                                                         \
  uint fields[WIDTH * FIELDS * ABREAST];                    \
  for (uint f = 0; f < WIDTH * FIELDS * ABREAST; f++) {     \
    fields[f] = f % FIELDS < FIRST_NAN ? 0 : NOWHERE;       \
  }

// Of the m-th vector of columns.
#define SUM(s) (sums + (s) * ABREAST + m)
#define COLUMN_FIELDS (fields + m * WIDTH * FIELDS)
#define LEAVE_ALL                                                                      \
  EACH_ABREAST(m) {                                                                    \
    leave(records + of * columns, blocks * columns, AT(m), columns, sums + m, own[m],  \
          COLUMN_FIELDS);                                                              \
  }
#endif

#if SUMS == 2
__kernel void forward(
    INPUT(x), BIAS_INPUT OUTPUT(y), RECORDS_OUTPUT
#ifdef OBSERVE
    __global const float *numbers,
#endif
    ulong rows, ulong columns, ulong block, float a FLAT_INPUT) {
  BEGIN(x); BEGIN_BIAS; BEGIN(y); BEGIN_RECORDS;
  EACH_COLUMN {
    COLUMN_VARIABLES
    COLUMN_BIAS
#ifdef OBSERVE
    SEEN_VARIABLES
    real pivots[ABREAST];
    EACH_ABREAST(m) {
      pivots[m] = load_anywhere(numbers, AT(m), columns);
    }
#endif
    EACH_ROWS(row) EACH_ABREAST(m) {
      ulong c = AT(m);
      BIAS_HERE
      real taken[TOGETHER];
      take(taken, x, row, end, c, columns);
#pragma unroll
      for (uint v = 0; v < TOGETHER; v++) {
        if (row + v < end) {
          real with_bias = PLUS_BIAS(taken[v]);
          real r = value(with_bias, a);
          store(r, y + (row + v) * columns, c, columns, 1);
#ifdef OBSERVE
          see_result(SUM(RESULT_SUM), SUM(SQUARE_SUM), own + m, r, pivots[m]);
          see_input(own + m, with_bias, flat_from, flat_to);
          if (!all_of(known(r))) {
            note(COLUMN_FIELDS, r, (real)0.0f, SOUND(taken[v]), row + v - begin, c, columns);
          }
#endif
        }
      }
    }
#ifdef OBSERVE
    LEAVE_ALL
#endif
  }
}

#else
__kernel void backward(
    INPUT(x), BIAS_INPUT INPUT(dy), OUTPUT(dx), RECORDS_OUTPUT ulong rows, ulong columns,
    ulong block, float a FLAT_INPUT) {
  BEGIN(x); BEGIN_BIAS; BEGIN(dy); BEGIN(dx); BEGIN_RECORDS;
  EACH_COLUMN {
    COLUMN_VARIABLES
    COLUMN_BIAS
#ifdef OBSERVE
    SEEN_VARIABLES
    real pivot = 0.0f;
#endif
    real plain[ABREAST];
    EACH_ABREAST(m) {
      plain[m] = 0.0f;
    }
    EACH_ROWS(row) EACH_ABREAST(m) {
      ulong c = AT(m);
      BIAS_HERE
      real taken[TOGETHER], gradients[TOGETHER];
      take(taken, x, row, end, c, columns);
      take(gradients, dy, row, end, c, columns);
#pragma unroll
      for (uint v = 0; v < TOGETHER; v++) {
        if (row + v < end) {
          real with_bias = PLUS_BIAS(taken[v]);
          real f = slope(with_bias, a), r = gradients[v] * f;
          store(r, dx + (row + v) * columns, c, columns, 1);
          plain[m] += r;
#ifdef OBSERVE
          see_result(SUM(RESULT_SUM), SUM(SQUARE_SUM), own + m, r, pivot);
          see_gradient(SUM(SLOPE_SUM), SUM(GRADIENT_SUM), f, gradients[v]);
          see_input(own + m, with_bias, flat_from, flat_to);
          if (!all_of(known(r))) {
            integer sound = SOUND(taken[v]) & known(gradients[v]);
            note(COLUMN_FIELDS, r, f, sound, row + v - begin, c, columns);
          }
#endif
        }
      }
    }
#ifdef PLAIN_SUM
    __global float *word = (__global float *)records + (PLAIN_WORD * blocks + of) * columns;
    EACH_ABREAST(m) {
      store(plain[m], word, AT(m), columns, 1);
    }
#endif
#ifdef OBSERVE
    LEAVE_ALL
#endif
  }
}
#endif
