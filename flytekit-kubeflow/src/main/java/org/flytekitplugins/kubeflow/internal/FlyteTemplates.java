package org.flytekitplugins.kubeflow.internal;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Flyte fills into the command and arguments of a container when it starts an attempt: {@code
 * {{.outputPrefix}}}, {@code {{.inputs.epochs}}} and others, with {@code $} instead of the dot too.
 * Names are matched in any case, but for those of inputs. What Flyte does not know stays as it is.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/core/template/template.go">template.go</a>
 */
public final class FlyteTemplates {
  /** The URI of the inputs' document. */
  public static final String INPUT = "input";

  /** The URI of the folder for outputs and errors. */
  public static final String OUTPUT_PREFIX = "outputprefix";

  /** The URI of the task's template. */
  public static final String TASK_TEMPLATE_PATH = "tasktemplatepath";

  /** What stands before the name of an input. */
  public static final String INPUTS = "inputs.";

  // Go's blanks, which are fewer than Java's.
  private static final String BLANKS = "[\\t\\n\\f\\r ]*";

  private static final Pattern TEMPLATE =
      Pattern.compile("\\{\\{" + BLANKS + "[.$]([^}\\t\\n\\f\\r ]+)" + BLANKS + "\\}\\}");

  private static final Set<String> NAMES =
      Set.of(
          INPUT,
          "inputprefix",
          OUTPUT_PREFIX,
          "rawoutputdataprefix",
          "perretryuniquekey",
          TASK_TEMPLATE_PATH,
          "prevcheckpointprefix",
          "checkpointoutputprefix",
          "namespace");

  private FlyteTemplates() {}

  /** A template's name as Flyte compares it: lower case, but for what follows {@link #INPUTS}. */
  public static String name(String written) {
    return written.regionMatches(true, 0, INPUTS, 0, INPUTS.length())
        ? INPUTS + written.substring(INPUTS.length())
        : written.toLowerCase(Locale.ROOT);
  }

  /** Whether Flyte would fill something into a text. */
  public static boolean isIn(String text) {
    return TEMPLATE
        .matcher(text)
        .results()
        .map(found -> name(found.group(1)))
        .anyMatch(FlyteTemplates::isKnown);
  }

  /**
   * Texts with the values of the templates in them, which are not looked at again.
   *
   * @param values what a template stands for, by its {@linkplain #name name} and as it is written;
   *     null for one that is to stay. Asked only for those that Flyte knows
   */
  public static List<String> render(
      List<String> texts, BiFunction<String, String, @Nullable String> values) {
    return texts.stream()
        .map(text -> render(text, values))
        .collect(Collectors.toUnmodifiableList());
  }

  private static String render(String text, BiFunction<String, String, @Nullable String> values) {
    return TEMPLATE
        .matcher(text)
        .replaceAll(
            found -> {
              String name = name(found.group(1));
              String value = isKnown(name) ? values.apply(name, found.group()) : null;
              return Matcher.quoteReplacement(value == null ? found.group() : value);
            });
  }

  private static boolean isKnown(String name) {
    return NAMES.contains(name) || (name.startsWith(INPUTS) && name.length() > INPUTS.length());
  }
}
