import static java.util.Map.Entry.comparingByKey;

import flyteidl.core.Errors.ErrorDocument;
import flyteidl.core.Literals.Blob;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Literals.Primitive;
import flyteidl.core.Literals.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Flyte's files, written and read by jib/check in the role of Flyte's propeller: {@code write FILE
 * NAME=KIND:VALUE…}, {@code read FILE}, {@code error FILE}.
 */
final class Literals {
  private Literals() {}

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "write" -> Files.write(file, map(List.of(arguments).subList(2, arguments.length)));
      case "read" ->
          LiteralMap.parseFrom(Files.readAllBytes(file)).getLiteralsMap().entrySet().stream()
              .sorted(comparingByKey())
              .forEach(literal -> System.out.println(literal.getKey() + "=" + text(literal.getValue())));
      case "error" ->
          System.out.println(ErrorDocument.parseFrom(Files.readAllBytes(file)).getError().getMessage());
      default -> throw new IllegalArgumentException(arguments[0] + ": use write, read or error");
    }
  }

  private static byte[] map(List<String> texts) {
    LiteralMap.Builder map = LiteralMap.newBuilder();
    for (String text : texts) {
      String[] parts = text.split("[=:]", 3);
      map.putLiterals(parts[0], Literal.newBuilder().setScalar(scalar(parts[1], parts[2])).build());
    }
    return map.build().toByteArray();
  }

  private static Scalar scalar(String kind, String value) {
    return switch (kind) {
      case "integer" ->
          Scalar.newBuilder()
              .setPrimitive(Primitive.newBuilder().setInteger(Long.parseLong(value)))
              .build();
      case "float" ->
          Scalar.newBuilder()
              .setPrimitive(Primitive.newBuilder().setFloatValue(Double.parseDouble(value)))
              .build();
      case "blob" -> Scalar.newBuilder().setBlob(Blob.newBuilder().setUri(value)).build();
      default -> throw new IllegalArgumentException(kind + ": use integer, float or blob");
    };
  }

  private static String text(Literal literal) {
    if (literal.hasMap()) {
      return literal.getMap().getLiteralsMap().entrySet().stream()
          .sorted(comparingByKey())
          .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
          .toList()
          .toString();
    }
    if (literal.getScalar().hasBlob()) {
      return literal.getScalar().getBlob().getUri();
    }
    Primitive primitive = literal.getScalar().getPrimitive();
    return primitive.hasInteger()
        ? Long.toString(primitive.getInteger())
        : Double.toString(primitive.getFloatValue());
  }
}
