package org.hillock.translator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is outside the subset ends the build with file, line, column, the construct, and what to
 * write instead.
 */
class RejectionTest {
  @TempDir Path folder;

  /** The body stands in lines 2 and below of a snippet. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          return 1.0f / x;                  | 2:13: division '/'                   | reciprocal(...)
          return x % 2.0f;                  | 2:10: remainder '%'                  | & with a mask
          if (x > 0.0f) return x;           | 2:1: 'if'                            | ?:
          for (;;) { }                      | 2:1: 'for'                           | ?:
          while (x > 0.0f) { x = x; }       | 2:1: 'while'                         | ?:
          { x = x; } return x;              | 2:1: block '{'                       | flat list
          real t[4]; return x;              | 2:7: array '['                       | name each value
          return x[0];                      | 2:9: array '['                       | name each value
          real *p = x; return x;            | 2:6: pointer '*'                     | return a struct
          return *x;                        | 2:8: pointer '*'                     | pass values
          return f(&x);                     | 2:10: pointer '&'                    | pass values
          return x->y;                      | 2:9: pointer '->'                    | pass values
          return exp(x);                    | 2:8: builtin exp()                   | differ between drivers
          return native_exp(x);             | 2:8: builtin native_exp()            | differ between drivers
          return as_float(as_int(x));       | 2:8: builtin as_float()              | call a function of math.cl
          return x * 1.0;                   | 2:12: double literal 1.0             | write 1.0f
          return x * 1e3;                   | 2:12: double literal 1e3             | write 1e3f
          return x * 2f;                    | 2:12: float literal 2f without a point | write 2.0f
          return x * 1.0h;                  | 2:12: number 1.0h                    | suffix f
          return x * 1e40f;                 | 2:12: literal 1e40f is no float32    | INFINITY
          return x * 1e-60f;                | 2:12: literal 1e-60f is no float32   | 0.0f
          integer k = 017; return x;        | 2:13: octal literal 017              | decimal
          integer k = 0x80000000; return x; | 2:13: literal 0x80000000 is above    | sign bit
          integer k = 1u; return x;         | 2:13: number 1u                      | plain int
          x += 1.0f; return x;              | 2:3: compound assignment '+='        | a = a + b
          x++; return x;                    | 2:2: operator '++'                   | a = a + 1
          return --x;                       | 2:8: operator '--'                   | a = a - 1
          return as_real(as_integer(x) ^ 1); | 2:30: operator '^'                  | + - & << >>
          return value(x, a);               | 2:8: recursion: value()              | one by one
          return slope(x, a);               | 2:8: call of slope(), which is defined below, in line | above
          return cube(x);                   | 2:8: unknown function cube()         | define it above
          return twice(x, x);               | 2:8: twice() with 2 arguments        | it takes 1
          return twice();                   | 2:14: ')' after '('                  | at least one
          twice(x); return x;               | 2:6: '(' after 'twice'               | part of an expression
          return y;                         | 2:8: unknown name 'y'                | declare
          return x.hi;                      | 2:8: member 'hi' of 'x'              | write x
          real b; b = x; return b;          | 2:6: variable 'b' without a value    | where its value is known
          real x = a; return x;             | 2:6: second declaration of 'x'       | another name
          real twice = x; return x;         | 2:6: 'twice' is defined already: math.cl:1 | another name
          float b = a; return x;            | 2:7: variable 'b' of type float      | write real
          double b = a; return x;           | 2:1: type 'double'                   | write real
          const real b = x; return b;       | 2:1: 'const'                         | leave the qualifier out
          real b = 1; return x;             | 2:10: variable 'b' is real, but this is int | type real
          integer k = x; return x;          | 2:13: variable 'k' is integer, but this is real | type integer
          integer k = as_integer(x); return x + k; | 2:37: '+' between real and integer | as_real
          return x * as_real(3);            | 2:12: as_real() of a uniform int     | the literal itself
          integer k = as_integer(x); return as_real(k * k); | 2:45: '*' between two values of type integer | real
          return x & x;                     | 2:10: '&' between two values of type real | integer
          integer k = as_integer(x); return as_real(1 << k); | 2:45: shift of a uniform int | integer k
          real c = x > 0.0f; return x;      | 2:12: variable 'c' is real, but this is condition | ask it with ?:
          integer c = x > 0.0f; return x;   | 2:15: variable 'c' is integer, but this is condition | ask it with ?:
          return x > 0.0f;                  | 2:10: the value of value() is real, but this is condition | ask it
          return x ? x : a;                 | 2:8: '?:' asks a real                | a comparison
          return x > 0.0f ? 1.0f : 0.0f;    | 2:19: '?:' between two uniforms      | real one = 1.0f;
          return x > 0.0f ? a : 0.0f;       | 2:19: '?:' between two uniforms      | real one = 1.0f;
          return x > 0.0f ? as_integer(x) : x; | 2:8: '?:' between integer and real | must be real
          return !x;                        | 2:8: '!' of real                     | a comparison
          return -(x > 0.0f);               | 2:8: '-' of condition                | a real
          return (real) a;                  | 2:9: cast to real                    | as_real
          return (int) x;                   | 2:9: cast to int                     | as_real
          x = x;                            | 3:1: missing 'return' at the end of value() of line 1 | return expression;
          return x; x = x; return x;        | 2:1: 'return' in the middle of value() | at the end
          return x                          | 3:1: '}' after 'x'                   | missing ';'
          return "x";                       | 2:8: text "x"                        | a number
          """)
  void bodyOfAFunction(String body, String construct, String instead) throws IOException {
    String text = "real value(real x, float a) {\n" + body + "\n}\n" + Kernels.SLOPE;
    rejected(text, construct, instead);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          #define F(x) 1.0f              | 1:10: '(' after 'F'                 | a macro takes no parameters
          #define F 1.0f + 1.0f          | 1:16: '+' after '1.0f'              | expecting
          #define exp 1.0f               | 1:9: 'exp' is the name of an OpenCL builtin | another name
          #include "x.cl"                | 1:1: directive #include             | #define NAME literal
          real x = 1.0f;                 | 1:8: '=' after 'x'                  | #define NAME literal
          float f(real x) { return 1.0f; } | 1:7: function f() of type float   | return real
          void f(real x) { return x; }   | 1:1: type 'void'                      | write real
          __kernel void f(real x) { return x; } | 1:1: '__kernel'                | leave the qualifier out
          half f(real x) { return x; }   | 1:1: type 'half'                    | write real
          real twice(real x) { return x; } | 1:6: second definition of 'twice', first in math.cl:1 | rename
          real tanh(real x) { return x; } | 1:6: 'tanh' is the name of an OpenCL builtin | another name
          real f() { return 1.0f; }      | 1:8: ')' after '('                  | at least one parameter
          real f(float4 x) { return x; } | 1:8: type 'float4'                  | write real
          typedef struct { float k; } s; | 1:18: struct member of type float   | real or integer
          typedef struct { real k, k; } s; | 1:26: second member 'k'           | another name
          typedef float s;               | 1:9: 'float' after 'typedef'        | struct
          """)
  void definition(String text, String construct, String instead) throws IOException {
    rejected(text + "\n" + Kernels.SNIPPET, construct, instead);
  }

  @Test
  void structs() throws IOException {
    String start = "typedef struct { real hi, lo; } two;\nreal value(real x, float a) {\n";
    rejected(
        start + "two p; p.hi = x; return p.lo;\n}", "3:25: 'p.lo' is read before", "assign it");
    rejected(
        start + "two p; p.hi = x; two q = p; return q.hi;\n}", "3:26: 'p.lo' is read", "assign");
    rejected(start + "two p; p.mid = x; return x;\n}", "3:8: unknown member 'mid'", "hi, lo");
    rejected(start + "two p = x; return x;\n}", "3:9: variable 'p' is struct two", "struct two");
    rejected(start + "two p; p.hi = x; return p;\n}", "3:25: 'p.lo' is read", "assign");
  }

  @Test
  void snippetsWithoutTheirFunctions() throws IOException {
    rejected(
        Kernels.SLOPE, "1:1: the snippet has no function value()", "real value(real x, float a)");
    rejected(
        "real value(real x, float a) { return x; }",
        "1:1: the snippet has no function slope()",
        "real slope(real x, float a)");
    rejected(
        "real value(real x) { return x; }" + Kernels.SLOPE,
        "1:6: signature real value(real x)",
        "real value(real x, float a)");
    rejected(
        "real value(real x, real a) { return x; }" + Kernels.SLOPE,
        "1:6: signature real value(real x, real a)",
        "real value(real x, float a)");
  }

  @Test
  void missingFiles() throws IOException {
    Kernels kernels = new Kernels(folder.resolve("kernels"));
    Files.delete(kernels.folder.resolve("softmax_maps.cl"));
    assertThatThrownBy(kernels::translate).hasMessageContaining("softmax_maps.cl: file is missing");
    Files.delete(kernels.folder.resolve("activation/plain.cl"));
    assertThatThrownBy(kernels::translate).hasMessageContaining("no snippets; expected NAME.cl");
    kernels.with("activation/Odd-name.cl", Kernels.SNIPPET);
    assertThatThrownBy(kernels::translate)
        .hasMessageContaining("Odd-name.cl: not a snippet's name");
    Files.delete(kernels.folder.resolve("activation/Odd-name.cl"));
    Files.delete(kernels.folder.resolve("activation"));
    assertThatThrownBy(kernels::translate).hasMessageContaining("activation: folder is missing");
    Files.delete(kernels.folder.resolve("math.cl"));
    assertThatThrownBy(kernels::translate).hasMessageContaining("math.cl: file is missing");
    Files.delete(kernels.folder);
    assertThatThrownBy(kernels::translate).hasMessageContaining("kernels: folder is missing");
  }

  @Test
  void everyFaultyFileIsNamed() throws IOException {
    Kernels kernels =
        new Kernels(folder)
            .with("softmax_maps.cl", "real f(real x) { return y; }")
            .with("activation/one.cl", "real value")
            .with("activation/two.cl", "#define A 1.0");
    assertThatThrownBy(kernels::translate)
        .isInstanceOf(TranslationException.class)
        .hasMessageContaining("softmax_maps.cl:1:25: unknown name 'y'")
        .hasMessageContaining("activation/one.cl:1:11: the file ends too early")
        .hasMessageContaining("activation/two.cl:1:11: double literal 1.0; write 1.0f");
  }

  private void rejected(String snippet, String construct, String instead) throws IOException {
    Kernels kernels = new Kernels(folder).with("activation/plain.cl", snippet);
    assertThatThrownBy(kernels::translate)
        .isInstanceOf(TranslationException.class)
        .hasMessageStartingWith("activation/plain.cl:" + construct)
        .hasMessageContaining("; ")
        .hasMessageContaining(instead);
  }
}
