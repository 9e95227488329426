package org.hillock.insight;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hillock.op.Elementwise;

/**
 * How the gradient comes through the activations of a network, from the last layer to the first,
 * and whether it vanishes or explodes on its way (Hochreiter, 1991; Glorot and Bengio, 2010).
 *
 * @param steps the layers in forward order
 * @param vanished a layer's gradient vanishes when its norm by the last layer's is less
 * @param exploded it explodes when that is more
 */
public record GradientFlow(List<Step> steps, double vanished, double exploded) {

  /** Below a thousandth of the last layer's norm a gradient has vanished, unless said otherwise. */
  public static final double VANISHED = 1e-3;

  /** Above a thousand times the last layer's norm it has exploded, unless said otherwise. */
  public static final double EXPLODED = 1e3;

  /**
   * A layer as it was watched.
   *
   * @param name its name
   * @param operation its activation
   * @param backward what statistics gathered backward, as many calls for each layer
   */
  public record Layer(String name, Elementwise operation, Summary backward) {

    /**
     * Checks that there is a gradient.
     *
     * @throws IllegalArgumentException when the summary is of forward
     */
    public Layer {
      if (backward.gradients() == null) {
        throw new IllegalArgumentException(
            "summary of \"%s\" was gathered forward; expected backward".formatted(name));
      }
    }
  }

  /**
   * A layer on the way of the gradient.
   *
   * @param name its name
   * @param operation its activation
   * @param meanSlope the mean of |f'(x)|
   * @param normIn the norm of dy, the gradient by its output
   * @param normOut the norm of dx, the gradient by its input
   * @param finite whether all of dx is finite
   * @param product the mean slopes of this layer and all behind it, multiplied
   * @param bound the most that they could multiply to: the largest |f'(x)| of each
   * @param relative normOut by that of the last layer; 1 for the last, NaN where that is 0
   */
  public record Step(
      String name,
      Elementwise operation,
      double meanSlope,
      double normIn,
      double normOut,
      boolean finite,
      double product,
      double bound,
      double relative) {

    /**
     * What the activation leaves of the gradient.
     *
     * @return normOut by normIn
     */
    public double ratio() {
      return normOut / normIn;
    }

    /**
     * For example {@code layer 1 (SIGMOID): mean slope 0.231, norm 0.02 -> 0.0046 (0.00031 of the
     * last's), slopes multiplied 0.0009, at most 0.001}.
     */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s (%s): mean slope %.3g, norm %.2g -> %.2g (%.2g of the last's), slopes multiplied"
              + " %.2g, at most %.2g",
          name,
          operation.label(),
          meanSlope,
          normIn,
          normOut,
          relative,
          product,
          bound);
    }
  }

  /** What became of the gradient. */
  public enum Fate {
    /** It arrives at the first layer. */
    FLOWS,
    /** It is too small to learn from. */
    VANISHES,
    /** It is too large, or not finite. */
    EXPLODES
  }

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when there is no layer, or not {@code 0 < vanished < 1 <
   *     exploded}
   */
  public GradientFlow {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("layers are none; expected at least 1");
    }
    if (!(vanished > 0 && vanished < 1)) {
      throw new IllegalArgumentException(
          "vanished is " + vanished + "; expected a number between 0 and 1");
    }
    if (!(exploded > 1)) {
      throw new IllegalArgumentException("exploded is " + exploded + "; expected more than 1");
    }
  }

  /**
   * The flow through layers, by the standard bounds.
   *
   * @param layers the layers in forward order
   * @return what the summaries tell
   * @throws IllegalArgumentException when there is none
   */
  public static GradientFlow of(List<Layer> layers) {
    return of(layers, VANISHED, EXPLODED);
  }

  /**
   * The flow through layers.
   *
   * @param layers the layers in forward order
   * @param vanished the bound below which a gradient has vanished, between 0 and 1
   * @param exploded the bound above which it has exploded, above 1
   * @return what the summaries tell
   * @throws IllegalArgumentException when there is no layer, or a bound does not fit
   */
  public static GradientFlow of(List<Layer> layers, double vanished, double exploded) {
    List<Step> steps = new ArrayList<>();
    Map<Elementwise, Double> steepest = new HashMap<>();
    double last = Double.NaN;
    double product = 1;
    double bound = 1;
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      Summary.Gradients gradients = gradients(layer);
      last = steps.isEmpty() ? gradients.normOut() : last;
      product *= gradients.meanSlope();
      bound *= steepest.computeIfAbsent(layer.operation(), Slope::steepest);
      steps.add(
          0,
          new Step(
              layer.name(),
              layer.operation(),
              gradients.meanSlope(),
              gradients.normIn(),
              gradients.normOut(),
              layer.backward().finite() == layer.backward().count(),
              product,
              bound,
              gradients.normOut() / last));
    }
    return new GradientFlow(steps, vanished, exploded);
  }

  private static Summary.Gradients gradients(Layer layer) {
    return Objects.requireNonNull(layer.backward().gradients());
  }

  /**
   * Where the gradient is lost: the first layer, counted from the output, at which it vanishes or
   * explodes.
   *
   * @return the layer; empty when the gradient flows
   */
  public Optional<Step> lost() {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (fate(steps.get(i)) != Fate.FLOWS) {
        return Optional.of(steps.get(i));
      }
    }
    return Optional.empty();
  }

  /**
   * What became of the gradient.
   *
   * @return its fate at the layer where it is lost
   */
  public Fate fate() {
    return lost().map(this::fate).orElse(Fate.FLOWS);
  }

  private Fate fate(Step step) {
    if (!step.finite() || step.relative() > exploded || Double.isInfinite(step.normOut())) {
      return Fate.EXPLODES;
    }
    return step.normOut() == 0 || step.relative() < vanished ? Fate.VANISHES : Fate.FLOWS;
  }

  /**
   * All of it for people.
   *
   * @return one or two sentences: what happens where, why, and what textbooks do about it
   */
  public String sentence() {
    Step step = lost().orElse(steps.get(0));
    int depth = steps.size() - steps.indexOf(step);
    String where = "at %s (%d of %d from the output)".formatted(step.name(), depth, steps.size());
    return switch (fate()) {
      case FLOWS ->
          String.format(
              Locale.ROOT,
              "The gradient flows: its norm at %s is %.2g of the last layer's.",
              step.name(),
              step.relative());
      case VANISHES ->
          String.format(
              Locale.ROOT,
              "The gradient vanishes %s: its norm is %.2g of the last layer's; the slopes of these"
                  + " %d layers multiply to %.2g, at most %.2g is possible. Remedies: an activation"
                  + " of the ReLU family, He initialisation, normalisation.",
              where,
              step.relative(),
              depth,
              step.product(),
              step.bound());
      case EXPLODES ->
          String.format(
              Locale.ROOT,
              "The gradient explodes %s: its norm is %s. Remedies: a lower learning rate, clipped"
                  + " gradients, He initialisation, normalisation.",
              where,
              step.finite()
                  ? String.format(Locale.ROOT, "%.2g times the last layer's", step.relative())
                  : "not finite");
    };
  }
}
