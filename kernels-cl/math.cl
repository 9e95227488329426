// The float32 maths of Hillock, written once: straight-line code without tables, branches,
// divisions or builtins but fma. It gives the same bits wherever fma, +, - and * round to nearest,
// and is translated to Java from this very text.
//
// How to check it. Every function states its decomposition, its range, where its coefficients come
// from and their fitted error. The scripts in coefficients/ make every coefficient and every
// "within 2^-26.6", the error of a polynomial with its float32 coefficients; coefficients/check
// compares. A large part of a result is carried in two floats ("hi + lo", the lo not always below
// half an ULP of the hi), so that what is rounded to one float is small.
//
// Error budgets name what the worst known error is made of, in ULP of the result: the difference
// that each rounding makes there, if all those before it are made and none after it. One ULP is
// 2^-23 to 2^-24 of a result, so a fit within 2^-26.6 costs at most 0.16 ULP. The last rounding
// costs up to 0.5, and where a result just below 2^-126 has first been rounded as a normal number,
// that has cost up to 0.25 more: the worst case of most functions.
//
// NaN. Ranges are clamped by compare and select, `v < low ? low : v`, so that a NaN falls through
// to the arithmetic. An integer made from a NaN is garbage, but no garbage makes an integer + or -
// overflow (undefined in OpenCL C): the bits of a NaN are only shifted, masked, or subtracted
// within range; biases are added as floats, before the reinterpretation.

#define LOG2_E 0x1.715476p+0f
// ln 2 = LN2_HI + LN2_LO; LN2_HI is ln 2 rounded to 24 bits, so v - n * LN2_HI, a single fma, is
// exact for the nearest n.
#define LN2_HI 0x1.62e430p-1f
#define LN2_LO -0x1.05c610p-29f
#define MINUS_LN2_HI -0x1.62e430p-1f
#define MINUS_LN2_LO 0x1.05c610p-29f

// Adding 1.5 * 2^23 + b rounds v to the nearest integer n and leaves n + b in the low bits of the
// sum. Those bits << 23 are the float 2^(n + b - 127): b = 127 gives 2^n, b = 191 gives 2^(n + 64),
// which stays normal down to n = -190.
#define ROUNDER 12582912.0f
#define ROUNDER_BITS 0x4B400000
#define ROUNDER_FOR_POWER 12583039.0f
#define ROUNDER_FOR_POWER_UP_64 12583103.0f
#define TWO_TO_64 0x1p+64f
#define TWO_TO_MINUS_64 0x1p-64f

// A number in two floats, hi + lo.
typedef struct {
  real hi, lo;
} split;

inline real magnitude(real x) {
  return as_real(as_integer(x) & 0x7fffffff);
}

// a * b exactly, unless the low part underflows.
inline split exact_product(real a, real b) {
  split p;
  p.hi = a * b;
  p.lo = fma(a, b, -p.hi);
  return p;
}

// a + b exactly, whichever is larger (Knuth's two-sum). An fma-shortened one fails where a root
// cancels.
inline split exact_sum(real a, real b) {
  real sum = a + b, shift = sum - a;
  split s;
  s.hi = sum;
  s.lo = (a - (sum - shift)) + (b - shift);
  return s;
}

// 2^n for -126 <= n <= 127.
inline real power_of_two(integer n) {
  return as_real((n + 127) << 23);
}

// y * 2^n for -252 <= n <= 254: two factors, so that only the last product can round.
inline real scaled(real y, integer n) {
  integer part = n >> 1;
  return (y * power_of_two(part)) * power_of_two(n - part);
}

// 1 / d to 0.8 ULP for positive d in [2^-100, 2^100]; NaN for NaN. The seed, a subtraction of bits
// (constants.sollya), is within 2^-4.3 of it, a Halley step brings it to within 2^-12.9, and a
// Newton step to within 2^-25.8 and a rounding.
inline real reciprocal(real d) {
  real seed = as_real(0x7EF311C7 - as_integer(d));
  real e = fma(-d, seed, 1.0f), second = fma(e, e, e);
  real y = fma(seed, second, seed);
  return fma(y, fma(-d, y, 1.0f), y);
}

