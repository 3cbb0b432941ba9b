package org.flytekitplugins.jflyte.local.internal.template;

import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.internal.FlyteTemplates;
import org.jspecify.annotations.Nullable;

/** The values of {@link FlyteTemplates} in a container's command line that is run here. */
public final class CommandTemplate {
  private CommandTemplate() {}

  /**
   * A command line as the container of one attempt gets it. What is filled in is not looked at
   * again.
   *
   * @throws JflyteException if a template names an input that there is not, or one that has no text
   */
  public static List<String> render(List<String> words, TemplateValues values) {
    return FlyteTemplates.render(words, (name, written) -> value(name, written, values));
  }

  private static @Nullable String value(String name, String written, TemplateValues values) {
    if (name.startsWith(FlyteTemplates.INPUTS)) {
      return input(name.substring(FlyteTemplates.INPUTS.length()), written, values.inputs());
    }
    return switch (name) {
      case "input" -> values.input();
      case "inputprefix" -> values.inputPrefix();
      case "outputprefix" -> values.outputPrefix();
      case "rawoutputdataprefix" -> values.rawOutputDataPrefix();
      case "checkpointoutputprefix" -> values.checkpointOutputPrefix();
      case "prevcheckpointprefix" -> values.prevCheckpointPrefix();
      case "perretryuniquekey" -> values.perRetryUniqueKey();
      case "namespace" -> values.namespace();
      case "tasktemplatepath" -> values.taskTemplatePath().get();
      default -> null;
    };
  }

  // Flyte leaves these, too, to a task that has no inputs.
  private static @Nullable String input(String name, String written, Map<String, Literal> inputs) {
    if (inputs.isEmpty()) {
      return null;
    }
    Literal value = inputs.get(name);
    if (value == null) {
      throw new JflyteException(
          String.format(
              "%s is in the command line, but there is no input %s: name one of %s",
              written, name, String.join(", ", inputs.keySet().stream().sorted().toList())));
    }
    return InputText.of(value, written);
  }
}
