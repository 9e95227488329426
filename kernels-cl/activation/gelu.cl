// gelu(x) = x Phi(x), Phi the normal distribution function, at most 0.91 ULP; slope Phi(x) + x
// phi(x), phi its density, at most 0.87 ULP.

// gelu(x) = max(x, 0) - T, T = |x| Phi(-|x|): nothing cancels, as T is at most half of x. Products
// in two floats, and 2^64 above their size so that a subnormal T rounds last. Beyond 14.6 it is x,
// or -0.
//
// The worst, at -0x1.70ab6ap+0: fits of the tail and of e^v 0.15, r 0.07 and the rest of the series
// 0.08, the tail 0.02, the low parts of the products 0.08, the last sum 0.50.
inline real value(real x, float a) {
  real m = magnitude(x);
  m = m > 14.6f ? 14.6f : m;
  bell e = bell_of(m);
  normal_tail t = normal_tail_of(m);
  real p = m * t.r, p_lo = fma(m, t.r_lo, fma(m, t.r, -p));
  real q = p * t.h, q_lo = fma(p_lo, t.h, fma(p, t.h_lo, fma(p, t.h, -q)));
  real y = q * e.hi, y_lo = fma(q_lo, e.hi + e.lo, fma(q, e.lo, fma(q, e.hi, -y)));
  y = y * e.scale;
  y_lo = y_lo * e.scale;
  real ramp = x > 0.0f ? m * TWO_TO_64 : 0.0f;
  real sum = ramp - y, sum_lo = ((ramp - sum) - y) - y_lo;
  real result = (sum + sum_lo) * TWO_TO_MINUS_64;
  result = m < 0x1p-40f ? 0.5f * x : result;
  return x > 14.6f ? x : result;
}

// The slope at -|x| is e^(-x^2/2) (r h - |x| / sqrt(2 pi)); at +|x| it is 1 minus that. It has a
// root at -0.7518, and there a polynomial around the root takes over.
//
// The worst, at -0x1.ad8f92p+2: fits 0.12, r 0.08 and the rest of the series 0.07, the low parts
// 0.10, the last sum 0.50. Within 1/4 of the root 0.66, and 0.58 at the float nearest to it: 0.42
// is what two floats leave of the root.
#define INVERSE_SQRT_2_PI_HI 0x1.988454p-2f
#define INVERSE_SQRT_2_PI_LO -0x1.857936p-27f

// The root, in two floats: within 2^-24.7 of its distance from the nearest float32.
#define ROOT_HI -0x1.80ead2p-1f
#define ROOT_LO 0x1.a03fd4p-27f
#define SLOPE_AT_ROOT_HI 0x1.b9d99p-2f
#define SLOPE_AT_ROOT_LO -0x1.6372a8p-28f

// q for rooted(): degree 6, Chebyshev interpolation, within 2^-29.4 of the slope (roots.sollya).
inline real near_root(real v) {
  real q = fma(v, -0x1.222034p-9f, 0x1.23716p-8f);
  q = fma(q, v, 0x1.3e2f52p-6f);
  q = fma(q, v, -0x1.e3ea6ap-7f);
  q = fma(q, v, -0x1.d2fa46p-4f);
  q = fma(q, v, -0x1.2a2f2ap-6f);
  return fma(q, v, 0x1.8d9a94p-2f);
}

inline real slope(real x, float a) {
  real m = magnitude(x);
  m = m > 14.7f ? 14.7f : m;
  bell e = bell_of(m);
  normal_tail t = normal_tail_of(m);
  real q = t.r * t.h, q_lo = fma(t.r_lo, t.h, fma(t.r, t.h_lo, fma(t.r, t.h, -q)));
  real c = INVERSE_SQRT_2_PI_HI * m;
  real c_lo = fma(INVERSE_SQRT_2_PI_LO, m, fma(INVERSE_SQRT_2_PI_HI, m, -c));
  split d = exact_sum(q, -c);
  real d_lo = d.lo + (q_lo - c_lo);
  real y = d.hi * e.hi, y_lo = fma(d_lo, e.hi + e.lo, fma(d.hi, e.lo, fma(d.hi, e.hi, -y)));
  y = y * e.scale;
  y_lo = y_lo * e.scale;
  real rest = TWO_TO_64 - y, rest_lo = ((TWO_TO_64 - rest) - y) - y_lo;
  real result = (x < 0.0f ? y + y_lo : rest + rest_lo) * TWO_TO_MINUS_64;

  real u = x - ROOT_HI, v = u - ROOT_LO, v_lo = (u - v) - ROOT_LO;
  real local_result = rooted(v, v_lo, near_root(v), SLOPE_AT_ROOT_HI, SLOPE_AT_ROOT_LO);
  return magnitude(u) <= 0.25f ? local_result : result;
}
