package org.flytekitplugins.report.deck;

import java.util.Locale;

/** Pieces of SVG and HTML text. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /** An image of this size that scales with the page, with a name for those who cannot see it. */
  static Svg ofSize(double width, double height, String title) {
    return new Svg()
        .add(
            "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">",
            width, height, escape(title));
  }

  /** Adds text in the form of {@link String#format}, with points in numbers. */
  Svg add(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2, String style) {
    return add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>",
        x1, y1, x2, y2, style);
  }

  /** Adds a label; the anchor is start, middle or end. */
  Svg label(double x, double y, String anchor, String label) {
    return add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escape(label));
  }

  String end() {
    return add("</svg>").text.toString();
  }

  /** Text that is safe between tags and in quoted attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** The text that {@link #escape} was given. */
  static String unescape(String text) {
    return text.replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&amp;", "&");
  }
}
