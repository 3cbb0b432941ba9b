package org.flytekitplugins.kubeflow.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Plain maps, lists, texts and numbers as YAML. Equal ones give equal bytes: keys are in the order
 * of their letters, and a text is without quotes only where no version of YAML could take it for
 * anything else.
 */
final class YamlText {
  // Nothing that begins so is a number or a date; a colon that ends a word makes a key.
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_/][A-Za-z0-9_./@-]*(?::[A-Za-z0-9_./@-]+)*");
  private static final Pattern WORDS = Pattern.compile("(?i:true|false|yes|no|on|off|y|n|null)");
  private static final String INDENT = "  ";

  private YamlText() {}

  /** One document. */
  static String write(Map<?, ?> document) {
    return String.join("\n", lines(document)) + "\n";
  }

  /** A stream of documents. */
  static String write(List<? extends Map<?, ?>> documents) {
    List<String> texts = new ArrayList<>();
    documents.forEach(document -> texts.add(write(document)));
    return String.join("---\n", texts);
  }

  private static List<String> lines(Object node) {
    List<String> lines = new ArrayList<>();
    if (node instanceof Map) {
      new TreeMap<>((Map<?, ?>) node).forEach((key, value) -> entry(lines, scalar(key), value));
    } else {
      for (Object element : (List<?>) node) {
        item(lines, element);
      }
    }
    return lines;
  }

  private static void entry(List<String> lines, String key, @Nullable Object value) {
    if (value == null || !isBlock(value)) {
      lines.add(key + ": " + scalar(value));
      return;
    }
    lines.add(key + ":");
    String indent = value instanceof Map ? INDENT : "";
    lines(value).forEach(line -> lines.add(indent + line));
  }

  private static void item(List<String> lines, @Nullable Object element) {
    List<String> nested =
        element != null && isBlock(element) ? lines(element) : List.of(scalar(element));
    lines.add("- " + nested.get(0));
    nested.subList(1, nested.size()).forEach(line -> lines.add(INDENT + line));
  }

  private static boolean isBlock(Object value) {
    return (value instanceof Map && !((Map<?, ?>) value).isEmpty())
        || (value instanceof List && !((List<?>) value).isEmpty());
  }

  private static String scalar(@Nullable Object value) {
    if (value instanceof Map) {
      return "{}";
    }
    if (value instanceof List) {
      return "[]";
    }
    if (!(value instanceof String)) {
      return String.valueOf(value);
    }
    String text = (String) value;
    return PLAIN.matcher(text).matches() && !WORDS.matcher(text).matches() ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c == '\n') {
                quoted.append("\\n");
              } else if (c == '\t') {
                quoted.append("\\t");
              } else if (isPrintable(c)) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(String.format("\\u%04x", c));
              }
            });
    return quoted.append('"').toString();
  }

  // What YAML neither takes for a break of a line nor forbids.
  private static boolean isPrintable(int c) {
    return (c >= 0x20 && c < 0x7f)
        || (c > 0x9f && c < 0xd800 && c != 0x2028 && c != 0x2029)
        || (c >= 0xe000 && c < 0xfffe && c != 0xfeff)
        || c > 0xffff;
  }
}
