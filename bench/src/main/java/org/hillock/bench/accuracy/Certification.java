package org.hillock.bench.accuracy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.hillock.op.Activation;
import org.jspecify.annotations.Nullable;

/**
 * Makes a certificate: sweeps one function after the other, keeps what is half done every few
 * seconds, and goes on where an earlier run has stopped.
 */
public final class Certification {

  private static final long SAVED_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Folder folder;
  private final Sweep sweep;
  private final List<Check> checks;
  private final Machine machine;
  private final int threads;
  private final Consumer<String> log;

  /**
   * A certificate's making.
   *
   * @param folder where it is kept
   * @param computation what is judged
   * @param checks the other devices whose bits are compared
   * @param machine where that is
   * @param stride the distance of neighbouring bit patterns
   * @param threads how many threads judge
   * @param log told, line by line, what is done
   */
  public Certification(
      Folder folder,
      Computation computation,
      List<Check> checks,
      Machine machine,
      long stride,
      int threads,
      Consumer<String> log) {
    this.folder = folder;
    this.sweep = new Sweep(computation, checks, stride, threads);
    this.checks = checks;
    this.machine = machine;
    this.threads = threads;
    this.log = log;
  }

  /**
   * What there is to do.
   *
   * @param functions those to sweep, one that is half done first
   * @param steps how many inputs that is
   */
  public record Plan(List<Functions.Function> functions, long steps) {}

  /**
   * The device that a folder's half swept function was begun on.
   *
   * @param folder the folder
   * @param wanted the functions asked for
   * @return the device's id; null when none of those is half swept
   * @throws IOException when the folder cannot be read
   */
  public static @Nullable String begunOn(Folder folder, List<Functions.Function> wanted)
      throws IOException {
    Partial partial = folder.partial();
    return partial != null && wanted.stream().anyMatch(partial::isOf)
        ? partial.machine().device()
        : null;
  }

  /**
   * Sees what is done already, and whether it is possible to go on. What is half swept is forgotten
   * when it is of no use: its function is done, or is another one by now.
   *
   * @param wanted the functions asked for
   * @return what is left to do
   * @throws CertificationException when what is half done, or done, cannot be gone on with
   * @throws IOException when the folder cannot be read
   */
  public Plan plan(List<Functions.Function> wanted) throws IOException {
    Certificate certificate = folder.certificate();
    List<Functions.Function> left = new ArrayList<>();
    int done = 0;
    for (Functions.Function function : wanted) {
      FunctionCertificate found = certificate.find(function).orElse(null);
      if (found == null || !found.isOf(function)) {
        left.add(function);
      } else if (found.stride() != sweep.stride()) {
        throw new CertificationException(
            "%s is there already with stride %d, not %d; choose another --out, or begin anew with --restart"
                .formatted(function, found.stride(), sweep.stride()));
      } else {
        done++;
      }
    }
    if (done > 0) {
      log.accept(
          "%d of %d functions are done already, with this very arithmetic"
              .formatted(done, wanted.size()));
    }
    long steps = left.size() * sweep.inputs();
    Partial partial = folder.partial();
    if (partial != null) {
      Functions.Function begun = begun(partial, certificate, wanted);
      if (begun == null) {
        folder.save((Partial) null);
      } else {
        left.remove(begun);
        left.add(0, begun);
        steps -= sweep.inputs(partial.blocks());
      }
    }
    return new Plan(left, steps);
  }

  /** The function to go on with; null when what was begun is of no use. */
  private Functions.@Nullable Function begun(
      Partial partial, Certificate certificate, List<Functions.Function> wanted) {
    if (certificate.functions().stream().anyMatch(partial::isDoneIn)) {
      return null;
    }
    Functions.Function begun =
        wanted.stream()
            .filter(function -> function.key().equals(partial.function()))
            .findFirst()
            .orElseThrow(() -> cannot(partial, "it is not among the functions asked for"));
    if (!partial.isOf(begun)) {
      log.accept(begun + " was half swept with another arithmetic or version; it begins anew");
      return null;
    }
    if (partial.stride() != sweep.stride()) {
      throw cannot(partial, "its stride is " + partial.stride() + ", not " + sweep.stride());
    }
    if (!partial.machine().isSameDevice(machine)) {
      throw cannot(
          partial,
          "it was begun on %s (%s), and this is %s (%s)"
              .formatted(
                  partial.machine().deviceName(),
                  partial.machine().driver(),
                  machine.deviceName(),
                  machine.driver()));
    }
    return begun;
  }

  private CertificationException cannot(Partial partial, String why) {
    return new CertificationException(
        "cannot go on with %s, which is half swept: %s; remove %s to sweep that function again, or begin all anew with --restart"
            .formatted(partial.function(), why, folder.partialFile()));
  }

