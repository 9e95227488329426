package org.hillock.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hillock.Hillock;
import org.hillock.TestDevices;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After a driver has compiled, the JVM can still stop its threads. */
class SignalsTest {

  private static final int THREADS = 4;
  private static final int STOPS = 60;

  static Stream<String> devices() {
    return TestDevices.openCl().map(backend -> backend.device().id());
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("devices")
  void theJvmSurvivesStoppingBusyThreads(String device) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dhillock.cache=off",
                "-cp",
                System.getProperty("java.class.path"),
                Busy.class.getName(),
                device)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends in time").isTrue();
    assertThat(process.exitValue()).as("exit status of a JVM that used %s", device).isZero();
  }

  /** Opens a device, which compiles every kernel, then stops busy threads many times. */
  static final class Busy {

    @SuppressWarnings("UnusedVariable")
    private static volatile double result;

    private Busy() {}

    /** Runs on the device that is named. */
    public static void main(String[] args) throws InterruptedException {
      Hillock.open(args[0]).close();
      for (int i = 0; i < THREADS; i++) {
        Thread thread = new Thread(Busy::compute);
        thread.setDaemon(true);
        thread.start();
      }
      Thread.sleep(300);
      for (int i = 0; i < STOPS; i++) {
        System.gc();
        Thread.sleep(1);
      }
      System.exit(0);
    }

    private static void compute() {
      double sum = 0;
      for (long i = 0; true; i++) {
        sum += i * 1e-9;
        if (i % 4096 == 0) {
          result = sum;
        }
      }
    }
  }
}
