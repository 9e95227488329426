package org.hillock.translator;

import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;
import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each construct of the subset is translated, compiled and run, and gives the bits that OpenCL's
 * rules give.
 */
class SubsetTest {
  private static final String NEGATIVE_ZERO_BITS = "as_real(as_integer(x) & 0x7fffffff)";
  private static final float TINY = 0x1p-149f;
  private static final float ONE_UP = 1 + 0x1p-23f;

  /** A snippet's value is the body, between the text before it and the end. */
  record Case(String what, String before, String body, float x, float a, float expected) {
    @Override
    public String toString() {
      return what;
    }
  }

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Compiled compiled;

  @BeforeAll
  static void translateAll() throws IOException {
    Kernels kernels = new Kernels(folder.resolve("kernels"));
    int number = 0;
    for (Case one : cases().toList()) {
      String value = one.before + "\nreal value(real x, float a) {\n" + one.body + "\n}\n";
      kernels.with("activation/case" + number++ + ".cl", value + Kernels.SLOPE);
    }
    Path classes = folder.resolve("classes");
    compiled = new Compiled(kernels.translate(), classes);
  }

  @AfterAll
  static void close() {
    compiled.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheBits(Case one) {
    int number = cases().toList().indexOf(one);
    float actual = compiled.forward("Case" + number + "Scalar", one.x, one.a);
    if (Float.isNaN(one.expected)) {
      assertThat(actual).isNaN();
    } else {
      assertThat(Integer.toHexString(floatToRawIntBits(actual)))
          .as("%s, expected %s", actual, one.expected)
          .isEqualTo(Integer.toHexString(floatToRawIntBits(one.expected)));
    }
  }

  static Stream<Case> cases() {
    return Stream.of(arithmetic(), integers(), selection(), structure())
        .flatMap(map -> map.values().stream());
  }

  private static Map<String, Case> arithmetic() {
    Map<String, Case> cases = new LinkedHashMap<>();
    add(cases, "decimal literal", "return x + 1.5f;", 1, 0, 2.5f);
    add(cases, "literal without leading digit", "return x + .5e1f;", 1, 0, 6);
    add(cases, "hexadecimal literal", "return x * 0x1.8p-3f;", 1, 0, 0.1875f);
    add(cases, "INFINITY", "return x + INFINITY;", 1, 0, POSITIVE_INFINITY);
    add(cases, "minus INFINITY", "return x - INFINITY;", 1, 0, -POSITIVE_INFINITY);
    add(cases, "NAN", "return x > 0.0f ? NAN : x;", 1, 0, NaN);
    add(cases, "NaN goes through arithmetic", "return fma(x, 2.0f, -x) * x;", NaN, 0, NaN);
    add(cases, "sum rounds to even", "return x + 0x1p-24f;", 1, 0, 1);
    add(cases, "product rounds before the sum", "return x * x - 1.0f;", ONE_UP, 0, 0x1p-22f);
    add(cases, "fma rounds once", "return fma(x, x, -1.0f);", ONE_UP, 0, 0x1.000001p-22f);
    add(cases, "subnormal product", "return x * 0.5f;", 0x1p-148f, 0, TINY);
    add(cases, "subnormal tie to even", "return x * 0.5f;", TINY, 0, 0);
    add(cases, "overflow", "return x * x;", 0x1p100f, 0, POSITIVE_INFINITY);
    add(cases, "minus of zero", "return -x;", 0, 0, -0f);
    add(cases, "minus of minus", "return -(-x);", 0, 0, 0);
    add(cases, "minus of a negative literal", "return x - (-(-2.0f));", 5, 0, 3);
    add(cases, "0 - x is not -x", "return 0.0f - x;", 0, 0, 0);
    add(cases, "product keeps the sign of zero", "return x * 0.0f;", -3, 0, -0f);
    add(cases, "left to right", "return x - 1.0f - 0x1p-24f;", 2, 0, 1 - 0x1p-24f);
    add(cases, "parentheses", "return 1.0f + (x - 1.0f);", 0x1p-30f, 0, 0);
    add(cases, "product before sum", "return 2.0f + x * 3.0f;", 5, 0, 17);
    add(cases, "uniform parameter", "return x * a + (1.0f - a);", 3, 0.25f, 1.5f);
    add(cases, "uniform of uniforms", "real b = 2.0f * a; return x * b;", 3, 2, 12);
    add(cases, "comments", "/* two\nlines */ return x; // \\u000a end", 3, 0, 3);
    return cases;
  }

  private static Map<String, Case> integers() {
    Map<String, Case> cases = new LinkedHashMap<>();
    String bits = "integer k = as_integer(x); return as_real(";
    add(cases, "reinterpretation", bits + "k + 1);", 1, 0, ONE_UP);
    add(cases, "mask", "return " + NEGATIVE_ZERO_BITS + ";", -0f, 0, 0);
    add(cases, "shift left drops bits", bits + "k << 8);", 1, 0, intBitsToFloat(0x80000000));
    add(cases, "shift right keeps the sign", bits + "k >> 4);", -1, 0, intBitsToFloat(0xfbf80000));
    add(cases, "shift by an integer", bits + "k >> (k & 3));", TINY * 5, 0, TINY * 2);
    add(cases, "integer difference", bits + "0x7f000000 - k);", 4, 0, 0.25f);
    add(cases, "integer minus", bits + "-k);", TINY, 0, intBitsToFloat(-1));
    add(cases, "sum wraps around", bits + "k + k);", -2, 0, -0f);
    add(
        cases,
        "difference wraps around",
        bits + "(k - 0x7fffffff) - 2);",
        -0f,
        0,
        intBitsToFloat(-1));
    add(cases, "shift before mask", bits + "(k >> 23 & 0xff) << 23);", 3, 0, 2);
    add(cases, "sum before shift", bits + "1 + k << 1);", TINY, 0, TINY * 4);
    add(cases, "shift of a sum", bits + "1 + (k << 1));", TINY, 0, TINY * 3);
    add(
        cases,
        "uniform int from a name",
        "integer k = 1; return as_real(k << as_integer(x));",
        TINY * 4,
        0,
        TINY * 16);
    return cases;
  }

  private static Map<String, Case> selection() {
    Map<String, Case> cases = new LinkedHashMap<>();
    add(cases, "select", "return x < 0.0f ? 0.0f : x;", -3, 0, 0);
    add(cases, "select takes the other", "return x < 0.0f ? 0.0f : x;", 3, 0, 3);
    add(cases, "less, of NaN", "return x < 0.0f ? x : 1.0f + a;", NaN, 1, 2);
    add(cases, "less or equal", "return x <= 2.0f ? -x : x;", 2, 0, -2);
    add(cases, "greater", "return x > 2.0f ? -x : x;", 2, 0, 2);
    add(cases, "greater or equal", "return x >= 2.0f ? -x : x;", 2, 0, -2);
    add(cases, "equal: zeros are", "return x == 0.0f ? 1.0f - x : x;", -0f, 0, 1);
    add(cases, "equal: NaN is not", "real one = 1.0f; return x == x ? one : 2.0f;", NaN, 0, 2);
    add(cases, "unequal: NaN is", "real one = 1.0f; return x != x ? one : 2.0f;", NaN, 0, 1);
    add(cases, "both", "return x > 1.0f && x < 3.0f ? x * x : x;", 2, 0, 4);
    add(cases, "either", "return x > 3.0f || x < 1.0f ? x * x : x;", 2, 0, 2);
    add(cases, "not", "return !(x < 1.0f) ? x * x : x;", NaN, 0, NaN);
    add(cases, "both before either", "return x > 0.0f || x > 9.0f && x < 0.0f ? -x : x;", 2, 0, -2);
    add(cases, "nested", "return x > 2.0f ? x : x > 1.0f ? -x : x * x;", 2, 0, -2);
    add(cases, "nested in front", "return (x > 1.0f ? x > 2.0f ? 3.0f : x : x) + x;", 4, 0, 7);
    add(cases, "select inside arithmetic", "return 1.0f + (x > 0.0f ? x : -x);", -2, 0, 3);
    add(cases, "compare integers", "return as_integer(x) < 0 ? -x : x;", -0f, 0, 0);
    add(
        cases,
        "select integers",
        "return as_real(x < 0.0f ? as_integer(x) & 0x7fffffff : 0);",
        -3,
        0,
        3);
    add(cases, "uniform condition", "return x * (a > 1.0f ? 2.0f : 3.0f);", 5, 2, 10);
    add(cases, "-0 is not below 0", "return x < 0.0f ? 1.0f : x;", -0f, 0, -0f);
    return cases;
  }

  private static Map<String, Case> structure() {
    Map<String, Case> cases = new LinkedHashMap<>();
    add(cases, "several in one declaration", "real b = x + 1.0f, c = b * b; return c;", 2, 0, 9);
    add(cases, "reassigned", "real b = x; b = b + x; b = b * b; return b + x;", 2, 0, 18);
    add(cases, "reassigned parameter", "x = x + 1.0f; return x * x;", 2, 0, 9);
    add(
        cases,
        "old value is kept",
        "real b = x; real c = b + b; b = c * c; return b - c;",
        1,
        0,
        2);
    add(cases, "call of math.cl", "return twice(twice(x) + 1.0f);", 2, 0, 10);
    add(cases, "names of Java", "real final = x, int_ = final + x, i = int_; return i;", 2, 0, 4);
    add(
        cases,
        "names of the loop",
        "real y = x, count = y + y, xi = count + a; return xi;",
        2,
        1,
        5);
    String maths =
        """
        #define THIRD 0x1.555556p-2f // a third
        #define LOW -4.0f
        #define MASK 0x7fffffff
        typedef struct { real hi, lo; integer power; } parts;
        inline real size(real x) { return as_real(as_integer(x) & MASK); }
        static inline parts split(real x, float by) {
          parts p;
          p.hi = x * by;
          p.lo = fma(x, by, -p.hi);
          p.power = as_integer(x) >> 23;
          return p;
        }
        parts swapped(parts p) {
          parts q = p;
          q.hi = p.lo;
          q.lo = p.hi;
          return q;
        }
        integer exponent(real x) { return (as_integer(x) >> 23) - 127; }
        """;
    cases.put("#define", new Case("#define", maths, "return x * THIRD;", 3, 0, 1));
    add(cases, maths, "negative #define", "return x < LOW ? LOW : x;", -9, 0, -4);
    add(cases, maths, "minus a negative #define", "return x - LOW;", 1, 0, 5);
    add(cases, maths, "int #define and helper", "return size(x);", -0f, 0, 0);
    add(
        cases,
        maths,
        "struct result",
        "parts p = split(x, a); return p.lo;",
        ONE_UP,
        ONE_UP,
        0x1p-46f);
    add(
        cases,
        maths,
        "struct parameter",
        "parts p = swapped(split(x, a)); return p.lo - p.hi;",
        3,
        2,
        6);
    add(
        cases,
        maths,
        "struct copy is a copy",
        "parts p = split(x, a); parts q = p; p.hi = 0.0f; return q.hi + p.hi;",
        3,
        2,
        6);
    add(
        cases,
        maths,
        "struct assignment",
        "parts p; p = split(x, a); p = swapped(p); return p.hi + p.lo;",
        3,
        2,
        6);
    add(
        cases,
        maths,
        "integer result",
        "return as_real(exponent(x) + 0x3f800000);",
        8,
        0,
        1 + 3 * 0x1p-23f);
    add(cases, maths, "literal for a real parameter", "return size(-2.0f) * x;", 3, 0, 6);
    add(cases, maths, "same call twice", "return size(x) + size(x) * size(-x);", -3, 0, 12);
    return cases;
  }

  private static void add(
      Map<String, Case> cases, String what, String body, float x, float a, float expected) {
    add(cases, "", what, body, x, a, expected);
  }

  private static void add(
      Map<String, Case> cases,
      String before,
      String what,
      String body,
      float x,
      float a,
      float expected) {
    cases.put(what, new Case(what, before, body, x, a, expected));
  }
}
