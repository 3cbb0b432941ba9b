import static java.util.Map.Entry.comparingByKey;

import flyteidl.admin.TaskOuterClass.TaskSpec;
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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Flyte's files, written and read by scripts in the role of Flyte's propeller.
 *
 * <ul>
 *   <li>{@code write FILE NAME=KIND:VALUE…}, {@code read FILE}: a file of literals
 *   <li>{@code error FILE}: the message of an error document
 *   <li>{@code image FILE}, {@code environment FILE}: of a serialized task
 *   <li>{@code arguments FILE NAME=VALUE…}: those of a serialized task, one a line, with its
 *       templates filled in
 *   <li>{@code template FILE TO}: the task template that pods are given
 * </ul>
 */
final class FlyteFiles {
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{\\s*\\.(\\w+)\\s*}}");

  private FlyteFiles() {}

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
      case "image" -> System.out.println(task(file).getTemplate().getContainer().getImage());
      case "environment" ->
          task(file)
              .getTemplate()
              .getContainer()
              .getEnvList()
              .forEach(entry -> System.out.println(entry.getKey() + "=" + entry.getValue()));
      case "arguments" -> {
        List<String> values = List.of(arguments).subList(2, arguments.length);
        task(file).getTemplate().getContainer().getArgsList().stream()
            .map(argument -> TEMPLATE.matcher(argument).replaceAll(name -> value(values, name)))
            .forEach(System.out::println);
      }
      case "template" ->
          Files.write(Path.of(arguments[2]), task(file).getTemplate().toByteArray());
      default -> throw new IllegalArgumentException(arguments[0] + " is no command");
    }
  }

  private static TaskSpec task(Path file) throws IOException {
    return TaskSpec.parseFrom(Files.readAllBytes(file));
  }

  private static String value(List<String> values, MatchResult name) {
    return values.stream()
        .filter(value -> value.startsWith(name.group(1) + "="))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no value for " + name.group()))
        .substring(name.group(1).length() + 1);
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
