package org.flytekitplugins.jflyte.command;

import java.util.ArrayList;
import java.util.List;

/** Rows of text whose columns stand below each other. */
final class Columns {
  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();

  /** Adds a row; all have as many cells. */
  void add(String... cells) {
    rows.add(cells.clone());
  }

  /** The rows as lines, without blanks at their ends. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(i == 0 ? "" : GAP).append(row[i]);
        line.append(" ".repeat(width(i) - row[i].length()));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** Where a column begins. */
  int start(int column) {
    int start = 0;
    for (int i = 0; i < column; i++) {
      start += width(i) + GAP.length();
    }
    return start;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
  }
}
