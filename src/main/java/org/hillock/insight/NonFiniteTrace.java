package org.hillock.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a NaN or an infinity came from: told the operations in the order in which they run, it
 * names the one that made the first from finite input, apart from those that only passed it on.
 * Where all statistics are of as many calls, an earlier call comes before an earlier operation. For
 * use by one thread at a time.
 */
public final class NonFiniteTrace {

  /**
   * An operation as it was watched.
   *
   * @param label the operation's name
   * @param summary what statistics gathered of it
   */
  public record Step(String label, Summary summary) {

    /**
     * Whether it had a result that was not finite.
     *
     * @return true for NaN and infinities
     */
    public boolean affected() {
      return summary.finite() < summary.count();
    }

    /**
     * Whether such a result was made by it, from finite input.
     *
     * @return false when it only passed them on
     */
    public boolean made() {
      return summary.made() > 0;
    }

    /**
     * Where its first result that was not finite is, made by it or not.
     *
     * @return the place; null when all are finite
     */
    public @Nullable Place first() {
      return earlier(summary.firstNan(), summary.firstInfinity());
    }

    private static @Nullable Place earlier(@Nullable Place a, @Nullable Place b) {
      return a == null || (b != null && ORDER.compare(b, a) < 0) ? b : a;
    }
  }

  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::call).thenComparingLong(Place::index);

  private final List<Step> steps = new ArrayList<>();

  /** No operation yet. */
  public NonFiniteTrace() {}

  /**
   * Adds the operation that ran next.
   *
   * @param label its name, for people
   * @param summary what statistics gathered of it
   * @return this
   */
  public NonFiniteTrace add(String label, Summary summary) {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(summary, "summary");
    steps.add(new Step(label, summary));
    return this;
  }

  /**
   * The operation that made the first NaN or infinity from finite input.
   *
   * @return the operation; empty when none did
   */
  public Optional<Step> maker() {
    return steps.stream()
        .filter(Step::made)
        .min(Comparator.comparingLong(step -> call(step.summary().firstMade())));
  }

  /**
   * The operation with whose input the first NaN or infinity came in, when that was before any
   * operation made one.
   *
   * @return the operation; empty when all was finite, or made by the {@link #maker}
   */
  public Optional<Step> entry() {
    return steps.stream()
        .filter(Step::affected)
        .min(Comparator.comparingLong(step -> call(step.first())))
        .filter(step -> !madeFirst(step));
  }

  private static boolean madeFirst(Step step) {
    Place made = step.summary().firstMade();
    Place first = step.first();
    return made != null && first != null && made.call() == first.call();
  }

  /**
   * The operations that had such results, but made none.
   *
   * @return in the order in which they ran; without the {@link #entry}
   */
  public List<Step> passedOn() {
    Optional<Step> entry = entry();
    return steps.stream()
        .filter(step -> step.affected() && !step.made())
        .filter(step -> !entry.equals(Optional.of(step)))
        .toList();
  }

  /** The number of a call, where it says the same of each operation. */
  private long call(@Nullable Place place) {
    boolean comparable = steps.stream().mapToLong(s -> s.summary().calls()).distinct().count() == 1;
    return comparable && place != null ? place.call() : 0;
  }

  /**
   * The answer for people.
   *
   * @return one or two sentences
   */
  public String sentence() {
    Optional<Step> maker = maker();
    Optional<Step> entry = entry();
    if (maker.isEmpty() && entry.isEmpty()) {
      return "All results are finite.";
    }
    List<String> said = new ArrayList<>();
    entry.ifPresent(step -> said.add(cameIn(step)));
    maker.ifPresent(
        step ->
            said.add(
                "%s made %s from finite input, first %s."
                    .formatted(step.label(), kind(step, made(step)), made(step))));
    List<Step> passed = passedOn();
    if (!passed.isEmpty()) {
      said.add(
          passed.stream().map(Step::label).collect(Collectors.joining(", "))
              + " only passed such on.");
    }
    return String.join(" ", said);
  }

  private String cameIn(Step step) {
    int at = steps.indexOf(step);
    Place first = Objects.requireNonNull(step.first());
    return "%s came in with the input of %s, first %s%s."
        .formatted(
            kind(step, first),
            step.label(),
            first,
            at == 0
                ? ""
                : ": look between %s, whose results were finite until then, and it"
                    .formatted(steps.get(at - 1).label()));
  }

  private static Place made(Step step) {
    return Objects.requireNonNull(step.summary().firstMade());
  }

  private static String kind(Step step, Place place) {
    Summary summary = step.summary();
    if (summary.infinities() == 0 || place.equals(summary.firstNan())) {
      return "NaN";
    }
    boolean infinity = summary.nans() == 0 || place.equals(summary.firstInfinity());
    return infinity ? "an infinity" : "NaN or an infinity";
  }
}
