package org.flytekitplugins.jflyte.local.literal;

import java.util.Map;
import java.util.TreeMap;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;

/** Literals for people to read. */
public final class LiteralText {
  private LiteralText() {}

  /**
   * Named values, one a line: {@code accuracy = 0.97}. Strings and blobs' URIs as they are, lists,
   * maps and structs as JSON.
   */
  public static String lines(Map<String, Literal> values) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(values)
        .forEach(
            (name, value) ->
                lines.append(name).append(" = ").append(of(value)).append(System.lineSeparator()));
    return lines.toString();
  }

  /**
   * Named values as one JSON object, in the form that {@code --inputs} takes: datetimes and
   * durations as ISO 8601 strings, blobs as objects with {@code uri}, {@code format} and {@code
   * dimensionality}.
   */
  public static String json(Map<String, Literal> values) {
    return LiteralJsonWriter.write(values);
  }

  /**
   * The same, with more fields behind them.
   *
   * @param more fields whose names begin with {@code $}, which are passed over where the object is
   *     read as inputs
   */
  public static String json(Map<String, Literal> values, JsonFields more) {
    return LiteralJsonWriter.write(values, more);
  }

  private static String of(Literal literal) {
    if (literal.kind() == Literal.Kind.SCALAR) {
      Scalar scalar = literal.scalar();
      if (scalar.kind() == Scalar.Kind.BLOB) {
        return scalar.blob().uri();
      }
      if (scalar.kind() == Scalar.Kind.PRIMITIVE
          && scalar.primitive().kind() == Primitive.Kind.STRING_VALUE
          && scalar.primitive().stringValue().indexOf('\n') < 0) {
        return scalar.primitive().stringValue();
      }
      if (scalar.kind() == Scalar.Kind.PRIMITIVE
          && scalar.primitive().kind() == Primitive.Kind.DATETIME) {
        return scalar.primitive().datetime().toString();
      }
      if (scalar.kind() == Scalar.Kind.PRIMITIVE
          && scalar.primitive().kind() == Primitive.Kind.DURATION) {
        return scalar.primitive().duration().toString();
      }
    }
    return LiteralJsonWriter.write(literal);
  }
}