// x / (hi + lo) before its last rounding but one: a quotient from the reciprocal of hi, corrected
// by its exact residual. So any error of the reciprocal below 2^-20 vanishes. hi in [2^-100,
// 2^100], |lo| below 2^-20 hi. A zero keeps its sign, because the residual is taken with the
// opposite sign.
inline real quotient(real x, real hi, real lo) {
  real r = reciprocal(hi), q = x * r;
  real excess = fma(q, lo, fma(q, hi, -x));
  return fma(excess, -r, q);
}

// ---- exp and its family

// (e^r - 1 - r) / r^2 for |r| <= 0.34668: degree 4, within 2^-26.6 of e^r (exponential.sollya).
inline real exponential_tail(real r) {
  real q = fma(r, 0x1.6ca9acp-10f, 0x1.120acep-7f);
  q = fma(q, r, 0x1.55556cp-5f);
  q = fma(q, r, 0x1.5554dep-3f);
  return fma(q, r, 0.5f);
}

// The same to degree 5, within 2^-31.7 of e^r: fine enough for e^r - 1, which cancels.
inline real exponential_tail_fine(real r) {
  real q = fma(r, 0x1.a262b4p-13f, 0x1.6d2e0cp-10f);
  q = fma(q, r, 0x1.110ff4p-7f);
  q = fma(q, r, 0x1.555502p-5f);
  q = fma(q, r, 0x1.555556p-3f);
  return fma(q, r, 0.5f);
}

// v = n ln 2 + lead + rest, n whole, |lead + rest| <= 0.3467: lead is exact, and shifted = n +
// rounder, exactly.
typedef struct {
  real shifted, lead, rest;
} remainder_of_ln2;

// For v = hi + lo, |hi| < 1000. The rounder decides which power of two the bits of `shifted` make.
inline remainder_of_ln2 reduced(real hi, real lo, float rounder) {
  real shifted = fma(hi, LOG2_E, rounder), n = shifted - rounder;
  remainder_of_ln2 v;
  v.shifted = shifted;
  v.lead = fma(n, MINUS_LN2_HI, hi);
  v.rest = fma(n, MINUS_LN2_LO, lo);
  return v;
}

// e^v = 2^n (1 + lead + rest): lead as it was, rest now holding the higher terms of the series,
// below 0.07. All rounding is there, of r by up to 2^-27.3 of 1, of r^2 and t(r) by 2^-29 each, of
// their sum by 2^-28: up to 0.13 ULP together in what follows, beside the fit's error.
inline remainder_of_ln2 exponentiated(remainder_of_ln2 v) {
  real r = v.lead + v.rest;
  remainder_of_ln2 e;
  e.shifted = v.shifted;
  e.lead = v.lead;
  e.rest = fma(r * r, exponential_tail(r), v.rest);
  return e;
}

inline remainder_of_ln2 exponentiated_fine(remainder_of_ln2 v) {
  real r = v.lead + v.rest;
  remainder_of_ln2 e;
  e.shifted = v.shifted;
  e.lead = v.lead;
  e.rest = fma(r * r, exponential_tail_fine(r), v.rest);
  return e;
}

// 1 + lead + rest, the mantissa of e^v in [0.70, 1.42], as hi + lo; lo, up to 0.07, is not
// normalised.
inline split mantissa(remainder_of_ln2 e) {
  split m;
  m.hi = 1.0f + e.lead;
  m.lo = ((1.0f - m.hi) + e.lead) + e.rest;
  return m;
}

// e^x. Beyond the clamps the result is 0 or infinite anyway. At most 0.80 ULP, at -0x1.5eba96p+6:
// fit 0.05, series 0.03, the mantissa's sum 0.22, the subnormal result 0.50.
inline real exponential(real x) {
  real v = x < -104.0f ? -104.0f : x;
  v = v > 89.0f ? 89.0f : v;
  real nothing = 0.0f;
  remainder_of_ln2 e = exponentiated(reduced(v, nothing, ROUNDER));
  split m = mantissa(e);
  return scaled(m.hi + m.lo, as_integer(e.shifted) - ROUNDER_BITS);
}

