// tanh(x); slope 1 - tanh(x)^2 = 4 sigmoid(2x) sigmoid(-2x). At most 0.76 ULP, the slope
// 0.84, at 0x1.644856p+5, subnormal: see sigmoid.

inline real value(real x, float a) {
  return hyperbolic_tangent(x);
}

// Doubling overflows harmlessly: the slope is 0 from 53 on. The unit is 4 * 2^-64.
inline real slope(real x, float a) {
  return logistic_slope(2.0f * x, 0x1p-62f);
}
