package org.hillock.bench.accuracy;

import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.ParameterSpec;
import org.jspecify.annotations.Nullable;

/** Which functions a certificate covers. */
public final class Functions {

  /** Tried for every parameter beside its default; what a function does not accept is left out. */
  private static final double[] PARAMETERS = {
    -8, -3.3, -1, -1e-30, 0, 1e-38, 1e-20, 0.1, 0.5, 1, 1.702, 3.3, 8
  };

  private Functions() {}

  /**
   * One function to certify.
   *
   * @param operation the activation
   * @param direction forward for the function, backward for its slope
   */
  public record Function(Elementwise operation, Direction direction) {

    String key() {
      return operation.label() + " " + direction;
    }

    /** Null for a function without one. */
    @Nullable Float parameter() {
      return operation.activation().parameterSpec().exists() ? operation.parameter() : null;
    }

    String formula() {
      return operation.activation().formula();
    }

    String fingerprint() {
      return Arithmetic.fingerprint(operation.activation(), direction);
    }

    /** Whether something that was made with these was made of this very function. */
    boolean isMadeOf(String fingerprint, @Nullable Float parameter, String formula) {
      return fingerprint().equals(fingerprint)
          && Objects.equals(parameter(), parameter)
          && formula().equals(formula);
    }

    @Override
    public String toString() {
      return key();
    }
  }

  /**
   * An activation at its default and at the parameters of the standard list that it accepts.
   *
   * @param activation any
   * @return the default first
   */
  public static Stream<Elementwise> withStandardParameters(Activation activation) {
    ParameterSpec spec = activation.parameterSpec();
    Stream<Elementwise> others =
        DoubleStream.of(PARAMETERS)
            .mapToObj(a -> (float) a)
            .filter(a -> spec.exists() && a != spec.defaultValue())
            .filter(a -> a >= spec.least() && a <= spec.greatest())
            .map(activation::with);
    return Stream.concat(Stream.of(activation), others);
  }

  /**
   * Both directions of some activations.
   *
   * @param operations the activations
   * @return forward and backward of each in turn
   */
  public static List<Function> bothWays(List<? extends Elementwise> operations) {
    return operations.stream()
        .flatMap(
            operation ->
                Stream.of(Direction.values()).map(direction -> new Function(operation, direction)))
        .toList();
  }
}