  /**
   * Does it. With nothing left to do it writes the page for people again, which tells of what this
   * version holds true.
   *
   * @param plan what {@link #plan} has found
   * @param progress told the number of inputs done since it was last told, from any thread
   * @throws InterruptedException when interrupted
   * @throws IOException when a result cannot be written
   */
  public void run(Plan plan, LongConsumer progress) throws InterruptedException, IOException {
    for (Functions.Function function : plan.functions()) {
      certify(function, progress);
    }
    if (plan.functions().isEmpty()) {
      folder.save(Certificate.of(folder.certificate().functions()));
    }
  }

  /**
   * Whether all is well with some functions.
   *
   * @param wanted the functions
   * @return those that are more than 1 ULP off, have a fault, or are missing
   * @throws IOException when the folder cannot be read
   */
  public List<String> failures(List<Functions.Function> wanted) throws IOException {
    Certificate certificate = folder.certificate();
    return wanted.stream()
        .filter(f -> certificate.find(f).filter(FunctionCertificate::isGood).isEmpty())
        .map(Functions.Function::toString)
        .toList();
  }

  /**
   * What is wrong with a certificate that is to be shown to others: it must hold every activation
   * at all its standard parameters, in both directions, of the present arithmetic, over all inputs
   * and within 1 ULP.
   *
   * @return a line for each fault
   */
  static List<String> faults(Certificate certificate, Stream<Activation> activations) {
    List<String> faults = new ArrayList<>();
    List<Functions.Function> functions =
        Functions.bothWays(activations.flatMap(Functions::withStandardParameters).toList());
    for (Functions.Function function : functions) {
      FunctionCertificate found = certificate.find(function).orElse(null);
      if (found == null) {
        faults.add(function + " is missing");
      } else if (!found.isOf(function)) {
        faults.add(function + " was swept with another arithmetic than the present one");
      } else if (!found.isComplete()) {
        faults.add(function + " was swept over every " + found.stride() + "th input only");
      } else if (!found.isGood()) {
        faults.add(function + " is more than 1 ULP off, or has a fault");
      }
    }
    return faults;
  }

  private void certify(Functions.Function function, LongConsumer progress)
      throws InterruptedException, IOException {
    long start = System.nanoTime();
    Judge judge = new Judge(function.operation(), function.direction());
    Partial begun = folder.partial();
    if (begun != null && !canGoOn(begun, function)) {
      begun = null;
    }
    if (begun != null) {
      log.accept(
          "%s goes on at %d of %d inputs"
              .formatted(function, sweep.inputs(begun.blocks()), sweep.inputs()));
    }
    double before = begun == null ? 0 : begun.seconds();
    Saver saver = new Saver(function, before, start);
    Tally tally =
        sweep.run(
            judge,
            begun == null ? 0 : begun.blocks(),
            begun == null ? Tally.EMPTY : begun.tally(),
            progress,
            saver::reached);
    SecondJudge.Findings findings = new SecondJudge(judge, sweep, threads).judge(tally);
    List<FunctionCertificate.Compared> compared =
        checks.stream().map(check -> compared(check, tally)).toList();
    FunctionCertificate certificate =
        FunctionCertificate.of(
            function,
            sweep,
            tally,
            findings,
            compared,
            machine,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            before + seconds(start));
    folder.save(folder.certificate().with(certificate));
    folder.save((Partial) null);
    log.accept(line(certificate));
  }

  private boolean canGoOn(Partial partial, Functions.Function function) {
    return partial.isOf(function)
        && partial.stride() == sweep.stride()
        && partial.machine().isSameDevice(machine);
  }

  private static FunctionCertificate.Compared compared(Check check, Tally tally) {
    long inputs = tally.checked().getOrDefault(check.device().id(), 0L);
    return new FunctionCertificate.Compared(
        check.device().id(),
        check.device().name(),
        check.device().platform(),
        check.device().driver(),
        inputs,
        inputs / (double) tally.inputs());
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static String line(FunctionCertificate f) {
    return String.format(
        Locale.ROOT,
        "%-22s %-8s max %.4f ULP, others at most %.4f by the sample, mean %.4f, above 0.5: %.3f %%, faults %d; %.1f s%s",
        f.op(),
        f.direction(),
        f.maxUlp(),
        f.secondJudge().boundOfOthers(),
        f.meanUlp(),
        100 * f.shareAboveHalf(),
        f.faults(),
        f.seconds(),
        f.isGood() ? "" : "  ABOVE 1 ULP");
  }

  /** Keeps what is half done, now and then. */
  private final class Saver {

    private final Functions.Function function;
    private final double secondsBefore;
    private final long start;
    private long saved;

    Saver(Functions.Function function, double secondsBefore, long start) {
      this.function = function;
      this.secondsBefore = secondsBefore;
      this.start = start;
      this.saved = start;
    }

    void reached(long blocks, Tally tally) {
      if (System.nanoTime() - saved < SAVED_EVERY_NANOS) {
        return;
      }
      saved = System.nanoTime();
      try {
        folder.save(
            Partial.of(
                function, sweep.stride(), machine, blocks, secondsBefore + seconds(start), tally));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
