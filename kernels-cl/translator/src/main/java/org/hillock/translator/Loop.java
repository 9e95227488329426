package org.hillock.translator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method that is one loop over {@code count} elements of arrays, and leaves the rest of them to
 * the scalar twin where the dialect takes several at a time.
 */
final class Loop {
  private static final String REST = "REST";

  private final JavaFile file;
  private final Dialect dialect;

  Loop(JavaFile file, Dialect dialect) {
    this.file = file;
    this.dialect = dialect;
  }

  /** Names that the loop needs for itself. */
  static List<String> reserved() {
    return List.of("i", "count", "end");
  }

  /** Writes the field that {@link #write} needs, if it needs one. */
  void field(String scalarClass) {
    if (dialect.leavesRest()) {
      file.line("private static final " + scalarClass + " REST = new " + scalarClass + "();");
      file.line("");
    }
  }

  /**
   * Writes the method.
   *
   * @param parameters types and names: for each array its offset, which ends in From; count; and
   *     uniforms
   */
  void write(String name, List<String> parameters, Runnable body) {
    write(name, parameters, null, body);
  }

  /**
   * Writes the method.
   *
   * @param atOne another method for when the last parameter is 1, which it does not take
   */
  void write(String name, List<String> parameters, @Nullable String atOne, Runnable body) {
    file.method("public void " + name, parameters);
    dispatch(parameters, atOne);
    dialect.loopHead().forEach(file::line);
    body.run();
    file.line("}");
    if (dialect.leavesRest()) {
      String arguments = String.join(", ", parameters.stream().map(Loop::rest).toList());
      file.line(REST + "." + name + "(" + arguments + ");");
    }
    file.line("}");
  }

  /**
   * Writes the method as two loops, over blocks of lanes.
   *
   * @param lane the array of the lanes
   */
  void writeLanes(String name, String lane, List<String> parameters, Runnable body) {
    file.method("public void " + name, parameters);
    dialect.lanesHead().forEach(file::line);
    body.run();
    file.line("}");
    if (dialect.leavesRest()) {
      List<String> arguments = new ArrayList<>();
      for (String parameter : parameters) {
        String argument = rest(parameter);
        boolean element = argument.endsWith("From + end") && !argument.startsWith(lane + "From");
        arguments.add(
            switch (argument) {
              case "lanes + end" -> "lanes";
              case "count - end" -> "some - end";
              default -> element ? argument.replace(" + end", " + block + end") : argument;
            });
      }
      file.line(REST + "." + name + "(" + String.join(", ", arguments) + ");");
    }
    file.line("}");
    file.line("}");
  }

  private void dispatch(List<String> parameters, @Nullable String atOne) {
    if (atOne == null) {
      return;
    }
    List<String> names = parameters.stream().map(Loop::name).toList();
    int last = names.size() - 1;
    file.line("if (" + names.get(last) + " == 1.0f) {");
    file.line(atOne + "(" + String.join(", ", names.subList(0, last)) + ");");
    file.line("return;");
    file.line("}");
  }

  private static String name(String parameter) {
    return parameter.substring(parameter.indexOf(' ') + 1);
  }

  private static String rest(String parameter) {
    String name = name(parameter);
    if (name.equals("count")) {
      return "count - end";
    }
    return parameter.startsWith("int ") ? name + " + end" : name;
  }
}
