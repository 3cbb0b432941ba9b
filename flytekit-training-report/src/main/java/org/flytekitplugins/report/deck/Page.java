package org.flytekitplugins.report.deck;

import org.jspecify.annotations.Nullable;

/** What the pages of all tasks have in common. */
final class Page {
  static final String END = "</body>\n</html>\n";

  /** A mark behind the name of what has failed. */
  static final String FAILED = " <span class=\"state failed\">Failed</span>";

  /** The same of what has not. */
  static final String SUCCEEDED = " <span class=\"state succeeded\">Succeeded</span>";

  private static final int MOST_ROWS = 20;

  private static final String STYLE = PageResource.read("page.css");

  private Page() {}

  /**
   * A page until its body.
   *
   * @param style what it needs beside what all need
   */
  static String begin(String title, String style) {
    return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
        + Svg.escape(title)
        + "</title>\n<style>\n"
        + STYLE
        + style
        + "</style>\n</head>\n<body>\n";
  }

  /** What surrounds a table of so many rows: of many only some are seen until one scrolls. */
  static String tableOf(int rows) {
    return rows > MOST_ROWS ? "<div class=\"scroll tall\">" : "<div class=\"scroll\">";
  }

  /** Why the attempt has failed; nothing if it has not. */
  static String failure(@Nullable String failure) {
    return failure == null ? "" : "<pre class=\"error\">" + Svg.escape(failure) + "</pre>\n";
  }
}
