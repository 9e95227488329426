package org.hillock.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.hillock.backend.Device;
import org.hillock.backend.UserCache;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are kept on disk. */
class ProgramBinariesTest {

  private static final String SEVEN = filling("7.0f");
  private static final String EIGHT = filling("8.0f");
  private static final String OPTIONS = "-cl-std=CL1.2";

  /** Drivers that must not be given nonsense. */
  private static final Set<String> FRAGILE = Set.of("rusticl", "Oclgrind");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> aKeptProgramIsTakenUnlessItIsToBeReplaced() {
    return onEveryDevice(
        "kept program",
        (engine, cache) -> {
          assertThat(result(engine, ProgramBinaries.in(cache, engine), SEVEN)).isEqualTo(7);
          assertThat(result(engine, ProgramBinaries.in(cache, engine), EIGHT)).isEqualTo(8);
          assertThat(cache.usage().files()).isEqualTo(2);
          // One in the other's place shows which of the two ways a program came.
          cache.write(
              ProgramBinaries.KIND,
              key(engine, SEVEN),
              cache.read(ProgramBinaries.KIND, key(engine, EIGHT)).orElseThrow());
          ProgramBinaries taking = ProgramBinaries.in(cache, engine);
          assertThat(taking.used()).isFalse();
          assertThat(result(engine, taking, SEVEN)).isEqualTo(8);
          assertThat(taking.used()).isTrue();
          ProgramBinaries replacing = ProgramBinaries.replacing(cache, engine);
          assertThat(result(engine, replacing, SEVEN)).isEqualTo(7);
          assertThat(replacing.used()).isFalse();
          assertThat(result(engine, ProgramBinaries.in(cache, engine), SEVEN)).isEqualTo(7);
        });
  }

  @TestFactory
  Stream<DynamicTest> whatTheDriverRefusesIsDoneWithout() {
    return onEveryDevice(
        "no program",
        (engine, cache) -> {
          Assumptions.assumeFalse(
              FRAGILE.contains(engine.device().description().platform()),
              "it ends the process over a binary that it cannot read");
          byte[] nonsense = "this is no program".getBytes(StandardCharsets.UTF_8);
          cache.write(ProgramBinaries.KIND, key(engine, SEVEN), nonsense);
          assertThat(result(engine, ProgramBinaries.in(cache, engine), SEVEN)).isEqualTo(7);
        });
  }

  @TestFactory
  Stream<DynamicTest> operationsGiveTheSameBitsByKeptPrograms() {
    return onEveryDevice(
        "operation",
        (engine, cache) -> {
          float[] built = new float[100];
          float[] kept = new float[100];
          assertThat(usesKept(engine.device(), cache, built)).isFalse();
          assertThat(usesKept(engine.device(), cache, kept)).isTrue();
          assertThat(kept).containsExactly(built).contains(0.99f).doesNotContain(-0.5f);
        });
  }

  private static boolean usesKept(ClDevice device, UserCache cache, float[] y) {
    try (OpenClBackend backend = OpenClBackend.open(device, null, cache)) {
      float[] x = new float[y.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = (i % 2 == 0 ? -i : i) / 100f;
      }
      backend.forward(Activation.RELU, Shape.of(x.length), x, y);
      return backend.parts().binaries().used();
    }
  }

  @TestFactory
  Stream<DynamicTest> withoutACacheEverythingIsBuilt() {
    return onEveryDevice(
        "no cache",
        (engine, cache) ->
            assertThat(result(engine, ProgramBinaries.in(UserCache.off(), engine), SEVEN))
                .isEqualTo(7));
  }

  @Test
  void aProgramIsKeptForItsTextOptionsDeviceAndDriver() {
    Device device = device("Vendor", "GPU", "1.0", "OpenCL 1.2");
    assertThat(
            Stream.of(
                ProgramBinaries.key(device, SEVEN, OPTIONS),
                ProgramBinaries.key(device, EIGHT, OPTIONS),
                ProgramBinaries.key(device, SEVEN, OPTIONS + " -D WIDTH=4"),
                ProgramBinaries.key(device("Other", "GPU", "1.0", "OpenCL 1.2"), SEVEN, OPTIONS),
                ProgramBinaries.key(device("Vendor", "CPU", "1.0", "OpenCL 1.2"), SEVEN, OPTIONS),
                ProgramBinaries.key(device("Vendor", "GPU", "1.1", "OpenCL 1.2"), SEVEN, OPTIONS),
                ProgramBinaries.key(device("Vendor", "GPU", "1.0", "OpenCL 3.0"), SEVEN, OPTIONS)))
        .doesNotHaveDuplicates();
  }

  private static String filling(String value) {
    return "__kernel void fill(__global float *y, ulong from) { y[from + get_global_id(0)] = "
        + value
        + "; }";
  }

  private static String key(Engine engine, String text) {
    String options = Programs.allOptions(engine.device(), "");
    return ProgramBinaries.key(engine.device().description(), text, options);
  }

  /** What a program fills memory with. */
  private static float result(Engine engine, ProgramBinaries binaries, String text) {
    return engine.run(
        () -> {
          Program program = new Programs(engine, binaries).build("fill.cl", text, "");
          Memory memory = Memory.take(engine, 4 * Float.BYTES, "a test");
          try {
            program.kernel("fill").run(engine.queue(), 1, 4, Span.of(memory));
            float[] y = new float[4];
            HostCopy.read(engine.queue(), Span.of(memory), FloatBuffer.wrap(y));
            assertThat(y).containsOnly(y[0]);
            return y[0];
          } finally {
            memory.release();
            program.release();
          }
        });
  }

  private static Device device(String platform, String name, String driver, String version) {
    return new Device(
        "opencl:0:0",
        name,
        platform,
        driver,
        version,
        Device.Type.GPU,
        1,
        1L << 30,
        1L << 28,
        true,
        true,
        true);
  }

  private Stream<DynamicTest> onEveryDevice(String what, Check check) {
    return ClDevices.all().stream()
        .map(
            device ->
                dynamicTest(
                    device.description() + ", " + what,
                    () -> {
                      Engine engine = new Engine(device);
                      try {
                        check.on(engine, UserCache.in(Files.createTempDirectory(folder, "cache")));
                      } finally {
                        engine.close(() -> {});
                      }
                    }));
  }

  private interface Check {
    void on(Engine engine, UserCache cache) throws Exception;
  }
}
