package org.hillock.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.hillock.backend.Device;
import org.hillock.backend.MismatchException;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificationTest {

  private static final long STRIDE = 10007;
  private static final Activation FUNCTION = Activation.SILU;
  private static final Functions.Function FORWARD =
      new Functions.Function(FUNCTION, Direction.FORWARD);
  private static final Functions.Function BACKWARD =
      new Functions.Function(FUNCTION, Direction.BACKWARD);
  private static final Device DEVICE = device("fake", true);

  @TempDir private Path path;

  private final List<String> log = new ArrayList<>();

  /** The meaning itself, rounded. */
  private static float[] right(Elementwise operation, Direction direction, float[] x) {
    Judge judge = new Judge(operation, direction);
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) judge.truth(x[i]);
    }
    return y;
  }

  private static Device device(String id, boolean denormals) {
    return new Device(
        id, id, "p", "1", "1", Device.Type.GPU, 1, 1L << 30, 1L << 30, true, denormals, true);
  }

  private Folder folder() {
    return new Folder(path, (file, content) -> Files.write(file, content));
  }

  private Certification certification(Computation computation, Device device, Check... checks) {
    Machine machine = Machine.of(device);
    return new Certification(folder(), computation, List.of(checks), machine, STRIDE, 2, log::add);
  }

  private FunctionCertificate run(Certification certification, Functions.Function function)
      throws Exception {
    certification.run(certification.plan(List.of(function)), steps -> {});
    return folder().certificate().find(function).orElseThrow();
  }

  @Test
  void correctRoundingIsCertified() throws Exception {
    FunctionCertificate backward = run(certification(CertificationTest::right, DEVICE), BACKWARD);
    assertThat(backward.maxUlp()).isBetween(0.45, 0.5);
    assertThat(backward.isGood()).isTrue();
    assertThat(backward.isComplete()).isFalse();
    assertThat(backward.inputs()).isEqualTo((1L << 32) / STRIDE + 1);
    assertThat(backward.aboveHalf()).isZero();
    assertThat(backward.secondJudge().roots()).singleElement().isEqualTo("-1.2784646");
    assertThat(backward.secondJudge().aroundRoots()).isEqualTo(1025);
    assertThat(backward.secondJudge().firstJudgeUlp()).isBetween(1e-12, 1e-3);
    assertThat(Files.readString(path.resolve("README.md"))).contains("| SWISH | backward | 0.");
    assertThat(log).last().asString().contains("SWISH", "BACKWARD", "faults 0");
  }

  @Test
  void errorsAreCounted() throws Exception {
    AtomicInteger wrong = new AtomicInteger();
    Computation off =
        (operation, direction, x) -> {
          float[] y = right(operation, direction, x);
          for (int i = 0; i < x.length; i++) {
            if (x[i] > 1 && x[i] < 2) {
              y[i] += 3 * Math.ulp(y[i]);
              wrong.incrementAndGet();
            }
            y[i] = x[i] == Float.POSITIVE_INFINITY ? Float.NaN : y[i];
          }
          return y;
        };
    Tally tally =
        new Sweep(off, List.of(), STRIDE, 2)
            .run(
                new Judge(FUNCTION, Direction.FORWARD),
                0,
                Tally.EMPTY,
                steps -> {},
                (blocks, so) -> {});
    assertThat(tally.aboveOne()).isEqualTo(wrong.get()).isPositive();
    assertThat(tally.aboveHalf()).isEqualTo(tally.aboveOne());
    assertThat(tally.sumUlp()).isCloseTo(3.0 * wrong.get(), within(0.25 * tally.finite()));
    assertThat(tally.worst()).hasSize(Tally.WORST).allMatch(s -> s.ulp() > 3);
    FunctionCertificate forward = run(certification(off, DEVICE), FORWARD);
    assertThat(forward.isGood()).isFalse();
    assertThat(forward.maxUlp()).isBetween(3.0, 3.5);
    assertThat(certification(off, DEVICE).failures(List.of(FORWARD)))
        .containsExactly("SWISH FORWARD");
  }

  @Test
  void aWrongResultThatDoesNotComeAgainIsNoticed() {
    Computation once =
        (operation, direction, x) -> {
          float[] y = right(operation, direction, x);
          if (x.length > 2 * Tally.WORST * Tally.SAMPLE) {
            y[10] += 5 * Math.ulp(y[10]);
          }
          return y;
        };
    assertThatThrownBy(() -> run(certification(once, DEVICE), BACKWARD))
        .isInstanceOf(CertificationException.class)
        .hasMessageContaining("SWISH BACKWARD at ")
        .hasMessageContaining("in the sweep and ")
        .hasMessageContaining("when computed again");
  }

  @Test
  void aJudgeThatDoesNotKnowItsSignIsRefused() {
    Judge judge = new Judge(FUNCTION, Direction.BACKWARD);
    Sweep sweep = new Sweep(CertificationTest::right, List.of(), STRIDE, 2);
    List<Integer> roots = Collections.nCopies(Tally.MOST_ROOTS + 1, 0x3f800000);
    Tally tally = new Tally(17, 17, 0, 0, 0, 0, List.of(), List.of(), roots, new TreeMap<>());
    assertThatThrownBy(() -> new SecondJudge(judge, sweep, 2).judge(tally))
        .isInstanceOf(CertificationException.class)
        .hasMessageContaining("SWISH BACKWARD has another sign at 1.0, and at more than 16 inputs");
  }

  @Test
  void oneResultAboveOneUlpIsNotGood() throws Exception {
    FunctionCertificate good = run(certification(CertificationTest::right, DEVICE), FORWARD);
    ObjectMapper json = new ObjectMapper();
    ObjectNode bad = json.valueToTree(good);
    bad.put("aboveOne", 1);
    assertThat(json.treeToValue(bad, FunctionCertificate.class).isGood()).isFalse();
  }

  @Test
  void aStoppedSweepGoesOnToTheSameResult() throws Exception {
    Judge judge = new Judge(FUNCTION, Direction.BACKWARD);
    Sweep sweep = new Sweep(CertificationTest::right, List.of(), STRIDE, 2);
    Tally whole = sweep.run(judge, 0, Tally.EMPTY, steps -> {}, (blocks, so) -> {});
    AtomicReference<Partial> reached = new AtomicReference<>();
    Sweep.Listener stop =
        (blocks, so) -> {
          reached.set(partial(BACKWARD, blocks, so, STRIDE, DEVICE));
          throw new IllegalStateException("stopped");
        };
    assertThatThrownBy(() -> sweep.run(judge, 0, Tally.EMPTY, steps -> {}, stop))
        .hasMessage("stopped");
    folder().save(reached.get());
    Partial kept = folder().partial();
    assertThat(kept.blocks()).isBetween(1L, sweep.blocks() - 1);
    assertThat(sweep.run(judge, kept.blocks(), kept.tally(), steps -> {}, (blocks, so) -> {}))
        .isEqualTo(whole);

    Certification certification = certification(CertificationTest::right, DEVICE);
    Certification.Plan plan = certification.plan(List.of(FORWARD, BACKWARD));
    assertThat(plan.functions()).containsExactly(BACKWARD, FORWARD);
    assertThat(plan.steps()).isEqualTo(2 * sweep.inputs() - sweep.inputs(kept.blocks()));
    certification.run(plan, steps -> {});
    assertThat(log).anyMatch(line -> line.startsWith("SWISH BACKWARD goes on at "));
    assertThat(folder().partial()).isNull();
    assertThat(folder().certificate().find(BACKWARD).orElseThrow().aboveHalf())
        .isEqualTo(whole.aboveHalf());
    assertThat(certification.plan(List.of(FORWARD, BACKWARD)).functions()).isEmpty();
  }

  @Test
  void whatCannotBeGoneOnWithIsRefused() throws Exception {
    Certification certification = certification(CertificationTest::right, DEVICE);
    refuses(certification, partial(FORWARD, 1, Tally.EMPTY, 3, DEVICE), "its stride is 3");
    refuses(
        certification, partial(FORWARD, 1, Tally.EMPTY, STRIDE, device("x", true)), "begun on x");
    Functions.Function other = new Functions.Function(FUNCTION.with(7), Direction.FORWARD);
    refuses(certification, partial(other, 1, Tally.EMPTY, STRIDE, DEVICE), "not among");
    Files.writeString(path.resolve("partial.json"), "{\"function\" : ");
    assertThatThrownBy(() -> certification.plan(List.of(FORWARD)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("partial.json cannot be read")
        .hasMessageContaining("--restart");
  }

  private void refuses(Certification certification, Partial partial, String why)
      throws IOException {
    folder().save(partial);
    assertThatThrownBy(() -> certification.plan(List.of(FORWARD)))
        .isInstanceOf(CertificationException.class)
        .hasMessageContaining(why)
        .hasMessageContaining(path.resolve("partial.json").toString())
        .hasMessageContaining("--restart");
  }

  @Test
  void whatIsOfNoUseIsForgotten() throws Exception {
    Certification certification = certification(CertificationTest::right, DEVICE);
    Partial begun = partial(FORWARD, 1, Tally.EMPTY, STRIDE, DEVICE);
    folder().save(begun);
    String text = Files.readString(path.resolve("partial.json"));
    for (String[] change :
        new String[][] {
          {"\"format\" : 2", "\"format\" : 1"},
          {FORWARD.fingerprint(), "0"},
          {"\"parameter\" : 1.0", "\"parameter\" : 2.0"},
          {FORWARD.formula(), "x"}
        }) {
      Files.writeString(path.resolve("partial.json"), text.replace(change[0], change[1]));
      assertThat(Certification.begunOn(folder(), List.of(FORWARD))).isNull();
      assertThat(certification.plan(List.of(FORWARD)).steps()).isEqualTo((1L << 32) / STRIDE + 1);
      assertThat(folder().partial()).as(change[1]).isNull();
      assertThat(log).last().asString().contains("SWISH FORWARD was half swept", "begins anew");
    }
    run(certification, FORWARD);
    folder().save(begun);
    Files.delete(path.resolve("README.md"));
    Certification.Plan plan = certification.plan(List.of(FORWARD));
    assertThat(plan.functions()).isEmpty();
    assertThat(folder().partial()).isNull();
    certification.run(plan, steps -> {});
    assertThat(path.resolve("README.md")).content().contains("| SWISH | forward | 0.");
  }

  @Test
  void anotherFormatIsRefused() throws IOException {
    for (String text : List.of("{}", "{\"format\" : 2, \"functions\" : []}")) {
      Files.writeString(path.resolve("certificate.json"), text);
      assertThatThrownBy(() -> folder().certificate())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("certificate.json cannot be read (its format is ")
          .hasMessageContaining("; expected 1)");
    }
  }

  @Test
  void twoRunsDoNotShareAFolder() throws IOException {
    Closeable lock = folder().lock();
    assertThatThrownBy(() -> folder().lock())
        .isInstanceOf(CertificationException.class)
        .hasMessageContaining("another run is at work in the folder " + path);
    lock.close();
    folder().lock().close();
  }

  private static Partial partial(
      Functions.Function function, long blocks, Tally tally, long stride, Device device) {
    return Partial.of(function, stride, Machine.of(device), blocks, 1, tally);
  }

  @Test
  void anotherDevicesBitsAreCompared() throws Exception {
    Computation other =
        (operation, direction, x) -> {
          float[] y = right(operation, direction, x);
          for (int i = 0; i < x.length; i++) {
            y[i] = x[i] == 0 ? -y[i] : y[i];
          }
          return y;
        };
    Check check = new Check(device("other", true), other, 1000);
    assertThatThrownBy(() -> run(certification(CertificationTest::right, DEVICE, check), FORWARD))
        .isInstanceOf(MismatchException.class)
        .hasMessageContaining("SWISH FORWARD on other")
        .hasMessageContaining("input 0.0 (0x00000000): expected 0.0 (0x00000000), got -0.0");
    // A device that makes zeros of subnormals is forgiven that.
    Check lenient = new Check(device("lenient", false), other, 1000);
    FunctionCertificate forward =
        run(certification(CertificationTest::right, DEVICE, lenient), FORWARD);
    assertThat(forward.checks())
        .singleElement()
        .satisfies(c -> assertThat(c.share()).isBetween(0.99, 0.9999));
  }

  @Test
  void onlyAllIsAll() {
    assertThat(Report.share(0, 1L << 32)).isEqualTo("not compared");
    assertThat(Report.share((1L << 32) - 1, 1L << 32)).isEqualTo("99.99 %");
    assertThat(Report.share(1L << 32, 1L << 32)).isEqualTo("all");
  }

  @Test
  void aCertificateForOthersIsWholeAndPresent() throws Exception {
    FunctionCertificate forward = run(certification(CertificationTest::right, DEVICE), FORWARD);
    List<String> faults =
        Certification.faults(Certificate.empty().with(forward), Stream.of(FUNCTION));
    assertThat(faults)
        .contains(
            "SWISH FORWARD was swept over every 10007th input only",
            "SWISH BACKWARD is missing",
            "SWISH(-8.0) FORWARD is missing");
  }
}
