// gelu_tanh(x) = x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) = x sigmoid(z), z = x (c1 + c3 x^2),
// c1 = 2 sqrt(2/pi), c3 = 0.044715 c1; slope sigmoid(z) (1 + y sigmoid(-z)), y = x z'(x) = x (c1 +
// 3 c3 x^2). At most 0.85 ULP, both.
//
// The worst results are subnormal. The value at -0x1.4373c2p+3: fit 0.05, series 0.05, the quotient
// 0.24, the last product 0.50. The slope at -0x1.480acp+3: 0.05, 0.06, 0.22 and 0.50.

// c1 in two floats, the first of 19 bits, so that C1_HI minus a sum near it is exact; c3 and 3 c3
// in two floats.
#define C1_HI 0x1.98844p+0f
#define C1_LO 0x1.33d436p-20f
#define C3_HI 0x1.2444f2p-4f
#define C3_LO 0x1.49b16ap-29f
#define THREE_C3_HI 0x1.b6676cp-3f
#define THREE_C3_LO -0x1.175e2p-32f

// x (c1 + k x^2) in two floats: e^z magnifies any error of z by |z|.
inline split cubic(real x, split square, float k, float k_lo) {
  real s = fma(k, square.hi, C1_HI), s_lo = fma(k, square.hi, C1_HI - s);
  s_lo = fma(k, square.lo, fma(k_lo, square.hi, s_lo + C1_LO));
  split z;
  z.hi = x * s;
  z.lo = fma(x, s_lo, fma(x, s, -z.hi));
  return z;
}

// z(5.6) = 21.5: above, the value is x. z(-10.9) = -109.8: below, it is -0.
inline real value(real x, float a) {
  real v = x < -10.9f ? -10.9f : x;
  v = v > 5.6f ? 5.6f : v;
  split z = cubic(v, exact_product(v, v), C3_HI, C3_LO);
  real result = gated(v, odds_of(z.hi, z.lo));
  return x > 5.6f ? x : result;
}

// The root of the slope, in two floats: within 2^-24.8 of its distance from the nearest float32.
#define ROOT_HI -0x1.8142ap-1f
#define ROOT_LO 0x1.85a06cp-27f
#define SLOPE_AT_ROOT_HI 0x1.b8bacep-2f
#define SLOPE_AT_ROOT_LO -0x1.a3182ap-27f

// q for rooted(): degree 6, Chebyshev interpolation, within 2^-26.8 of the slope (roots.sollya).
inline real near_root(real v) {
  real q = fma(v, -0x1.38bf9p-9f, 0x1.51479ep-8f);
  q = fma(q, v, 0x1.42726ap-6f);
  q = fma(q, v, -0x1.1037dp-6f);
  q = fma(q, v, -0x1.d2b76cp-4f);
  q = fma(q, v, -0x1.029652p-6f);
  return fma(q, v, 0x1.8cd1a2p-2f);
}

// Around the root at -0.7525 a polynomial takes over: at most 0.74 ULP, at -0x1.068ef6p-1: fit
// 0.08, q 0.15, the last sum 0.50.
inline real slope(real x, float a) {
  real w = x < -11.0f ? -11.0f : x;
  w = w > 7.0f ? 7.0f : w;
  split square = exact_product(w, w);
  split z = cubic(w, square, C3_HI, C3_LO), y = cubic(w, square, THREE_C3_HI, THREE_C3_LO);
  real result = gated_slope(odds_of(z.hi, z.lo), y.hi, y.lo);

  real u = x - ROOT_HI, v = u - ROOT_LO, v_lo = (u - v) - ROOT_LO;
  real local_result = rooted(v, v_lo, near_root(v), SLOPE_AT_ROOT_HI, SLOPE_AT_ROOT_LO);
  return magnitude(u) <= 0.25f ? local_result : result;
}
