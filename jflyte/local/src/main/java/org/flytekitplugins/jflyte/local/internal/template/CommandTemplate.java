package org.flytekitplugins.jflyte.local.internal.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * The command and the arguments of a container with what Flyte fills in: {@code {{.outputPrefix}}},
 * {@code {{.inputs.epochs}}} and the others of its templates, in any case, and with {@code $}
 * instead of the dot too. What it does not know stays as it is.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/core/template/template.go">template.go</a>
 */
public final class CommandTemplate {
  private static final String BLANKS = "[\\t\\n\\f\\r ]*";

  private static final Pattern TEMPLATE =
      Pattern.compile(
          "\\{\\{"
              + BLANKS
              + "[.$](?:(?<name>[a-z]+)|inputs\\.(?<input>[^}\\t\\n\\f\\r ]+))"
              + BLANKS
              + "\\}\\}",
          Pattern.CASE_INSENSITIVE);

  private CommandTemplate() {}

  /**
   * Whether Flyte fills in anything at all: then only a run knows the text.
   *
   * @param word one of a command line
   */
  public static boolean isIn(String word) {
    return TEMPLATE.matcher(word).find();
  }

  /**
   * A command line as the container of one attempt gets it. What is filled in is not looked at
   * again.
   *
   * @throws JflyteException if a template names an input that there is not, or one that has no text
   */
  public static List<String> render(List<String> words, TemplateValues values) {
    return words.stream()
        .map(
            word ->
                TEMPLATE
                    .matcher(word)
                    .replaceAll(match -> Matcher.quoteReplacement(value(match, values))))
        .toList();
  }

  private static String value(MatchResult template, TemplateValues values) {
    String input = template.group(2);
    if (input != null) {
      return input(template.group(), input, values.inputs());
    }
    return switch (template.group(1).toLowerCase(Locale.ROOT)) {
      case "input" -> values.input();
      case "inputprefix" -> values.inputPrefix();
      case "outputprefix" -> values.outputPrefix();
      case "rawoutputdataprefix" -> values.rawOutputDataPrefix();
      case "checkpointoutputprefix" -> values.checkpointOutputPrefix();
      case "prevcheckpointprefix" -> values.prevCheckpointPrefix();
      case "perretryuniquekey" -> values.perRetryUniqueKey();
      case "namespace" -> values.namespace();
      case "tasktemplatepath" -> values.taskTemplatePath().get();
      default -> template.group();
    };
  }

  private static String input(String template, String name, Map<String, Literal> inputs) {
    if (inputs.isEmpty()) {
      // Flyte leaves these, too, to a task that has none.
      return template;
    }
    Literal value = inputs.get(name);
    if (value == null) {
      throw new JflyteException(
          String.format(
              "%s is in the command line, but there is no input %s: name one of %s",
              template, name, String.join(", ", inputs.keySet().stream().sorted().toList())));
    }
    return InputText.of(value, template);
  }
}
