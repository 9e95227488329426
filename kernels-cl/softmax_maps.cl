// The maps that the row loops of softmax are made of. Their order of operations is part of
// softmax's definition.

// z = (x - M) / T in two floats, so that an entry far below the maximum is as good as one near it:
// without the low parts an entry at z = -80 is off by 65 ULP. The lo of an infinite z may be NaN.
//
// x - M is exact in two floats. (Where T is above 1 both are halved first, as their difference may
// be beyond float and z not.) Its low part is then rounded to 2^-11 of a unit of the high one: two
// x that still differ have z that differ by 2^-36 of their size, far more than the roundings of the
// product, so that a larger x never has a smaller z.
inline split softmax_argument(real x, float maximum, float inverse_temperature) {
  real m = maximum, t = inverse_temperature, unit = 1.0f;
  unit = t < 1.0f ? 0.5f : unit;
  t = t < 1.0f ? t + t : t;
  split d = exact_sum(x * unit, -(m * unit));
  real coarse = d.hi * 0x1p-11f, d_lo = (d.lo + coarse) - coarse;
  split z;
  z.hi = d.hi * t;
  z.lo = fma(d_lo, t, fma(d.hi, t, -z.hi));
  return z;
}

// e^((x - M) / T) for x <= M: exactly 1 at x = M, never above, and a larger x never gives less; +0
// below the cutoff (z < -103.97) and at -infinity; NaN where x or M is NaN or x = M is infinite. At
// most 0.81 ULP.
inline real softmax_exp(real x, float maximum, float inverse_temperature) {
  split z = softmax_argument(x, maximum, inverse_temperature);
  return exponential_of_negative(z.hi, z.lo);
}

// The bits of softmax_exp(x, maximum, 1): z is the rounded x - M itself.
inline real softmax_exp_at_1(real x, float maximum) {
  real m = maximum;
  split d = exact_sum(x, -m);
  real coarse = d.hi * 0x1p-11f;
  return exponential_of_negative(d.hi, (d.lo + coarse) - coarse);
}

// What a lane becomes with one more element. NaN is passed over: it makes the sum NaN.
inline real softmax_larger(real lane, real x) {
  return x > lane ? x : lane;
}

inline real softmax_added(real lane, real x) {
  return lane + x;
}

inline real softmax_product_added(real lane, real y, real dy) {
  return fma(y, dy, lane);
}

inline real softmax_scale(real e, float reciprocal_of_sum) {
  return e * reciprocal_of_sum;
}

// 1 / S for finite S >= 1, correctly rounded: one more Newton step, whose residual is exact, on the
// reciprocal. It misses the one S in each binade whose mantissa is all ones (Markstein's
// exception): 1/S is then a hair above the middle between a power of two and the next float, and
// the step lands on the middle. That all the others are right was tested for every mantissa; seed
// and steps commute with powers of two.
inline real softmax_reciprocal(real sum) {
  real r = reciprocal(sum), nudge = 0.0f;
  real y = fma(r, fma(-sum, r, 1.0f), r);
  nudge = (as_integer(sum) & 0x7fffff) == 0x7fffff ? 0x1p-23f : nudge;
  return fma(y, nudge, y);
}

// The derivative's element: (y (dy - D)) / T, D the sum of y dy over the row.
inline real softmax_slope(real y, real dy, float dot, float inverse_temperature) {
  return (y * (dy - dot)) * inverse_temperature;
}

// log S = k ln 2 + 2 atanh(s) in two floats, for finite S >= 1: S = 2^k (1 + f), f in [sqrt(1/2) -
// 1, sqrt(2) - 1], and s = f / (2 + f), at most 0.1716, in two floats. The series 2s + 2/3 s^3 +
// ... up to s^11 is within 2^-31.9 of it, relative (logarithm.sollya). All of it behind its first
// term is below 1% of the sum, so that floats are fine enough. 0x3f3504f3 is sqrt(1/2).
inline split log_of_sum(real sum) {
  integer bits = as_integer(sum) - 0x3f3504f3;
  real k = as_real((bits >> 23) + ROUNDER_BITS) - ROUNDER;
  real f = as_real((bits & 0x7fffff) + 0x3f3504f3) - 1.0f;
  real d = 2.0f + f, d_lo = f - (d - 2.0f);
  real r = reciprocal(d), s = f * r, s_lo = fma(-s, d_lo, fma(-s, d, f)) * r;
  real two_thirds = 0x1.555556p-1f;
  split square = exact_product(s, s), cubic = exact_product(square.hi, two_thirds);
  real q = fma(square.hi, 0x1.745d18p-3f, 0x1.c71c72p-3f);
  q = fma(q, square.hi, 0x1.24924ap-2f);
  q = fma(q, square.hi, 0x1.99999ap-2f) * square.hi;
  q = fma(square.hi, q, fma(square.lo, two_thirds, cubic.lo));
  real a = k * LN2_HI, a_lo = fma(k, LN2_LO, fma(k, LN2_HI, -a));
  real g = s + s, g_lo = s_lo + s_lo;
  g_lo = fma(s, cubic.hi, fma(s, q, fma(g_lo, square.hi, g_lo)));
  split y;
  y.hi = a + g;
  y.lo = ((a - y.hi) + g) + (a_lo + g_lo);
  return y;
}

