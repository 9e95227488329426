// sigmoid(x) = 1 / (1 + e^-x); slope sigmoid(x) sigmoid(-x). At most 0.84 ULP, both.

inline real value(real x, float a) {
  return logistic(x);
}

inline real slope(real x, float a) {
  return logistic_slope(x, TWO_TO_MINUS_64);
}
