// relu(x) = max(x, 0); +0 at -0. The slope at 0 is 0. NaN gives NaN in both.

inline real value(real x, float a) {
  return x <= 0.0f ? 0.0f : x;
}

inline real slope(real x, float a) {
  return x <= 0.0f ? 0.0f : (x > 0.0f ? 1.0f : x);
}
