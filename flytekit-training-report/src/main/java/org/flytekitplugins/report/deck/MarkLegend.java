package org.flytekitplugins.report.deck;

import java.util.Comparator;
import java.util.List;

/** What the marks in the pictures of a page mean; of those that it has. */
final class MarkLegend {
  private MarkLegend() {}

  /** The entries, to stand in an element of the style {@code legend}; empty if it has none. */
  static String entries(List<Mark> marks, boolean hasCheckpoints) {
    StringBuilder entries = new StringBuilder();
    marks.stream()
        .map(Mark::style)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .forEach(style -> entries.append(entry(style, style)));
    if (hasCheckpoints) {
      entries.append(entry("saved", "checkpoint"));
    }
    return entries.toString();
  }

  /** An entry of a style. */
  static String entry(String style, String text) {
    return "<span><i class=\"" + style + "\"></i>" + text + "</span>\n";
  }

  /** Entries as an element of the page; nothing if there are none. */
  static String draw(String entries) {
    return entries.isEmpty() ? "" : "<div class=\"legend\">\n" + entries + "</div>\n";
  }
}
