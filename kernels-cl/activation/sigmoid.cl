// sigmoid(x) = 1 / (1 + e^-x); slope sigmoid(x) sigmoid(-x). At most 0.84 ULP, both: the
// slope's worst is at 0x1.5ebd3p+6, where it is nearly the value at minus that (see `logistic`).

inline real value(real x, float a) {
  return logistic(x);
}

inline real slope(real x, float a) {
  return logistic_slope(x, TWO_TO_MINUS_64);
}
