package org.hillock.translator;

import java.util.Set;

/**
 * Names that OpenCL C 1.2 gives to builtin functions of floats and ints (its specification, section
 * 6.12).
 */
final class OpenClBuiltins {
  private static final Set<String> NAMES =
      Set.of(
          ("acos acosh acospi asin asinh asinpi atan atan2 atanh atanpi atan2pi cbrt ceil copysign"
                  + " cos cosh cospi erfc erf exp exp2 exp10 expm1 fabs fdim floor fma fmax fmin"
                  + " fmod fract frexp hypot ilogb ldexp lgamma lgamma_r log log2 log10 log1p logb"
                  + " mad maxmag minmag modf nan nextafter pow pown powr remainder remquo rint"
                  + " rootn round rsqrt sin sincos sinh sinpi sqrt tan tanh tanpi tgamma trunc"
                  + " abs abs_diff add_sat hadd rhadd clamp clz mad_hi mad_sat max min mul_hi"
                  + " rotate sub_sat upsample popcount mad24 mul24 degrees mix radians step"
                  + " smoothstep sign cross dot distance length normalize fast_distance"
                  + " fast_length fast_normalize isequal isnotequal isgreater isgreaterequal"
                  + " isless islessequal islessgreater isfinite isinf isnan isnormal isordered"
                  + " isunordered signbit any all bitselect select shuffle shuffle2 barrier"
                  + " prefetch printf as_float as_int convert_float convert_int")
              .split(" ", -1));

  private OpenClBuiltins() {}

  static boolean isBuiltin(String name) {
    return NAMES.contains(name)
        || name.startsWith("native_")
        || name.startsWith("half_")
        || name.startsWith("convert_")
        || name.startsWith("as_");
  }
}
