package org.hillock.translator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one generated class: lines that indent themselves, and the parts that all such
 * classes share.
 */
final class JavaFile {
  private static final int WIDTH = 100;

  /**
   * Where a long line may break: after a comma or an opening parenthesis, or before an operator.
   */
  private static final Pattern BREAK =
      Pattern.compile("(?<=,) |(?<=\\()(?=\\S)| (?=[-+*?:&|<>=]+ )");

  private static final String PACKAGE = "org.hillock.cpu";

  private final StringBuilder text = new StringBuilder();
  private final Map<String, List<String>> sourceLines;
  private int depth;

  /**
   * Starts a file.
   *
   * @param from the files that it is generated from
   * @param sourceLines the lines of those files, by file name
   */
  JavaFile(List<String> from, Map<String, List<String>> sourceLines) {
    this.sourceLines = sourceLines;
    line("// Generated from kernels-cl: " + String.join(", ", from) + ".");
    line("// Do not edit: change those files; the build writes this one anew.");
    line("package " + PACKAGE + ";");
    line("");
  }

  /** Returns the path of a class's file in the output folder. */
  static String path(String className) {
    return PACKAGE.replace('.', '/') + "/" + className + ".java";
  }

  /** Adds an empty line between members of a class. */
  void separate() {
    if (!text.toString().endsWith("{\n") && !text.toString().endsWith("\n\n")) {
      line("");
    }
  }

  void imports(List<String> names) {
    names.forEach(name -> line("import " + name + ";"));
    if (!names.isEmpty()) {
      line("");
    }
  }

  /**
   * Adds a line, wrapped where it is too long; one that opens or closes a block indents what
   * follows.
   */
  void line(String line) {
    if (line.startsWith("}")) {
      depth--;
    }
    String indent = line.isEmpty() ? "" : "  ".repeat(depth);
    String rest = line;
    while (!line.startsWith("//") && indent.length() + rest.length() > WIDTH) {
      int cut = lastBreak(rest, WIDTH - indent.length());
      if (cut <= 0) {
        break;
      }
      text.append(indent).append(rest, 0, cut).append('\n');
      rest = rest.substring(cut).stripLeading();
      indent = "  ".repeat(depth + 2);
    }
    text.append(indent).append(rest).append('\n');
    if (line.endsWith("{")) {
      depth++;
    }
  }

  private static int lastBreak(String line, int limit) {
    Matcher breaks = BREAK.matcher(line);
    int last = -1;
    while (breaks.find() && breaks.start() <= limit) {
      last = breaks.start();
    }
    return last;
  }

  /** Opens a method; parameters that do not fit beside its name go to lines of their own. */
  void method(String head, List<String> parameters) {
    String all = String.join(", ", parameters) + ") {";
    if (2 * depth + head.length() + 1 + all.length() <= WIDTH) {
      line(head + "(" + all);
      return;
    }
    text.append("  ".repeat(depth)).append(head).append("(\n");
    depth += 2;
    StringBuilder row = new StringBuilder();
    for (String parameter : parameters) {
      if (row.length() + parameter.length() + 2 * depth + 4 > WIDTH) {
        text.append("  ".repeat(depth)).append(row.toString().strip()).append('\n');
        row.setLength(0);
      }
      row.append(parameter).append(", ");
    }
    text.append("  ".repeat(depth)).append(row, 0, row.length() - 2).append(") {\n");
    depth -= 1;
  }

  /** Adds the constants that the functions use, in the order of their definition. */
  void constants(Scope scope, List<FlatFunction> functions) {
    // Constants are uniform, and those are one float or int in every dialect.
    Dialect dialect = new ScalarDialect();
    Set<Definition.Constant> used = new LinkedHashSet<>();
    for (FlatFunction function : functions) {
      function.steps().forEach(step -> collect(step.value(), used));
      collect(function.result(), used);
    }
    for (String name : scope.constants()) {
      if (scope.find(name) instanceof Definition.Constant constant && used.contains(constant)) {
        Value literal = new Value.Literal(constant.literal().text(), constant.literal().type());
        line(
            "private static final "
                + dialect.type(constant.literal().type())
                + " "
                + name
                + " = "
                + (constant.negative() ? "-" : "")
                + dialect.expression(literal)
                + "; // "
                + at(constant.place()));
      }
    }
    separate();
  }

  private static void collect(Value value, Set<Definition.Constant> used) {
    if (value instanceof Value.Constant constant) {
      used.add(constant.definition());
    } else if (value instanceof Value.Operation operation) {
      operation.operands().forEach(operand -> collect(operand, used));
    }
  }

  /** Adds the steps of a flat function, each under the source line that it comes from. */
  void steps(FlatFunction flat, Dialect dialect) {
    String before = "";
    for (FlatFunction.Step step : flat.steps()) {
      String source = at(step.place()) + ": " + sourceLine(step.place());
      if (!source.equals(before)) {
        comment(source);
        before = source;
      }
      Value.Local target = step.target();
      line(
          dialect.type(target.type())
              + " "
              + target.name()
              + " = "
              + dialect.expression(step.value())
              + ";");
    }
  }

  private void comment(String source) {
    int room = WIDTH - 2 * depth - 3;
    line("// " + (source.length() <= room ? source : source.substring(0, room - 3) + "..."));
  }

  private static String at(Place place) {
    return place.file() + ":" + place.line();
  }

  /** Returns a source line for a comment; Java reads a backslash even there. */
  private String sourceLine(Place place) {
    List<String> lines = sourceLines.getOrDefault(place.file(), List.of());
    return place.line() > lines.size()
        ? ""
        : lines.get(place.line() - 1).strip().replace('\\', '/');
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /**
   * Returns the names that locals of a class may not take: those of its constants and loops, and
   * others.
   */
  static List<String> reserved(Scope scope, String... others) {
    List<String> names = new ArrayList<>(scope.constants());
    names.addAll(Loop.reserved());
    names.addAll(List.of(others));
    return names;
  }
}
