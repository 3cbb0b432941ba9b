package org.flytekitplugins.jflyte.execution;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.spi.internal.ShownUri;

/**
 * Values for people to recognise, not to read back: {@code epochs = 20}, one a line, of long ones
 * and of many the beginning. URIs are shown without what lets their reader in.
 */
final class ShortValues {
  private static final int MOST_LINES = 12;
  private static final int LONGEST = 80;
  private static final int LONGEST_READ = 2000;
  private static final int MOST_ITEMS = 8;
  private static final double LARGE = 1e6;
  private static final double SMALL = 1e-9;
  private static final MathContext DIGITS = new MathContext(6);

  /** What a newer flytekit-java has and this one does not know. */
  private static final String UNKNOWN = "…";

  private ShortValues() {}

  static String lines(Map<String, Literal> values) {
    List<String> lines = each(values);
    if (lines.size() <= MOST_LINES) {
      return String.join("\n", lines);
    }
    return String.join("\n", lines.subList(0, MOST_LINES))
        + "\nand "
        + (lines.size() - MOST_LINES)
        + " more";
  }

  /** A line of each, however many. */
  static List<String> each(Map<String, Literal> values) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(values).forEach((name, value) -> lines.add(nameAndText(name, text(value))));
    return lines;
  }

  /** The line of a text. */
  static String line(String name, String text) {
    return nameAndText(name, shown(text));
  }

  private static String nameAndText(String name, String text) {
    return name + " = " + cut(text, LONGEST);
  }

  private static String cut(String text, int longest) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.length() <= longest) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(longest - 1)) ? longest - 1 : longest;
    return line.substring(0, end) + "…";
  }

  private static String text(Literal literal) {
    return switch (literal.kind()) {
      case SCALAR -> text(literal.scalar());
      case COLLECTION -> list(literal.collection(), (item, all) -> all.add(text(item)));
      case MAP ->
          map(
              literal.map(),
              (entry, all) -> all.add(entry.getKey() + " = " + text(entry.getValue())));
      default -> UNKNOWN;
    };
  }

  private static String text(Scalar scalar) {
    return switch (scalar.kind()) {
      case PRIMITIVE -> text(scalar.primitive());
      case GENERIC -> text(scalar.generic());
      case BLOB -> ShownUri.of(scalar.blob().uri());
      default -> UNKNOWN;
    };
  }

  private static String text(Primitive primitive) {
    return switch (primitive.kind()) {
      case INTEGER_VALUE -> Long.toString(primitive.integerValue());
      case FLOAT_VALUE -> text(primitive.floatValue());
      case STRING_VALUE -> shown(primitive.stringValue());
      case BOOLEAN_VALUE -> Boolean.toString(primitive.booleanValue());
      case DATETIME -> primitive.datetime().toString();
      case DURATION -> primitive.duration().toString();
      default -> UNKNOWN;
    };
  }

  // A text of megabytes need not be gone through for its first line.
  private static String shown(String text) {
    String begin = text.length() <= LONGEST_READ ? text : text.substring(0, LONGEST_READ);
    return begin.contains("://") ? ShownUri.of(begin) : begin;
  }

  // As 0.05 was meant that has come from a float.
  private static String text(double number) {
    double size = Math.abs(number);
    if (!(size < LARGE && (size > SMALL || number == 0))) {
      return Double.toString(number);
    }
    return new BigDecimal(number, DIGITS).stripTrailingZeros().toPlainString();
  }

  private static String text(Struct struct) {
    return map(
        struct.fields(), (field, all) -> all.add(field.getKey() + " = " + text(field.getValue())));
  }

  private static String text(Struct.Value value) {
    return switch (value.kind()) {
      case STRING_VALUE -> shown(value.stringValue());
      case BOOL_VALUE -> Boolean.toString(value.boolValue());
      case NUMBER_VALUE -> text(value.numberValue());
      case NULL_VALUE -> "null";
      case STRUCT_VALUE -> text(value.structValue());
      case LIST_VALUE -> list(value.listValue(), (item, all) -> all.add(text(item)));
      default -> UNKNOWN;
    };
  }

  private static <T> String list(Collection<T> items, BiConsumer<T, StringJoiner> add) {
    return joined(items, add, new StringJoiner(", ", "[", "]"));
  }

  private static <V> String map(
      Map<String, V> map, BiConsumer<Map.Entry<String, V>, StringJoiner> add) {
    return joined(new TreeMap<>(map).entrySet(), add, new StringJoiner(", ", "{", "}"));
  }

  private static <T> String joined(
      Collection<T> items, BiConsumer<T, StringJoiner> add, StringJoiner all) {
    items.stream().limit(MOST_ITEMS).forEach(item -> add.accept(item, all));
    if (items.size() > MOST_ITEMS) {
      all.add("… " + items.size() + " in all");
    }
    return all.toString();
  }
}
