// Vectors made narrower and wider by halves. A `real` holds elements of ROWS rows, a power of two
// less than WIDTH: of one row unless that is defined.
//
// folded(name, v) puts the halves of a `real` together, and the halves of that, until ROWS elements
// are left; name_N is what does so for N elements. spread(v) repeats ROWS elements until a `real`
// is full.

#ifndef ROWS
#define ROWS 1
#endif

#define FOLDS(name, together)                                         \
  inline float name##_2(float2 v) { return together(v.lo, v.hi); }    \
  inline float2 name##_4(float4 v) { return together(v.lo, v.hi); }   \
  inline float4 name##_8(float8 v) { return together(v.lo, v.hi); }   \
  inline float8 name##_16(float16 v) { return together(v.lo, v.hi); } \
  FOLD_OF_32(name, together)

#if WIDTH == 32
#define FOLD_OF_32(name, together) \
  inline float16 name##_32(real v) { return together(v.lo, v.hi); }
#else
#define FOLD_OF_32(name, together)
#endif

// Of a row's maximum: NaN need not win here, because it makes the sum NaN and so the whole row.
#define larger(a, b) ((b) > (a) ? (b) : (a))
FOLDS(largest, larger)

#define plus(a, b) ((a) + (b))
FOLDS(sum, plus)

#define fold_32(name, v) fold_16(name, name##_32(v))
#define fold_16(name, v) fold_8(name, name##_16(v))
#define fold_8(name, v) fold_4(name, name##_8(v))
#define fold_4(name, v) fold_2(name, name##_4(v))
#define fold_2(name, v) fold_1(name, name##_2(v))
#define fold_1(name, v) (v)
#if ROWS == 16
#undef fold_16
#define fold_16(name, v) (v)
#elif ROWS == 8
#undef fold_8
#define fold_8(name, v) (v)
#elif ROWS == 4
#undef fold_4
#define fold_4(name, v) (v)
#elif ROWS == 2
#undef fold_2
#define fold_2(name, v) (v)
#endif
#define folded(name, v) JOIN(fold_, WIDTH)(name, v)

// Functions for narrower vectors, each built on the one above it.
inline real JOIN(spread_, WIDTH)(real v) {
  return v;
}
#if WIDTH > 16
inline real spread_16(float16 v) {
  return spread_32((real)(v, v));
}
#endif
#if WIDTH > 8
inline real spread_8(float8 v) {
  return spread_16((float16)(v, v));
}
#endif
#if WIDTH > 4
inline real spread_4(float4 v) {
  return spread_8((float8)(v, v));
}
#endif
#if WIDTH > 2
inline real spread_2(float2 v) {
  return spread_4((float4)(v, v));
}
#endif
#if WIDTH > 1
inline real spread_1(float v) {
  return (real)v;
}
#endif
#define spread(v) JOIN(spread_, ROWS)(v)
