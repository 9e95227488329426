// swish(x) = x sigmoid(v), v = beta x, for any finite beta (the parameter a); slope sigmoid(v) (1 +
// v sigmoid(-v)), a function of v alone. v is exact in two floats but where it overflows, beyond
// every clamp, or underflows, where sigmoid(v) is 1/2. At most 0.88 ULP, both, for every beta
// tried.

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

inline real near_root(real v) {
  real q = fma(v, 0x1.9ff546p-11f, 0x1.339bd8p-13f);
  q = fma(q, v, -0x1.b0f4ccp-8f);
  q = fma(q, v, -0x1.f2d62p-7f);
  q = fma(q, v, 0x1.353eb2p-6f);
  return fma(q, v, 0x1.2c5634p-3f);
}

inline real slope(real x, float a) {
  real beta = a, v = beta * x, v_lo = fma(beta, x, -v);
  v_lo = v < -111.0f || v > 42.0f ? 0.0f : v_lo;
  real w = v < -111.0f ? -111.0f : v;
  w = w > 42.0f ? 42.0f : w;
  real result = gated_slope(odds_of(w, v_lo), w, v_lo);

  // Around the root, at v = -0x1.474974p+0 + 0x1.bdf7p-27 - 0x1.6fc6bap-49, a polynomial takes over
  // (degree 6 in all, Chebyshev interpolation, relative error below 2^-27). There v_lo is a
  // multiple of 2^-47, and so is the root's middle part: the distance from the root is exact to its
  // last float, however close v comes.
  real u = w + 0x1.474974p+0f, middle = v_lo - 0x1.bdf7p-27f;
  real distance = u + middle, distance_lo = ((u - distance) + middle) + 0x1.6fc6bap-49f;
  real q = near_root(distance);
  real rooted_result = rooted(distance, distance_lo, q, 0x1.be141p-3f, 0x1.18c1e2p-29f);
  result = magnitude(u) <= 0.25f ? rooted_result : result;
  // 0 * infinity is NaN, yet with beta = 0 the slope is 1/2 wherever x is a number.
  return beta == 0.0f && x == x ? 0.5f : result;
}
