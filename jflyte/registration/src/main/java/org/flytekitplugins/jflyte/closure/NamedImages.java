package org.flytekitplugins.jflyte.closure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * The images that tasks run in, by name. Sources say <code>{{.image.gpu}}</code>, because the
 * digest of an image exists only once the image does; registration says what it stands for.
 */
public final class NamedImages {
  /** The name of the image that tasks run in which ask for no other. */
  public static final String DEFAULT = "default";

  /** The environment variable that says which image is {@value #DEFAULT}. */
  public static final String VARIABLE = "FLYTE_INTERNAL_IMAGE";

  private static final String OPENING = ".image.";
  private static final String NAME = "[A-Za-z0-9_-]+";
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{\\.image\\.(" + NAME + ")\\}\\}");
  private static final Pattern LEFT_OVER =
      Pattern.compile("\\{\\{\\s*\\.image\\.(?:(?!\\}\\}).)*(?:\\}\\})?", Pattern.DOTALL);

  private final Map<String, String> references;

  private NamedImages(Map<String, String> references) {
    this.references = Collections.unmodifiableMap(new TreeMap<>(references));
  }

  /**
   * Images by name.
   *
   * @param references an image reference for each name; {@value #DEFAULT} is that of tasks which
   *     ask for no other
   */
  public static NamedImages of(Map<String, String> references) {
    return new NamedImages(references);
  }

  /** Whether an image can have the name. */
  public static boolean isName(String name) {
    return Pattern.matches(NAME, name);
  }

  /** The name by which a text, such as <code>{{.image.gpu}}</code>, asks for an image. */
  public static Optional<String> nameIn(String text) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    return placeholder.matches() ? Optional.of(placeholder.group(1)) : Optional.empty();
  }

  /** The references by name, in the order of names. */
  public Map<String, String> references() {
    return references;
  }

  /**
   * The image of a task that asks for no other.
   *
   * @param owner what needs it, to begin a sentence with
   * @throws JflyteException if nobody gave it
   */
  public String defaultImage(String owner) {
    String image = references.get(DEFAULT);
    if (image == null) {
      throw new JflyteException(
          owner
              + " runs in the image of the package, which nobody gave: add --image REF or --jib-json"
              + " FILE, or set "
              + VARIABLE);
    }
    return image;
  }

  /**
   * A text with the names of images in it replaced.
   *
   * @param owner what the text belongs to, to begin a sentence with
   * @throws JflyteException if nobody gave an image of a name in it, or if a name in it is none
   */
  String resolve(String text, String owner) {
    if (!text.contains(OPENING)) {
      return text;
    }
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      String reference = references.get(matcher.group(1));
      if (reference == null) {
        throw new JflyteException(
            String.format(
                "%s names the image %s, which nobody gave: add --image %s=REF or --jib-json"
                    + " %<s=FILE (given: %s)",
                owner,
                matcher.group(),
                matcher.group(1),
                references.isEmpty() ? "none" : String.join(", ", references.keySet())));
      }
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(reference));
    }
    String result = matcher.appendTail(resolved).toString();
    Matcher leftOver = LEFT_OVER.matcher(result);
    if (leftOver.find()) {
      throw new JflyteException(
          String.format(
              "%s names an image as %s, which cannot be understood: write {{.image.NAME}}, NAME of"
                  + " letters, digits, _ and -",
              owner, leftOver.group()));
    }
    return result;
  }

  /** A struct with the names of images replaced in all its texts, at any depth. */
  Struct resolve(Struct struct, String owner) {
    Map<String, Struct.Value> resolved = new LinkedHashMap<>();
    struct.fields().forEach((name, value) -> resolved.put(name, resolve(value, owner, name)));
    return Struct.of(resolved);
  }

  private Struct.Value resolve(Struct.Value value, String owner, String field) {
    return switch (value.kind()) {
      case STRING_VALUE ->
          Struct.Value.ofStringValue(resolve(value.stringValue(), owner + ": " + field));
      case STRUCT_VALUE ->
          Struct.Value.ofStructValue(resolve(value.structValue(), owner + ": " + field));
      case LIST_VALUE ->
          Struct.Value.ofListValue(
              value.listValue().stream().map(item -> resolve(item, owner, field)).toList());
      default -> value;
    };
  }
}
