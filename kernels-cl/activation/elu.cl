// elu(x) = x above 0, and a (e^x - 1) elsewhere, for finite a >= 0. The slope at 0 is a. At most
// 0.83 ULP, the slope 0.81, for every a tried.
//
// The worst, with a = 1, of the value at -0x1.1fa0a6p-2: fit 0.01, t(r) 0.08, r^2 0.11, the
// product's low part 0.12, the last sum 0.50; of the slope at -0x1.5eba96p+6: as `exponential`.
//
// In both, a is held 2^64 above its size, unless it is large, so that the low part of a product
// does not underflow.

// a (hi + lo). Near 0, e^x - 1 is x itself. The sign is set at the end, as a zero may come out of
// an addition.
inline real value(real x, float a) {
  real alpha = a, unit = 1.0f;
  unit = alpha > 0x1p+40f ? unit : TWO_TO_MINUS_64;
  alpha = alpha > 0x1p+40f ? alpha : alpha * TWO_TO_64;
  real v = x > 0.0f ? 0.0f : x;
  v = v < -20.0f ? -20.0f : v;
  split e = exponential_minus_one_split(v);
  real hi = v > -0x1p-25f ? v : e.hi;
  real y = alpha * hi, y_lo = fma(alpha, e.lo, fma(alpha, hi, -y));
  real below = -magnitude((y + y_lo) * unit);
  return x >= 0.0f ? x : below;
}

// The bits of value(x, 1): no product, so no care for its low part.
inline real value_at_1(real x) {
  real v = x > 0.0f ? 0.0f : x;
  v = v < -20.0f ? -20.0f : v;
  split e = exponential_minus_one_split(v);
  real hi = v > -0x1p-25f ? v : e.hi;
  real below = hi + e.lo;
  return x >= 0.0f ? x : below;
}

// a e^x = a (hi + lo) 2^n. Here an a above 1 is held 2^64 below its size until the end: a hi must
// not overflow where a e^x does not, and e^x counts down to e^-194 when a is near 2^128.
inline real slope(real x, float a) {
  integer lift = -64;
  real zero = 0.0f, alpha = a, factor = TWO_TO_64, lowest = -105.0f;
  lift = alpha > 1.0f ? 64 : lift;
  lowest = alpha > 1.0f ? -194.0f : lowest;
  factor = alpha > 1.0f ? TWO_TO_MINUS_64 : factor;
  real v = x >= 0.0f ? 0.0f : x;
  v = v < lowest ? lowest : v;
  remainder_of_ln2 e = exponentiated(reduced(v, zero, ROUNDER));
  split m = mantissa(e);
  alpha = alpha * factor;
  real y = alpha * m.hi, y_lo = fma(alpha, m.lo, fma(alpha, m.hi, -y));
  real product = scaled(y + y_lo, as_integer(e.shifted) - ROUNDER_BITS + lift);
  return x > 0.0f ? 1.0f : product;
}

// The bits of slope(x, 1).
inline real slope_at_1(real x) {
  real zero = 0.0f;
  real v = x > 0.0f ? 0.0f : x;
  v = v < -105.0f ? -105.0f : v;
  remainder_of_ln2 e = exponentiated(reduced(v, zero, ROUNDER_FOR_POWER_UP_64));
  split m = mantissa(e);
  return ((m.hi + m.lo) * as_real(as_integer(e.shifted) << 23)) * TWO_TO_MINUS_64;
}