// hi + lo, |lo| at most 2 units of hi, rounded to a multiple of 2^-26 where hi is not itself finer,
// as the one pair whose hi is the float nearest to it: whoever gets it twice gets the same bits.
inline split rounded_sum(real hi, real lo) {
  real near = hi + lo, rest = (((hi - near) + lo) + 0.1875f) - 0.1875f;
  split z;
  z.hi = near + rest;
  z.lo = (near - z.hi) + rest;
  return z;
}

// e^(hi + lo) for hi <= 0, +0 where it rounds to zero (below -103.97); the lo of a hi below -104 is
// not looked at. At 0 it is exactly 1.
//
// Below -104, as where a softmax is masked, the result is chosen, not computed: a product that
// underflows costs some processors a hundred cycles.
//
// It never falls while hi + lo rises. That is what the sum is rounded for, at a cost of 0.13 ULP at
// most: so few values are left that all of them could be tried (SoftmaxOrderTest). And that is what
// the fine series is for: the other's ends, where n changes, do not meet closely enough.
inline real exponential_of_negative(real hi, real lo) {
  real v = hi < -104.0f ? 0.0f : hi;
  real v_lo = hi >= -104.0f ? lo : 0.0f;
  split z = rounded_sum(v, v_lo);
  remainder_of_ln2 e = exponentiated_fine(reduced(z.hi, z.lo, ROUNDER_FOR_POWER_UP_64));
  split m = mantissa(e);
  real y = ((m.hi + m.lo) * as_real(as_integer(e.shifted) << 23)) * TWO_TO_MINUS_64;
  return hi < -104.0f ? 0.0f : y;
}

// e^v - 1 = (2^n - 1) + 2^n s, s = lead + rest, in two floats, for -20 <= v <= 0. Nothing cancels:
// where n = 0 the first term is 0, and else the second is smaller. 2^n - 1 rounds below n = -24
// only, and then w_lo makes up for it.
inline split exponential_minus_one_split(real v) {
  real nothing = 0.0f;
  remainder_of_ln2 e = exponentiated_fine(reduced(v, nothing, ROUNDER_FOR_POWER));
  real s = e.lead + e.rest, s_lo = (e.lead - s) + e.rest;
  real power = as_real(as_integer(e.shifted) << 23), w = power - 1.0f, w_lo = power - (w + 1.0f);
  split y;
  y.hi = fma(power, s, w);
  y.lo = fma(power, s_lo, fma(power, s, w - y.hi)) + w_lo;
  return y;
}

// e^x - 1, as above but in halves, 2 ((2^(n-1) - 1/2) + 2^(n-1) s), as n goes up to 128. Below
// 2^-25 it is x, -0 included.
//
// At most 0.89 ULP, beyond x = ln(2)/2, where n is 1 and e^x - 1 small against 2^n. At
// 0x1.6c467ep-2, 0.88: r 0.04, t(r) 0.13, r^2 0.11, the rest's sum 0.12, the last sum 0.50; the fit
// nothing.
inline real exponential_minus_one(real x) {
  real v = x < -18.0f ? -18.0f : x;
  v = v > 89.0f ? 89.0f : v;
  real nothing = 0.0f;
  remainder_of_ln2 e = exponentiated_fine(reduced(v, nothing, 12583038.0f));
  real s = e.lead + e.rest, s_lo = (e.lead - s) + e.rest;
  real power = as_real(as_integer(e.shifted) << 23), w = power - 0.5f, w_lo = (power - w) - 0.5f;
  real y = fma(power, s, w), y_lo = fma(power, s, w - y) + w_lo;
  y = y + fma(power, s_lo, y_lo);
  return magnitude(x) < 0x1p-25f ? x : y + y;
}

// ---- the sigmoid family

