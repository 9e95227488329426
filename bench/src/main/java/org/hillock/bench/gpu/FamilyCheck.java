package org.hillock.bench.gpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.hillock.backend.Backend;
import org.hillock.backend.Bits;
import org.hillock.backend.MismatchException.Mismatch;
import org.hillock.backend.Tensor;
import org.hillock.bench.verify.Problem;
import org.hillock.op.Direction;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/** Compares families of kernels with the CPU implementation, bit by bit, on resident data. */
public final class FamilyCheck {

  /** More of one family say nothing new. */
  private static final int MOST_FAILURES = 50;

  private final Backend reference;
  private final boolean subnormals;
  private final Map<String, Finding> findings = new LinkedHashMap<>();

  /** Whether a family is written for a problem. */
  public interface Taking {

    /**
     * Asks.
     *
     * @param family a family's name
     * @param problem the problem
     * @return whether its kernels compute that
     */
    boolean takes(String family, Problem problem);
  }

  /**
   * What was found of a family.
   *
   * @param family its name
   * @param softmaxes the softmaxes that it took
   * @param activations the activations, which every family takes
   * @param elements the results compared
   * @param mismatches the problems of which a result has other bits
   * @param errors the problems that it failed on
   * @param failures what differs: the first of each problem, with the family and the shape
   */
  public record Result(
      String family,
      int softmaxes,
      int activations,
      long elements,
      int mismatches,
      int errors,
      List<String> failures) {

    /**
     * Whether anything was asked of it: families differ in softmaxes alone.
     *
     * @return whether it took a softmax
     */
    public boolean covered() {
      return softmaxes > 0;
    }

    /**
     * Whether it is right.
     *
     * @return whether it took a softmax, and all that it took had the right bits
     */
    public boolean ok() {
      return covered() && mismatches + errors == 0;
    }
  }

  private static final class Finding {
    private final Backend backend;
    private int softmaxes;
    private int activations;
    private long elements;
    private int mismatches;
    private int errors;
    private final List<String> failures = new ArrayList<>();

    Finding(Backend backend) {
      this.backend = backend;
    }

    void fail(String failure) {
      if (failures.size() < MOST_FAILURES) {
        failures.add(failure);
      }
    }
  }

  private FamilyCheck(Map<String, Backend> families, Backend reference) {
    this.reference = reference;
    families.forEach((name, backend) -> findings.put(name, new Finding(backend)));
    subnormals = families.values().stream().allMatch(backend -> backend.device().denormals());
  }

  /**
   * Has families compute problems, and goes on whatever they give.
   *
   * @param families a backend for each, of one device
   * @param reference whose results are right
   * @param problems what to compute
   * @param taking which families compute which problem
   * @param progress told the number of problems done since it was last told
   * @return what was found of each
   */
  public static List<Result> run(
      Map<String, Backend> families,
      Backend reference,
      List<Problem> problems,
      Taking taking,
      LongConsumer progress) {
    FamilyCheck check = new FamilyCheck(families, reference);
    for (Problem problem : problems) {
      if (problem.shape().size() > 0) {
        check.problem(problem, taking);
      }
      progress.accept(1);
    }
    List<Result> results = new ArrayList<>();
    check.findings.forEach(
        (name, f) ->
            results.add(
                new Result(
                    name,
                    f.softmaxes,
                    f.activations,
                    f.elements,
                    f.mismatches,
                    f.errors,
                    f.failures)));
    return results;
  }

  private void problem(Problem problem, Taking taking) {
    Problem.Solved solved = problem.solve(reference, subnormals);
    findings.forEach(
        (family, finding) -> {
          if (taking.takes(family, problem)) {
            if (problem.operation() instanceof Softmax) {
              finding.softmaxes++;
            } else {
              finding.activations++;
            }
            finding.elements += solved.expected().length;
            try {
              compare(family, finding, solved, compute(finding.backend, solved));
            } catch (RuntimeException e) {
              finding.errors++;
              finding.fail(
                  "%s %s %s by %s: %s"
                      .formatted(
                          problem.operation().label(),
                          problem.direction(),
                          problem.shape(),
                          family,
                          e));
            }
          }
        });
  }

  private static float[] compute(Backend backend, Problem.Solved solved) {
    Problem problem = solved.problem();
    Shape shape = problem.shape();
    try (Tensor first = backend.tensor(shape).upload(solved.first());
        Tensor dy = backend.tensor(shape).upload(solved.dy());
        Tensor result = backend.tensor(shape)) {
      if (problem.direction() == Direction.FORWARD) {
        backend.forward(problem.operation(), first, result);
      } else {
        backend.backward(problem.operation(), first, dy, result);
      }
      return result.toArray();
    }
  }

  private void compare(String family, Finding finding, Problem.Solved solved, float[] actual) {
    float[] expected = solved.expected();
    int different = 0;
    int first = 0;
    for (int i = expected.length - 1; i >= 0; i--) {
      if (!Bits.same(expected[i], actual[i], subnormals)) {
        first = i;
        different++;
      }
    }
    if (different > 0) {
      Problem problem = solved.problem();
      finding.mismatches++;
      finding.fail(
          "%s by %s, shape %s: %d of %d elements differ"
              .formatted(
                  new Mismatch(
                      problem.operation().label(),
                      problem.direction(),
                      first,
                      solved.first()[first],
                      expected[first],
                      actual[first],
                      finding.backend.device().toString()),
                  family,
                  problem.shape(),
                  different,
                  expected.length));
    }
  }
}
