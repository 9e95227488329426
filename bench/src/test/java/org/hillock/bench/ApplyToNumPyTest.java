package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays written by NumPy itself, and results compared with NumPy's own in double precision. */
class ApplyToNumPyTest {

  @TempDir private Path folder;

  @BeforeAll
  static void numPyIsThere() throws Exception {
    NumPy.assumeThere();
  }

  @BeforeEach
  void data() throws Exception {
    NumPy.run(
        folder,
        """
        rng = np.random.default_rng(7)
        np.save('x.npy', rng.normal(0, 4, (5, 33, 7)).astype('f4'))
        np.save('dy.npy', rng.normal(0, 1, (5, 33, 7)).astype('f4'))
        np.save('x8.npy', rng.normal(0, 4, 1000))
        np.save('x2.npy', rng.normal(0, 4, (20, 50)).astype('f2'))
        np.save('big.npy', rng.normal(0, 4, (20, 50)).astype('>f4'))
        np.save('scalar.npy', np.float32(0.75))
        np.save('empty.npy', np.zeros((0, 3), 'f4'))
        np.save('fortran.npy', np.asfortranarray(rng.normal(0, 4, (20, 50)).astype('f4')))
        np.save('int.npy', np.arange(10))
        """);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private Run apply(Object... arguments) {
    Object[] all = new Object[arguments.length + 3];
    all[0] = "apply";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--device";
    all[arguments.length + 2] = "cpu";
    return Run.of(all);
  }

  private void assertClose(String script) throws Exception {
    NumPy.run(
        folder,
        """
        def check(name, expected):
            actual = np.load(name)
            assert actual.dtype == np.float32, actual.dtype
            assert actual.shape == expected.shape, (actual.shape, expected.shape)
            np.testing.assert_allclose(actual, expected, rtol=4e-7, atol=1e-30)
        def softmax(x, axis, t):
            e = np.exp((x - x.max(axis, keepdims=True)) / t)
            return e / e.sum(axis, keepdims=True)
        """
            + script);
  }

  @Test
  void anActivation() throws Exception {
    Run run = apply("sigmoid", "--in", file("x.npy"), "--out", file("y.npy"), "--verify");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("SIGMOID", "[5, 33, 7]", "verified");
    assertThat(run.err()).isEmpty();
    assertClose("check('y.npy', 1 / (1 + np.exp(-np.load('x.npy').astype('f8'))))");
  }

  @Test
  void anActivationWithItsParameterAndItsGradient() throws Exception {
    assertThat(
            apply("swish", "--parameter", 1.5, "--in", file("x.npy"), "--out", file("y.npy"))
                .status())
        .isZero();
    assertThat(
            apply(
                    "swish",
                    "--parameter",
                    1.5,
                    "--backward",
                    "--saved",
                    file("x.npy"),
                    "--grad",
                    file("dy.npy"),
                    "--out",
                    file("dx.npy"))
                .status())
        .isZero();
    assertClose(
        """
        x = np.load('x.npy').astype('f8')
        s = 1 / (1 + np.exp(-1.5 * x))
        check('y.npy', x * s)
        check('dx.npy', np.load('dy.npy').astype('f8') * (s + 1.5 * x * s * (1 - s)))
        """);
  }

  static List<Softmax> kinds() {
    return Softmax.kinds(-1);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void softmaxOverEveryAxisAndItsGradient(Softmax kind) throws Exception {
    for (int axis = -3; axis < 3; axis++) {
      Run forward =
          apply(
              kind.name(),
              "--axis",
              axis,
              "--temperature",
              2,
              "--in",
              file("x.npy"),
              "--out",
              file("y.npy"),
              "--verify");
      assertThat(forward.status()).as(forward.err()).isZero();
      Run backward =
          apply(
              kind.name(),
              "--axis",
              axis,
              "--temperature",
              2,
              "--backward",
              "--saved",
              file("y.npy"),
              "--grad",
              file("dy.npy"),
              "--out",
              file("dx.npy"),
              "--verify");
      assertThat(backward.status()).as(backward.err()).isZero();
      assertClose(
          """
          log, axis = %s, %d
          p = softmax(np.load('x.npy').astype('f8'), axis, 2)
          y = np.load('y.npy').astype('f8')
          if log: np.testing.assert_allclose(y, np.log(p), rtol=1e-6, atol=1e-6)
          else: np.testing.assert_allclose(y, p, rtol=2e-5)
          dy = np.load('dy.npy').astype('f8')
          p = np.exp(y) if log else y
          d = (dy if log else p * dy).sum(axis, keepdims=True)
          dx = (dy - p * d if log else p * (dy - d)) / 2
          np.testing.assert_allclose(np.load('dx.npy'), dx, rtol=1e-5, atol=1e-6 if log else 1e-7)
          """
              .formatted(kind.logarithmic() ? "True" : "False", axis));
    }
  }

  @Test
  void otherTypesAreConvertedAndItSaysSo() throws Exception {
    Run run = apply("tanh", "--in", file("x8.npy"), "--out", file("y.npy"));
    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("note: " + file("x8.npy") + ": float64 rounded to float32");
    assertClose("check('y.npy', np.tanh(np.load('x8.npy').astype('f4').astype('f8')))");

    run = apply("tanh", "--in", file("x2.npy"), "--out", file("y.npy"));
    assertThat(run.err()).contains("float16 widened to float32");
    assertClose("check('y.npy', np.tanh(np.load('x2.npy').astype('f8')))");

    run = apply("tanh", "--in", file("big.npy"), "--out", file("y.npy"));
    assertThat(run.err()).isEmpty();
    assertClose("check('y.npy', np.tanh(np.load('big.npy').astype('f8')))");
  }

  @Test
  void scalarsAndEmptyArrays() throws Exception {
    assertThat(apply("tanh", "--in", file("scalar.npy"), "--out", file("y.npy")).status()).isZero();
    assertClose("check('y.npy', np.tanh(np.float64(0.75)))");
    assertThat(apply("softmax", "--in", file("empty.npy"), "--out", file("y.npy")).status())
        .isZero();
    assertClose("check('y.npy', np.zeros((0, 3)))");
  }

  @Test
  void whatWeDoNotReadIsRefusedAndNothingWritten() {
    for (String name : new String[] {"fortran.npy", "int.npy"}) {
      Run run = apply("tanh", "--in", file(name), "--out", file("none.npy"));
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains(name, "expected");
      assertThat(file("none.npy")).doesNotExist();
    }
  }
}