// sigmoid(v) = A / D and 1 - sigmoid(v) = P / D, where A = min(e^v's power of two, 1), P = e^-v A
// and D = A + P in [0.7, 2.5]. One of A and P's power of two is 1, so nothing cancels and no sign
// is selected. D and P carry 2^-28; scale = 2^64 A.
typedef struct {
  real d, d_lo, p, p_lo, scale;
} odds;

// The odds from e^-v = 2^j (1 + lead + rest), a = 2^min(-j, 0) and b = 2^min(j, 0). (a and b may
// share any other factor.) d - a is inexact only about v = -17, where the three operations of
// `excess` turn 1.47 ULP into 0.75.
inline odds weighed(remainder_of_ln2 e, real a, real b, real scale) {
  real s = e.lead + e.rest, s_lo = (e.lead - s) + e.rest;
  odds o;
  o.scale = scale;
  o.d = fma(b, 1.0f + s, a);
  o.p = o.d - a;
  o.p_lo = fma(b, s_lo, fma(b, s, b - o.p));
  real excess = (o.d - o.p) - a;
  o.d_lo = o.p_lo - excess;
  return o;
}

// The odds of v = hi + lo for -126 <= v <= 42.
inline odds odds_of(real hi, real lo) {
  // 1.5 * 2^23 + 63: the bits give 2^(j - 64), and 254 minus them 2^(64 - j); both are normal.
  remainder_of_ln2 e = exponentiated(reduced(-hi, -lo, 12582975.0f));
  real a = as_real((254 - as_integer(e.shifted)) << 23), b = as_real(as_integer(e.shifted) << 23);
  a = a < TWO_TO_64 ? a : TWO_TO_64;
  b = b < TWO_TO_MINUS_64 ? b : TWO_TO_MINUS_64;
  return weighed(e, a * TWO_TO_MINUS_64, b * TWO_TO_64, a);
}

// x sigmoid(v), from the odds of v.
inline real gated(real x, odds o) {
  return (quotient(x, o.d, o.d_lo) * o.scale) * TWO_TO_MINUS_64;
}

// A (hi + lo) / D^2, times `unit` / 2^-64: two quotients by one reciprocal, each corrected by its
// residual.
inline real over_square(odds o, real hi, real lo, float unit) {
  real r = reciprocal(o.d);
  real q = hi * r, q_lo = (fma(-q, o.d_lo, fma(-q, o.d, hi)) + lo) * r;
  real y = q * r, residual = fma(-y, o.d_lo, fma(-y, o.d, q)) + q_lo;
  return (fma(residual, r, y) * o.scale) * unit;
}

// A (D + y P) / D^2 = sigmoid(v) (1 + y (1 - sigmoid(v))), y = hi + lo: the slope of x
// sigmoid(v(x)) where y = x v'(x). D + yP is a two-sum, because the slope has a root where it
// cancels.
inline real gated_slope(odds o, real hi, real lo) {
  split product = exact_product(hi, o.p), sum = exact_sum(o.d, product.hi);
  real product_lo = fma(hi, o.p_lo, product.lo);
  return over_square(o, sum.hi, sum.lo + fma(lo, o.p, product_lo + o.d_lo), TWO_TO_MINUS_64);
}

// sigmoid(x) = A / D. At most 0.84 ULP, at -0x1.5ebd3p+6: fit 0.05, series 0.03, the quotient 0.25,
// the subnormal result 0.50.
inline real logistic(real x) {
  real v = x < -104.0f ? -104.0f : x;
  v = v > 42.0f ? 42.0f : v;
  real nothing = 0.0f;
  odds o = odds_of(v, nothing);
  real r = reciprocal(o.d), residual = fma(-r, o.d_lo, fma(-r, o.d, 1.0f));
  return (fma(residual, r, r) * o.scale) * TWO_TO_MINUS_64;
}

// sigmoid'(v) = A P / D^2, even in v, and taken at -|v|, where P is near 1 and A small; times
// `unit` / 2^-64.
inline real logistic_slope(real v, float unit) {
  real w = -magnitude(v), nothing = 0.0f;
  w = w < -106.0f ? -106.0f : w;
  odds o = odds_of(w, nothing);
  return over_square(o, o.p, o.p_lo, unit);
}

