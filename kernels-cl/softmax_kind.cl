// What softmax and log-softmax (LOG) do differently, for the walks over rows that they share. Here
// `float` is what is the same for a whole row.
//
// With KEEP, the walk that sums a row's exponentials writes them into the result, where the last
// walk finds them: best while a row stays in a processor's cache. Without, the last walk computes
// from the input again, and a row is written only once. Log-softmax has no use for exponentials but
// their sum, and is never built with KEEP.

// A row's own number, from the vector of equal ones that a map of it gives.
#if WIDTH == 1 || defined(float)
#define of_row(value) (value)
#else
#define of_row(value) (value).s0
#endif

// A row's sum as its segments' are added, and beside it what the additions round off, which Knuth's
// two-sum finds exactly: so that the error of a sum does not grow with the length of the row.
typedef struct {
  float sum, lost;
} row_total;

inline row_total empty_total() {
  row_total t;
  t.sum = 0.0f;
  t.lost = 0.0f;
  return t;
}

inline row_total with_segment(row_total t, float part) {
  row_total next;
  next.sum = t.sum + part;
  float shift = next.sum - t.sum;
  next.lost = t.lost + ((t.sum - (next.sum - shift)) + (part - shift));
  return next;
}

// Where the sum overflows, what was lost is NaN and does not count.
inline float sum_of(row_total t) {
  float sum = t.sum + t.lost;
  return t.lost == t.lost ? sum : t.sum;
}

// What the sum of a row's exponentials makes of them: 1 / sum, or log sum in two floats. The hi is
// NaN for a row that has no softmax, with NaN or +infinity in it, or nothing but -infinity.
typedef struct {
  float hi, lo;
} normalizer;

inline normalizer normalizer_of(float sum) {
  real canonical_nan = as_real((integer)0x7fc00000);
  float nan = of_row(canonical_nan);
  normalizer n;
#if LOG
  n.hi = of_row(softmax_log_sum((real)sum));
  n.lo = of_row(softmax_log_sum_lo((real)sum));
#else
  n.hi = of_row(softmax_reciprocal((real)sum));
  n.lo = n.hi;
#endif
  n.hi = sum >= 1.0f ? n.hi : nan;
  return n;
}

// The result for an input, and for an exponential that was kept.
inline real result_of_input(real v, float most, float inverse_temperature, normalizer n) {
#if LOG
  real y = softmax_log(v, most, inverse_temperature, n.hi, n.lo);
#else
  real y = softmax_scale(softmax_exp(v, most, inverse_temperature), n.hi);
#endif
  real hi = n.hi;
  return hi == hi ? y : hi;
}

inline real result_of_exponential(real e, normalizer n) {
  real hi = n.hi;
  return hi == hi ? softmax_scale(e, n.hi) : hi;
}

// The result of the last walk, for what it finds.
#if KEEP
#define normalized(v, most, inverse_temperature, n) result_of_exponential(v, n)
#else
#define normalized(v, most, inverse_temperature, n) \
  result_of_input(v, most, inverse_temperature, n)
#endif

// A lane of backward's sum with one more element: y dy, rounded once with its sum, or dy.
inline real gradient_added(real lane, real y, real dy) {
#if LOG
  return lane + dy;
#else
  return fma(y, dy, lane);
#endif
}

// Backward's result, from the sum.
inline real gradient(real y, real dy, float sum, float inverse_temperature) {
#if LOG
  return softmax_log_slope(y, dy, sum, inverse_temperature);
#else
  return softmax_slope(y, dy, sum, inverse_temperature);
#endif
}