inline real softmax_log_sum(real sum) {
  split log = log_of_sum(sum);
  return log.hi;
}

inline real softmax_log_sum_lo(real sum) {
  split log = log_of_sum(sum);
  return log.lo;
}

// log-softmax: z - log S, each in two floats. Neither is above 0, so that nothing cancels; an
// infinite z stays. z is rounded as for the exponential, at a cost of 0.13 ULP at most: then the
// roundings here are far below the steps between two z, and a larger x never gives less.
inline real softmax_log(
    real x, float maximum, float inverse_temperature, float log_sum, float log_sum_lo) {
  split exact = softmax_argument(x, maximum, inverse_temperature);
  real whole = exact.hi + exact.lo;
  split z = rounded_sum(exact.hi, exact.lo);
  real minus_log = -log_sum;
  split y = exact_sum(z.hi, minus_log);
  real sum = y.hi + (y.lo + (z.lo - log_sum_lo));
  sum = whole < -0x1.fffffep+127f ? whole : sum;
  return exact.hi < -0x1.fffffep+127f ? exact.hi : sum;
}

// The derivative's element: (dy - p D) / T, p = e^y and D the sum of dy over the row.
inline real softmax_log_slope(real y, real dy, float sum_of_dy, float inverse_temperature) {
  return fma(-exponential(y), sum_of_dy, dy) * inverse_temperature;
}

// Statistics: what an element adds to the entropy of its row, y (-ln y) for a probability y in [0,
// 1]; +0 at 1 and below 2^-126, never below +0, NaN for NaN. y = 2^k (1 + f), f in [sqrt(1/2) - 1,
// sqrt(2) - 1], and -ln y = -k ln 2 - f + f^2 Q(f), Q of degree 7: within 2^-27.2 of it, absolute
// (logarithm.sollya). 0x3f3504f3 is sqrt(1/2). An entropy needs no more than one float at each
// step: over all y at most 2.23 ULP.
inline real softmax_surprise(real y) {
  real one = 1.0f, v = y < 0x1p-126f ? one : y;
  integer bits = as_integer(v) - 0x3f3504f3;
  real k = as_real((bits >> 23) + ROUNDER_BITS) - ROUNDER;
  real f = as_real((bits & 0x7fffff) + 0x3f3504f3) - 1.0f;
  real q = fma(f, -0x1.65ab2ap-4f, 0x1.27c06ap-3f);
  q = fma(q, f, -0x1.32c794p-3f);
  q = fma(q, f, 0x1.52feb8p-3f);
  q = fma(q, f, -0x1.98a66p-3f);
  q = fma(q, f, 0x1.000682p-2f);
  q = fma(q, f, -0x1.5557acp-2f);
  q = fma(q, f, 0x1.fffff4p-2f);
  return v * fma(k, MINUS_LN2_HI, fma(f * f, q, 0.0f - f));
}

// The same for y = ln p <= 0, e^y (-y); +0 below -87, about where p is below 2^-126. As exponential,
// but in one float: over all y at most 1.81 ULP.
inline real softmax_log_surprise(real y) {
  real nothing = 0.0f, v = y < -87.0f ? nothing : y;
  real shifted = fma(v, LOG2_E, ROUNDER_FOR_POWER), n = shifted - ROUNDER_FOR_POWER;
  real r = fma(n, MINUS_LN2_LO, fma(n, MINUS_LN2_HI, v));
  real power = as_real(as_integer(shifted) << 23);
  return fma(power, fma(r * r, exponential_tail(r), r), power) * (0.0f - v);
}
