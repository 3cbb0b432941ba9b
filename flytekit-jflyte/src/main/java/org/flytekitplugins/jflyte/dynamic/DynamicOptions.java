package org.flytekitplugins.jflyte.dynamic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code jflyte execute-dynamic-workflow}.
 *
 * @param task the name of the task
 * @param inputs the URI of {@code inputs.pb}
 * @param outputPrefix the URI of the folder for futures, outputs and errors
 * @param taskTemplatePath the URI of the task's own template
 * @param packageDir the class path of the package in this image, or null if it is staged
 */
record DynamicOptions(
    String task,
    String inputs,
    String outputPrefix,
    String taskTemplatePath,
    @Nullable String packageDir) {
  static final String USAGE =
      """
      Usage: jflyte execute-dynamic-workflow --task NAME --inputs URI --outputPrefix URI
                                             --taskTemplatePath URI [--package-dir CLASS_PATH]
      Runs a task that makes a workflow; Flyte calls it in the pods.
        --task              the name of the task
        --inputs            where inputs.pb is
        --outputPrefix      the folder for futures.pb, outputs.pb or error.pb
        --taskTemplatePath  where the task's template is, whose image the workflow's tasks run in
        --package-dir       the package in this image: jars, folders of classes, DIR/*; joined by :
      """;

  private static final List<String> FLAGS =
      List.of("--task", "--inputs", "--outputPrefix", "--taskTemplatePath", "--package-dir");

  /**
   * Reads {@code --flag value} and {@code --flag=value}, in any order.
   *
   * @throws JflyteException if a flag is unknown, has no value or stands there twice, or if one
   *     that must be there is not
   */
  static DynamicOptions parse(String[] arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.indexOf('=');
      String flag = equals < 0 ? argument : argument.substring(0, equals);
      if (!FLAGS.contains(flag)) {
        throw new JflyteException(
            "argument " + argument + " is none of " + String.join(", ", FLAGS) + ": leave it out");
      }
      if (equals < 0 && i + 1 == arguments.length) {
        throw new JflyteException(flag + " has no value: write one after it");
      }
      String value = equals < 0 ? arguments[++i] : argument.substring(equals + 1);
      if (values.put(flag, value) != null) {
        throw new JflyteException(flag + " is given twice: leave one of them out");
      }
    }
    return new DynamicOptions(
        required(values, "--task"),
        required(values, "--inputs"),
        required(values, "--outputPrefix"),
        required(values, "--taskTemplatePath"),
        values.get("--package-dir"));
  }

  private static String required(Map<String, String> values, String flag) {
    String value = values.get(flag);
    if (value == null || value.isBlank()) {
      throw new JflyteException(flag + " is missing: give it a value");
    }
    return value;
  }

  /** Where a document of the task is to be. */
  String output(String name) {
    return outputPrefix.endsWith("/") ? outputPrefix + name : outputPrefix + "/" + name;
  }
}
