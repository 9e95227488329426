// The vocabulary of the float maths: `real` is a float, or WIDTH floats side by side, and `integer`
// its int twin. This file is for OpenCL compilers only; math.cl and the snippets, which build on
// it, are also translated to Java.

#pragma OPENCL FP_CONTRACT OFF

#ifndef WIDTH
#define WIDTH 1
#endif

#if WIDTH == 1
typedef float real;
typedef int integer;
#define as_real(bits) as_float(bits)
#define as_integer(value) as_int(value)
#elif WIDTH == 2
typedef float2 real;
typedef int2 integer;
#define as_real(bits) as_float2(bits)
#define as_integer(value) as_int2(value)
#elif WIDTH == 4
typedef float4 real;
typedef int4 integer;
#define as_real(bits) as_float4(bits)
#define as_integer(value) as_int4(value)
#elif WIDTH == 8
typedef float8 real;
typedef int8 integer;
#define as_real(bits) as_float8(bits)
#define as_integer(value) as_int8(value)
#elif WIDTH == 16
typedef float16 real;
typedef int16 integer;
#define as_real(bits) as_float16(bits)
#define as_integer(value) as_int16(value)
#elif WIDTH == 32
// OpenCL C ends at 16 elements; clang, which drivers for processors are made of, does not.
typedef float real __attribute__((ext_vector_type(32)));
typedef int integer __attribute__((ext_vector_type(32)));
#define as_real(bits) __builtin_astype(bits, real)
#define as_integer(value) __builtin_astype(value, integer)
#else
#error "WIDTH must be 1, 2, 4, 8, 16 or 32"
#endif

// Whether the compiler, clang, writes a processor's own code: there its extensions can be had.
#if defined(__x86_64__) || defined(__aarch64__)
#define PROCESSOR
#endif

// Plain `inline` promises no definition for a call that the compiler declines to inline; and one
// that it leaves passes its vectors through memory. (Some drivers define the word themselves.)
#undef inline
#ifdef PROCESSOR
#define inline static inline __attribute__((always_inline))
#else
#define inline static inline
#endif

// Widens literals and uniform floats, which OpenCL's fma does not. (Some compilers define fma as a
// macro: hence the detour.)
inline real fused(real a, real b, real c) {
#if WIDTH == 32
  return (real)(fma(a.lo, b.lo, c.lo), fma(a.hi, b.hi, c.hi));
#else
  return fma(a, b, c);
#endif
}
#undef fma
#define fma(a, b, c) fused((real)(a), (real)(b), (real)(c))
