package org.hillock.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fingerprint is the arithmetic's: it changes with it, and with nothing else. */
class FingerprintTest {
  private static final String ORIGINAL =
      "real value(real x, float a) { real y = fma(x, 0.5f, a); return x < 0.0f ? y * y : y; }\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        // A comment.
        real value(real x, float a) {
          real y = fma(x, 0.5f, a);

          return x < 0.0f ? y * y : y;
        }
        """,
        "real value(real v, float b) { real s = fma(v, 0.5f, b); return v < 0.0f ? s * s : s; }\n",
        "#define HALF 0x1p-1f\nreal value(real x, float a) { real y = fma(x, HALF, a);"
            + " real z = y * y; return x < 0.0f ? z : y; }\n",
        "real line(real v, float b) { return fma(v, 0.5f, b); }\nreal value(real x, float a) {"
            + " return x < 0.0f ? line(x, a) * line(x, a) : line(x, a); }\n",
        "real value(real x, float a) { real y = fma(x, 0.5f, a), unused = x + 3.0f;"
            + " return x < 0.0f ? y * y : y; }\n",
      })
  void namesLayoutAndHelpersLeaveIt(String same) throws IOException {
    assertThat(fingerprint(same)).isEqualTo(fingerprint(ORIGINAL)).matches("[0-9a-f]{16}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "real value(real x, float a) { real y = fma(x, 0.5000001f, a);"
            + " return x < 0.0f ? y * y : y; }\n",
        "real value(real x, float a) { real y = fma(x, 0.5f, -a);"
            + " return x < 0.0f ? y * y : y; }\n",
        "real value(real x, float a) { real y = x * 0.5f + a; return x < 0.0f ? y * y : y; }\n",
        "real value(real x, float a) { real y = fma(a, 0.5f, x);"
            + " return x < 0.0f ? y * y : y; }\n",
        "real value(real x, float a) { real y = fma(x, 0.5f, a);"
            + " return x < -0.0f ? y * y : y; }\n",
        "real value(real x, float a) { real y = fma(x, 0.5f, a);"
            + " return x <= 0.0f ? y * y : y; }\n",
        "real value(real x, float a) { real y = fma(x, 0.5f, a); return x < 0.0f ? y : y * y; }\n",
      })
  void arithmeticChangesIt(String other) throws IOException {
    assertThat(fingerprint(other)).isNotEqualTo(fingerprint(ORIGINAL));
  }

  @Test
  void everyTranslatedFunctionIsListedWithItsOperations() throws IOException {
    Properties properties = arithmetic(ORIGINAL);
    assertThat(properties.stringPropertyNames())
        .containsExactlyInAnyOrder(
            "math.twice.operations",
            "math.twice.fingerprint",
            "softmax_maps.scale.operations",
            "softmax_maps.scale.fingerprint",
            "plain.forward.operations",
            "plain.forward.fingerprint",
            "plain.backward.operations",
            "plain.backward.fingerprint");
    assertThat(properties.getProperty("plain.forward.operations")).isEqualTo("3");
    assertThat(properties.getProperty("plain.backward.operations")).isEqualTo("1");
  }

  private String fingerprint(String value) throws IOException {
    return arithmetic(value).getProperty("plain.forward.fingerprint");
  }

  private Properties arithmetic(String value) throws IOException {
    Kernels kernels =
        new Kernels(folder.resolve("kernels")).with("activation/plain.cl", value + Kernels.SLOPE);
    Properties properties = new Properties();
    properties.load(new StringReader(kernels.translate().get(ArithmeticWriter.PATH)));
    return properties;
  }
}
