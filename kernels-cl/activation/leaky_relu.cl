// leaky_relu(x) = x above 0, and a x elsewhere, for any finite a. The slope at 0 is a. NaN gives
// NaN in both.

// With a = 0 every negative x gives a zero, -infinity (0 * infinity would be NaN) included: -1
// stands for them all.
inline real value(real x, float a) {
  real factor = a, lowest = -INFINITY;
  lowest = factor == 0.0f ? -1.0f : lowest;
  return x > 0.0f ? x : factor * (x < lowest ? lowest : x);
}

inline real slope(real x, float a) {
  real factor = a;
  return x <= 0.0f ? factor : (x > 0.0f ? 1.0f : x);
}
