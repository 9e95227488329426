// The maps that the row loops of softmax are made of. Their order of operations is part of
// softmax's definition.

// e^((x - M) / T) for x <= M: exactly 1 at x = M, never above, +0 below the cutoff (z < -103.97),
// at -infinity and where x - M overflows; NaN where x or M is NaN or x = M is infinite. The
// difference and its product with 1/T, taken as exact, are carried in two floats, so that an entry
// far below the maximum is as good as one near it: without the low parts an entry at z = -80 is off
// by 65 ULP. 27 operations, at most 0.80 ULP.
inline real softmax_exp(real x, float maximum, float inverse_temperature) {
  real m = maximum, t = inverse_temperature;
  split d = exact_sum(x, -m);
  real z = d.hi * t, z_lo = fma(d.lo, t, fma(d.hi, t, -z));
  return exponential_of_negative(z, z_lo);
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
