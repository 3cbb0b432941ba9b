package org.flytekitplugins.examples.command;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.stream.Stream;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;

/** Literals of the digits workflow as text, on their way to a replica's process and back. */
final class LiteralText {
  private LiteralText() {}

  /**
   * A literal as {@code integer:2000}, {@code float:0.1}, {@code blob:file:///…} or {@code
   * map:chief-0=integer:7,worker-0=integer:5}.
   */
  static String write(Literal literal) {
    if (literal.kind() == Literal.Kind.MAP) {
      return literal.map().entrySet().stream()
          .map(entry -> entry.getKey() + "=" + write(entry.getValue()))
          .collect(joining(",", "map:", ""));
    }
    Scalar scalar = literal.scalar();
    if (scalar.kind() == Scalar.Kind.BLOB) {
      return "blob:" + scalar.blob().uri();
    }
    Primitive primitive = scalar.primitive();
    return switch (primitive.kind()) {
      case INTEGER_VALUE -> "integer:" + primitive.integerValue();
      case FLOAT_VALUE -> "float:" + primitive.floatValue();
      default ->
          throw new IllegalArgumentException(
              literal + " has no text form: use integers, floats and blobs");
    };
  }

  /** What {@link #write} wrote. */
  static Literal read(String text) {
    int colon = text.indexOf(':');
    String kind = text.substring(0, colon);
    String value = text.substring(colon + 1);
    return kind.equals("map") ? Literal.ofMap(map(value)) : Literal.ofScalar(scalar(kind, value));
  }

  private static Map<String, Literal> map(String entries) {
    return Stream.of(entries.split(",", -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> entry.split("=", 2))
        .collect(toMap(parts -> parts[0], parts -> read(parts[1])));
  }

  private static Scalar scalar(String kind, String value) {
    return switch (kind) {
      case "integer" -> Scalar.ofPrimitive(Primitive.ofIntegerValue(Long.parseLong(value)));
      case "float" -> Scalar.ofPrimitive(Primitive.ofFloatValue(Double.parseDouble(value)));
      case "blob" -> Scalar.ofBlob(blob(value));
      default ->
          throw new IllegalArgumentException(
              "literal is of kind \"" + kind + "\", but integer, float, blob and map are known");
    };
  }

  private static Blob blob(String uri) {
    return Blob.builder()
        .uri(uri)
        .metadata(BlobMetadata.builder().type(BlobType.DEFAULT).build())
        .build();
  }
}
