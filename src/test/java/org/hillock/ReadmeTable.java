package org.hillock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * The README's table of operations, made from the catalogue, the arithmetic's own account and the
 * certificate of accuracy, as far as that is of this very arithmetic. The build runs {@link #main},
 * so that a new activation enters the table by itself; CI refuses a README that the build would
 * change.
 */
final class ReadmeTable {

  private static final String BEGIN =
      "<!-- operations: written by the build from the catalogue -->\n";
  private static final String END = "<!-- end of operations -->\n";

  private final Properties arithmetic = new Properties();
  private final JsonNode certified;

  private ReadmeTable(Path certificate) throws IOException {
    try (InputStream in =
        ReadmeTable.class.getResourceAsStream("/org/hillock/cpu/arithmetic.properties")) {
      arithmetic.load(in);
    }
    certified =
        Files.exists(certificate)
            ? new ObjectMapper().readTree(certificate.toFile()).path("functions")
            : MissingNode.getInstance();
  }

  /** Rewrites the table in the README of the given path, if it differs. */
  public static void main(String[] args) throws IOException {
    Path readme = Path.of(args[0]);
    String before = Files.readString(readme);
    String after = updated(before, certificate(readme));
    if (!after.equals(before)) {
      Files.writeString(readme, after);
    }
  }

  /** The certificate that belongs to a README: the committed sweep. */
  static Path certificate(Path readme) {
    return readme.resolveSibling("bench/results/accuracy/certificate.json");
  }

  /** The README's text with the table as it should be. */
  static String updated(String readme, Path certificate) throws IOException {
    int begin = readme.indexOf(BEGIN);
    int end = readme.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "README.md must hold the lines\n" + BEGIN + "and, behind it,\n" + END);
    }
    return readme.substring(0, begin)
        + BEGIN
        + new ReadmeTable(certificate).table()
        + readme.substring(end);
  }

  private String table() {
    return Stream.concat(
            Stream.of(Activation.values()).map(this::row),
            Softmax.kinds(-1).stream().map(this::row))
        .collect(
            Collectors.joining(
                "",
                "| operation | value | parameter | accepted | operations, forward / backward | "
                    + "max ULP, forward / backward |\n|---|---|---|---|---|---|\n",
                ""));
  }

  private String row(Softmax kind) {
    int sum = 1;
    int forward = count("softmax_exp") + sum;
    int less = count("softmax_exp") - count("softmax_exp_at_1");
    int last = kind.logarithmic() ? count("softmax_log") : count("softmax_scale");
    int slope = kind.logarithmic() ? count("softmax_log_slope") : count("softmax_slope");
    return "| %s | %s, over an axis | temperature T = 1 | T and 1/T finite, above 0 | %s | %s |\n"
        .formatted(
            kind.name(),
            kind.formula(),
            "%d (%d at T = 1) / %d".formatted(forward + last, forward + last - less, slope + sum),
            "bounds below");
  }

  private int count(String map) {
    return Integer.parseInt(arithmetic.getProperty("softmax_maps." + map + ".operations"));
  }

  private String row(Activation activation) {
    String parameter =
        activation.parameterSpec().exists()
            ? "%s = %s | %s"
                .formatted(
                    activation.parameterSpec().name(),
                    activation.parameter(),
                    activation.parameterSpec().accepted())
            : "- | -";
    return "| %s | %s | %s | %s | %s |\n"
        .formatted(
            activation,
            activation.formula(),
            parameter,
            bothWays(direction -> operations(activation, direction)),
            bothWays(direction -> maxUlp(activation, direction)));
  }

  private static String bothWays(Function<Direction, String> cell) {
    return cell.apply(Direction.FORWARD) + " / " + cell.apply(Direction.BACKWARD);
  }

  private String operations(Activation activation, Direction direction) {
    String atOne = account(activation, direction, "at_1.operations");
    return account(activation, direction, "operations")
        + (atOne == null
            ? ""
            : " (%s at %s = 1)".formatted(atOne, activation.parameterSpec().name()));
  }

  private @Nullable String account(Activation activation, Direction direction, String what) {
    return arithmetic.getProperty(
        activation.snippet() + "." + direction.name().toLowerCase(Locale.ROOT) + "." + what);
  }

  /** The largest error at any of the parameters that are certified. */
  private String maxUlp(Activation activation, Direction direction) {
    String fingerprint = account(activation, direction, "fingerprint");
    OptionalDouble max =
        StreamSupport.stream(certified.spliterator(), false)
            .filter(f -> f.path("activation").asText().equals(activation.name()))
            .filter(f -> f.path("direction").asText().equals(direction.name()))
            .filter(f -> f.path("fingerprint").asText().equals(fingerprint))
            .filter(f -> f.path("stride").asLong() == 1)
            .mapToDouble(f -> f.path("maxUlp").asDouble(Double.POSITIVE_INFINITY))
            .max();
    return max.isPresent() ? String.format(Locale.ROOT, "%.3f", max.getAsDouble()) : "-";
  }
}
