package org.flytekitplugins.jflyte.local.literal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.idl.TypeName;
import org.flytekitplugins.jflyte.idl.UnknownToModel;
import org.jspecify.annotations.Nullable;

/** The inputs of a workflow, as they are written on a command line and in a file. */
public final class WorkflowInputs {
  private WorkflowInputs() {}

  /**
   * Reads inputs by the types that the workflow wants.
   *
   * @param wanted the workflow's inputs
   * @param arguments {@code --name value} or {@code --name=value} for each; integers, floats,
   *     booleans, strings, datetimes and durations as text, a blob as its URI, everything else as
   *     JSON
   * @param file an object of inputs by name as JSON, or null; what {@code arguments} has too is
   *     taken from there
   * @throws JflyteException if a value is not of its type, an input is missing, or there is one
   *     that the workflow does not have
   */
  public static Map<String, Literal> read(
      Map<String, Variable> wanted, List<String> arguments, @Nullable Path file) {
    return read("workflow", wanted, Set.of(), arguments, file);
  }

  /**
   * Reads inputs by the types that are wanted, of which some may be left out.
   *
   * @param owner what has them, for example {@code task}
   * @param wanted all inputs
   * @param optional the names of those that may be left out
   * @param arguments as above
   * @param file as above, or null
   * @throws JflyteException if a value is not of its type, an input is missing that may not be left
   *     out, or there is one that is not wanted
   */
  public static Map<String, Literal> read(
      String owner,
      Map<String, Variable> wanted,
      Set<String> optional,
      List<String> arguments,
      @Nullable Path file) {
    Map<String, Literal> inputs =
        new LinkedHashMap<>(file == null ? Map.of() : readFile(file, wanted));
    inputs.putAll(readArguments(owner, arguments, wanted));
    Map<String, Variable> required = new TreeMap<>(wanted);
    required.keySet().removeAll(optional);
    requireAll(required, inputs.keySet(), first -> "add --" + first + " VALUE");
    return inputs;
  }

  /**
   * Reads inputs by the types that a task or workflow wants.
   *
   * @param wanted its inputs
   * @param json an object of inputs by name
   * @param source where the text is from, for sentences
   * @throws JflyteException if a value is not of its type, an input is missing, or there is one too
   *     many
   */
  public static Map<String, Literal> readJson(
      Map<String, Variable> wanted, String json, String source) {
    Map<String, Literal> inputs = LiteralJsonReader.read(withoutMark(json), wanted, source);
    requireAll(wanted, inputs.keySet(), first -> String.format("add \"%s\" to %s", first, source));
    return inputs;
  }

  /**
   * Refuses inputs that are not all there.
   *
   * @param wanted the inputs of the workflow
   * @param given the names of those that are there
   * @param remedy what to do about the first of those that are missing
   * @throws JflyteException if one is missing; the sentence names each
   */
  public static void requireAll(
      Map<String, Variable> wanted, Set<String> given, UnaryOperator<String> remedy) {
    Set<String> missing = new TreeSet<>(wanted.keySet());
    missing.removeAll(given);
    if (missing.isEmpty()) {
      return;
    }
    String first = missing.iterator().next();
    Variable variable = wanted.get(first);
    String type = variable == null ? "" : ", " + TypeName.of(variable.literalType());
    throw new JflyteException(
        missing.size() == 1
            ? String.format("the input %s%s, is missing: %s", first, type, remedy.apply(first))
            : String.format(
                "the inputs %s are missing: %s and so on", names(missing), remedy.apply(first)));
  }

  private static Map<String, Literal> readFile(Path file, Map<String, Variable> wanted) {
    try {
      return LiteralJsonReader.read(withoutMark(Files.readString(file)), wanted, file.toString());
    } catch (IOException e) {
      throw new JflyteException(
          String.format(
              "the inputs file %s cannot be read (%s): name a file of JSON",
              file, e.getClass().getSimpleName()),
          e);
    }
  }

  // Editors on Windows write a byte order mark, which JSON does not have.
  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static Map<String, Literal> readArguments(
      String owner, List<String> arguments, Map<String, Variable> wanted) {
    Map<String, Literal> inputs = new LinkedHashMap<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (!argument.startsWith("--") || argument.length() == 2) {
        throw new JflyteException(
            String.format(
                "\"%s\" belongs to nothing: write inputs as --NAME VALUE (%s)",
                argument, names(wanted.keySet())));
      }
      int equals = argument.indexOf('=');
      String name = argument.substring(2, equals < 0 ? argument.length() : equals);
      Variable variable = wanted.get(name);
      if (variable == null) {
        throw new JflyteException(
            String.format(
                "--%s is neither an option nor an input of the %s: leave it out or use one of its"
                    + " inputs (%s)",
                name, owner, names(wanted.keySet())));
      }
      if (equals < 0 && !rest.hasNext()) {
        throw new JflyteException(
            String.format(
                "--%s has no value, but %s is wanted: write one after it",
                name, TypeName.of(variable.literalType())));
      }
      String text = equals < 0 ? rest.next() : argument.substring(equals + 1);
      if (inputs.put(name, value(text, variable.literalType(), "--" + name)) != null) {
        throw new JflyteException("--" + name + " is given twice: give it once");
      }
    }
    return inputs;
  }

  private static Literal value(String text, LiteralType type, String place) {
    if (type.getKind() == LiteralType.Kind.BLOB_TYPE && !text.startsWith("{")) {
      return ScalarText.blob(ScalarText.text(text, place), type.blobType());
    }
    if (type.getKind() != LiteralType.Kind.SIMPLE_TYPE || type.simpleType() == SimpleType.STRUCT) {
      return LiteralJsonReader.read(text, type, place);
    }
    try {
      return ScalarText.literal(
          switch (type.simpleType()) {
            case INTEGER -> Primitive.ofIntegerValue(Long.parseLong(text));
            case FLOAT -> Primitive.ofFloatValue(ScalarText.number(text, place));
            case BOOLEAN -> Primitive.ofBooleanValue(bool(text));
            case DATETIME -> Primitive.ofDatetime(ScalarText.datetime(text));
            case DURATION -> Primitive.ofDuration(ScalarText.duration(text));
            case STRING -> Primitive.ofStringValue(ScalarText.text(text, place));
            default -> throw UnknownToModel.inModel("SimpleType", type.simpleType());
          });
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new JflyteException(
          String.format(
              "%s is %s, but %s is wanted: write it as %s",
              place, text, TypeName.of(type), TypeName.example(type).replace("\"", "")),
          e);
    }
  }

  private static boolean bool(String text) {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(text);
    }
    throw new IllegalArgumentException(text);
  }

  /**
   * Names as the end of a sentence.
   *
   * @param names of inputs, workflows or tasks
   */
  public static String names(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", new LinkedHashSet<>(new TreeSet<>(names)));
  }
}
