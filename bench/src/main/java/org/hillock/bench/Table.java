package org.hillock.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text in aligned columns. A column whose cells all begin with a digit or a sign is set to
 * the right.
 */
final class Table {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  Table row(Object... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "a row has %d cells; expected %d".formatted(cells.length, rows.get(0).size()));
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  void print(PrintWriter out) {
    int columns = rows.get(0).size();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        line.append(column == 0 ? "" : GAP).append(cell(row, column));
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  private String cell(List<String> row, int column) {
    int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
    String cell = row.get(column);
    String padding = " ".repeat(width - cell.length());
    return isNumeric(column) ? padding + cell : cell + padding;
  }

  private boolean isNumeric(int column) {
    return rows.size() > 1
        && rows.stream()
            .skip(1)
            .allMatch(row -> row.get(column).matches("[-+.\\d][-+.,/\\d eE%]*(inf)?|Infinity|"));
  }
}
