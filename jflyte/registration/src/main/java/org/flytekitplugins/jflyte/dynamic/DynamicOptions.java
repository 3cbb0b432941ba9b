package org.flytekitplugins.jflyte.dynamic;

import java.util.List;
import org.flytekitplugins.jflyte.execution.Flags;
import org.flytekitplugins.jflyte.execution.UsageException;
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
   * @throws UsageException if a flag is unknown, has no value or stands there twice, or if one that
   *     must be there is not
   */
  static DynamicOptions parse(String[] arguments) {
    Flags flags = Flags.parse(arguments, FLAGS);
    return new DynamicOptions(
        flags.required("--task"),
        flags.required("--inputs"),
        flags.required("--outputPrefix"),
        flags.required("--taskTemplatePath"),
        flags.optional("--package-dir"));
  }

  /** Where a document of the task is to be. */
  String output(String name) {
    return outputPrefix.endsWith("/") ? outputPrefix + name : outputPrefix + "/" + name;
  }
}
