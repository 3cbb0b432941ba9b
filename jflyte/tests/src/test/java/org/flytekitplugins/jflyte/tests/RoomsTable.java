package org.flytekitplugins.jflyte.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of rooms as docs/architecture.md has it: who lives where, and depends on whom. */
final class RoomsTable {
  /**
   * A row.
   *
   * @param room the names of its first cell, without backquotes
   * @param packages the names of its second cell
   * @param dependsOn what its last cell lists, but for what is there "(when it runs)" only
   */
  record Row(List<String> room, List<String> packages, List<String> dependsOn) {}

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  private RoomsTable() {}

  /**
   * Reads the table below a header.
   *
   * @param header the header's line, whole
   */
  static List<Row> read(Path file, String header) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int start = lines.indexOf(header);
    if (start < 0) {
      throw new IllegalArgumentException(file + " has no table below " + header);
    }
    return lines.subList(start + 2, lines.size()).stream()
        .takeWhile(line -> line.startsWith("|"))
        .map(RoomsTable::row)
        .toList();
  }

  private static Row row(String line) {
    String[] cells = line.split("\\|", -1);
    return new Row(quoted(cells[1]), quoted(cells[2]), listed(cells[cells.length - 2]));
  }

  private static List<String> quoted(String cell) {
    List<String> names = new ArrayList<>();
    Matcher name = QUOTED.matcher(cell);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  private static List<String> listed(String cell) {
    return Arrays.stream(cell.split(",(?![^(]*\\))", -1))
        .map(String::strip)
        .filter(name -> !name.endsWith("when it runs)"))
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