// tanh(|x|) = -E / (2 + E), E = e^(-2|x|) - 1 in two floats; 1 from 10 on, and x below 2^-13. At
// most 0.76 ULP, at 0x1.004cdcp-3: t(r) 0.08, r^2 0.13, the rest's sum 0.08, the quotient 0.46; the
// fit nothing.
inline real hyperbolic_tangent(real x) {
  real a = magnitude(x);
  a = a > 10.0f ? 10.0f : a;
  split e = exponential_minus_one_split(-2.0f * a);
  real d = 2.0f + e.hi, d_lo = ((2.0f - d) + e.hi) + e.lo;
  real r = reciprocal(d), q = e.hi * r;
  real y = fma(fma(-q, d_lo, fma(-q, d, e.hi)) + e.lo, r, q);
  y = x < 0.0f ? y : -y;
  return a < 0x1p-13f ? x : y;
}

// Relative accuracy through the root of a slope: with v = x - root in two floats, the slope is v (c
// + v q(v)) for |v| <= 1/4, c in two floats and q the caller's. Its rounding costs most at |v| =
// 1/4, where up to a third of the slope comes from q: 0.15 ULP in q, 0.50 in the last sum, and the
// fit.
inline real rooted(real v, real v_lo, real q, float c, float c_lo) {
  real w = fma(v, q, c), w_lo = fma(v, q, c - w) + c_lo;
  return fma(v, w, fma(v_lo, w, v * w_lo));
}

// ---- the normal tail

// Phi(-a) = e^(-a^2/2) r h for 0 <= a <= 14.7, Phi the normal distribution function: r = 1 / (a +
// 2) and h, smooth and between 0.36 and 1, a function of r. Each is a pair of floats.
typedef struct {
  real r, r_lo, h, h_lo;
} normal_tail;

// h = 0.3671875 + 1.25 r + R(r - 1/4): R, below 0.021 h, has degree 11 and makes it within 2^-27.6
// of h (normal_tail.sollya).
inline real normal_tail_polynomial(real u) {
  real p = fma(u, 0x1.094da6p8f, -0x1.30f954p7f);
  p = fma(p, u, -0x1.120326p5f);
  p = fma(p, u, 0x1.b3a0ap5f);
  p = fma(p, u, -0x1.affc74p3f);
  p = fma(p, u, -0x1.fecd6ap2f);
  p = fma(p, u, 0x1.b95688p2f);
  p = fma(p, u, -0x1.ed418cp-4f);
  p = fma(p, u, -0x1.2cce06p1f);
  p = fma(p, u, 0x1.d7d124p-2f);
  p = fma(p, u, 0x1.35bb1ap-4f);
  return fma(p, u, -0x1.dd11acp-8f);
}

inline normal_tail normal_tail_of(real a) {
  real d = a + 2.0f, d_lo = a - (d - 2.0f);
  normal_tail t;
  t.r = reciprocal(d);
  t.r_lo = t.r * fma(-t.r, d_lo, fma(-t.r, d, 1.0f));
  t.h = fma(1.25f, t.r, 0.3671875f);
  real h_lo = fma(1.25f, t.r, 0.3671875f - t.h);
  t.h_lo = fma(1.25f, t.r_lo, h_lo) + normal_tail_polynomial(t.r - 0.25f);
  return t;
}

// e^(-a^2/2) 2^64 = scale (hi + lo), the square in two floats, for a <= 14.7.
typedef struct {
  real hi, lo, scale;
} bell;

inline bell bell_of(real a) {
  split square = exact_product(a, -0.5f * a);
  remainder_of_ln2 e = exponentiated(reduced(square.hi, square.lo, ROUNDER_FOR_POWER_UP_64));
  split m = mantissa(e);
  bell b;
  b.hi = m.hi;
  b.lo = m.lo;
  b.scale = as_real(as_integer(e.shifted) << 23);
  return b;
}
