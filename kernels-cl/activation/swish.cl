// swish(x) = x sigmoid(v), v = beta x, for any finite beta (the parameter a); slope sigmoid(v) (1 +
// v sigmoid(-v)), a function of v alone. v is exact in two floats but where it overflows, beyond
// every clamp, or underflows, where sigmoid(v) is 1/2. At most 0.88 ULP, both, for every beta
// tried.
//
// The worst results are subnormal. With beta = 1, the value at -0x1.6f6de4p+6, 0.83: series 0.08,
// the quotient 0.25, the last product 0.50; the slope at -0x1.6f66dp+6, 0.85: fit 0.03, series
// 0.08, the rest the same.

// e^-v = 2^j (1 + s). As |x| may be 2^128, v counts down to -194 and j up to 280. So A / D, which
// times x is the result, is computed 2^64 above its size, numerator and denominator alike, once j
// is over 100, and A = 2^e is applied in two factors: one to x before the quotient, so that x / D
// cannot overflow, one after it, which alone can round. A large beta makes the interesting x small:
// there `lift` moves 2^64 from the second factor to the first, so that residuals do not underflow.
// With beta = 0 it is x/2, at the infinities too.
inline real value(real x, float a) {
  integer none = 0;
  real beta = a, lowest = -194.0f;
  integer lift = magnitude(beta) > 0x1p+60f ? 64 : none;
  lowest = magnitude(beta) > 0x1p+60f ? -104.0f : lowest;
  real v = beta * x, v_lo = fma(beta, x, -v);
  v_lo = v < lowest || v > 42.0f ? 0.0f : v_lo;
  real w = v < lowest ? lowest : v;
  w = w > 42.0f ? 42.0f : w;

  remainder_of_ln2 r = exponentiated(reduced(-w, -v_lo, ROUNDER));
  integer j = as_integer(r.shifted) - ROUNDER_BITS;
  integer e = (j > 0 ? none - j : none) + (j > 100 ? 64 : none);
  integer part = e >> 1;
  real first = power_of_two(part + lift), second = power_of_two(e - part - lift);
  odds o = weighed(r, first * second, power_of_two(e + j), second);
  real result = quotient(x * first, o.d, o.d_lo) * o.scale;

  // Where v is below every clamp, x and beta have opposite signs: so the zero's sign is known, and
  // x may be infinite.
  real zero = 0.0f;
  zero = beta > 0.0f ? -0.0f : zero;
  result = v < lowest ? zero : result;
  result = v > 42.0f ? x : result;
  return beta == 0.0f ? 0.5f * x : result;
}

// The bits of value(x, 1): v is x itself, and its product with sigmoid(v) underflows long before
// the odds do.
inline real value_at_1(real x) {
  real v = x < -126.0f ? -126.0f : x;
  v = v > 42.0f ? 42.0f : v;
  real nothing = 0.0f, result = gated(v, odds_of(v, nothing));
  return x > 42.0f ? x : result;
}

// The root of the slope, in v and in three floats: within 2^-25.9 of the least distance that v can
// have from it. Near it v_lo is a multiple of 2^-47, and so is ROOT_LO: the distance is exact to
// its last float, however close v comes.
#define ROOT_HI -0x1.474974p+0f
#define ROOT_LO 0x1.bdf7p-27f
#define ROOT_LAST -0x1.6fc6bap-49f
#define SLOPE_AT_ROOT_HI 0x1.be141p-3f
#define SLOPE_AT_ROOT_LO 0x1.18c1e2p-29f

// q for rooted(): degree 5, Chebyshev interpolation, within 2^-26.4 of the slope (roots.sollya).
inline real near_root(real v) {
  real q = fma(v, 0x1.9ff546p-11f, 0x1.339bd8p-13f);
  q = fma(q, v, -0x1.b0f4ccp-8f);
  q = fma(q, v, -0x1.f2d62p-7f);
  q = fma(q, v, 0x1.353eb2p-6f);
  return fma(q, v, 0x1.2c5634p-3f);
}

// Around the root the polynomial takes over: with beta = 1 at most 0.77 ULP there, at
// -0x1.08a4a6p+0: fit 0.12, q 0.14, the last sum 0.50.
inline real slope(real x, float a) {
  real beta = a, v = beta * x, v_lo = fma(beta, x, -v);
  v_lo = v < -111.0f || v > 42.0f ? 0.0f : v_lo;
  real w = v < -111.0f ? -111.0f : v;
  w = w > 42.0f ? 42.0f : w;
  real result = gated_slope(odds_of(w, v_lo), w, v_lo);

  real u = w - ROOT_HI, middle = v_lo - ROOT_LO;
  real distance = u + middle, distance_lo = ((u - distance) + middle) - ROOT_LAST;
  real q = near_root(distance);
  real rooted_result = rooted(distance, distance_lo, q, SLOPE_AT_ROOT_HI, SLOPE_AT_ROOT_LO);
  result = magnitude(u) <= 0.25f ? rooted_result : result;
  // 0 * infinity is NaN, yet with beta = 0 the slope is 1/2 wherever x is a number.
  return beta == 0.0f && x == x ? 0.5f : result;
}
