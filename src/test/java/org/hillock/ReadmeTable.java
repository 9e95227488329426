package org.hillock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hillock.op.Activation;
import org.hillock.op.Softmax;

/**
 * The README's table of operations, made from the catalogue. The build runs {@link #main}, so that
 * a new activation enters the table by itself; CI refuses a README that the build would change.
 */
final class ReadmeTable {

  private static final String BEGIN =
      "<!-- operations: written by the build from the catalogue -->\n";
  private static final String END = "<!-- end of operations -->\n";

  private ReadmeTable() {}

  /** Rewrites the table in the README of the given path, if it differs. */
  public static void main(String[] args) throws IOException {
    Path readme = Path.of(args[0]);
    String before = Files.readString(readme);
    String after = updated(before);
    if (!after.equals(before)) {
      Files.writeString(readme, after);
    }
  }

  /** The README's text with the table as it should be. */
  static String updated(String readme) {
    int begin = readme.indexOf(BEGIN);
    int end = readme.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "README.md must hold the lines\n" + BEGIN + "and, behind it,\n" + END);
    }
    return readme.substring(0, begin) + BEGIN + table() + readme.substring(end);
  }

  private static String table() {
    return Stream.concat(
            Stream.of(Activation.values()).map(ReadmeTable::row),
            Softmax.kinds(-1).stream().map(ReadmeTable::row))
        .collect(
            Collectors.joining(
                "", "| operation | value | parameter | accepted |\n|---|---|---|---|\n", ""));
  }

  private static String row(Softmax kind) {
    return "| %s | %s, over an axis | temperature T = 1 | T and 1/T finite, above 0 |\n"
        .formatted(kind.name(), kind.formula());
  }

  private static String row(Activation activation) {
    String parameter =
        activation.parameterSpec().exists()
            ? "%s = %s | %s"
                .formatted(
                    activation.parameterSpec().name(),
                    activation.parameter(),
                    activation.parameterSpec().accepted())
            : "- | -";
    return "| %s | %s | %s |\n".formatted(activation, activation.formula(), parameter);
  }
}
