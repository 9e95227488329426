// What statistics gather of an element, by the definition of org.hillock.insight.Watch. INTERVALS says
// how many intervals there are in which a slope is nearly flat.

// What comes rarely: the counts and firsts from NANS on.
#define RARE (FIELDS - NANS)

inline integer known(real v) {
  integer exponent = as_integer(v) & 0x7f800000;
  return exponent != 0x7f800000;
}

inline bool known_one(float v) {
  return (as_uint(v) & 0x7f800000) != 0x7f800000;
}

#if WIDTH == 1
#define all_of(condition) (condition)
#elif WIDTH == 32
#define all_of(condition) (all((condition).lo) && all((condition).hi))
#else
#define all_of(condition) all(condition)
#endif

// How far results go, and how many of them are zeros and saturated: as floats, which are exact
// up to 2^24.
typedef struct {
  real least, most, zeros, saturated;
} extent;

inline extent no_extent() {
  extent n;
  n.least = INFINITY;
  n.most = -INFINITY;
  n.zeros = 0.0f;
  n.saturated = 0.0f;
  return n;
}

// Takes in a result.
inline void see_result(real *result_sum, real *square_sum, extent *n, real r, real pivot) {
  real nothing = 0.0f, one = 1.0f;
  integer counts = known(r);
  real d = counts ? r - pivot : nothing;
  *result_sum += d;
  *square_sum = fma(d, d, *square_sum);
  real low = counts ? r : n->least, high = counts ? r : n->most;
  n->least = low < n->least ? low : n->least;
  n->most = high > n->most ? high : n->most;
  // By its bits: some devices compare subnormals as zeros, but keep them.
  integer size = as_integer(r) & 0x7fffffff;
  n->zeros += size == 0 ? one : nothing;
}

// Takes in an input, whose slope is flat from `from` to `to`.
inline void see_input(extent *n, real v, float4 from, float4 to) {
#if INTERVALS > 0
  real nothing = 0.0f, one = 1.0f;
  real begin = from.s0, end = to.s0;
  integer flat = (v >= begin) & (v <= end);
#if INTERVALS > 1
  begin = from.s1;
  end = to.s1;
  flat |= (v >= begin) & (v <= end);
#endif
#if INTERVALS > 2
  begin = from.s2;
  end = to.s2;
  flat |= (v >= begin) & (v <= end);
#endif
#if INTERVALS > 3
  begin = from.s3;
  end = to.s3;
  flat |= (v >= begin) & (v <= end);
#endif
  n->saturated += flat ? one : nothing;
#endif
}

// Takes in a slope and an upstream gradient.
inline void see_gradient(real *slope_sum, real *gradient_sum, real slope, real dy) {
  real nothing = 0.0f;
  real size = as_real(as_integer(slope) & 0x7fffffff);
  *slope_sum += known(slope) ? size : nothing;
  real finite = known(dy) ? dy : nothing;
  *gradient_sum = fma(finite, finite, *gradient_sum);
}

// Packs the fields of a record. One that has no first is NOWHERE.
inline void write_fields(__global uint *record, ulong apart, const uint *fields) {
#pragma unroll
  for (uint w = 0; w < FIELD_WORDS; w++) {
    uint word = 0;
#pragma unroll
    for (uint f = 0; f < FIELDS_OF_WORD; f++) {
      if (w * FIELDS_OF_WORD + f < FIELDS) {
        word |= fields[w * FIELDS_OF_WORD + f] << (f * BITS);
      }
    }
    record[(FIELDS_BEGIN + w) * apart] = word;
  }
}

// With GIVEN, what a kernel is given is the result itself, of a softmax.
#ifdef GIVEN
#define value(x, a) (x)
#endif

// The elements c, c + 1, ... c + WIDTH - 1 of what may begin anywhere; +0 from `end` on.
inline real load_anywhere(__global const float *from, ulong c, ulong end) {
  if (c + WIDTH <= end) {
    return from_array(from + c);
  }
  float part[WIDTH];
  for (uint i = 0; i < WIDTH; i++) {
    part[i] = c + i < end ? from[c + i] : 0.0f;
  }
  return from_array(part);
}

#ifdef BIAS
#define BIAS_INPUT INPUT(bias),
#define BEGIN_BIAS BEGIN(bias)
#else
#define BIAS_INPUT
#define BEGIN_BIAS
#endif
