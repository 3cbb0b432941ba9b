package org.flytekitplugins.jflyte.explain.internal;

import java.util.List;
import java.util.Locale;
import org.flytekitplugins.jflyte.Flyte;

/** Rules about what Flyte 2 makes otherwise, which hold where that is the platform. */
final class FlyteTwoRules {
  /** How long a name may be by Flyte 2's messages, whether or not a server looks. */
  private static final int LONGEST_NAME = 255;

  private static final Rule NO_TEMPLATE_FILE =
      Rule.warning("task-template-nowhere", "A task template that is no file")
          .background(
              "Flyte 1 writes the template of a task to a file, and names it where"
                  + " `{{.taskTemplatePath}}` stands. Flyte 2 keeps the template to itself and writes"
                  + " `inline://taskTemplate` there, which no program can read.")
          .remedy("upload what the program needs of it, and write its URI there")
          .source(Sources.flyteTwo("executor/pkg/plugin/task_exec_context.go"))
          .looksAtJob(
              (job, hits) -> {
                if (isFlyteTwo(job) && mentions(job, "tasktemplatepath")) {
                  hits.at(
                      "getArgs()",
                      "holds {{.taskTemplatePath}}, for which Flyte 2 writes inline://taskTemplate:"
                          + " there is no such file");
                }
              });

  private static final Rule RAW_AMONG_OUTPUTS =
      Rule.note("raw-outputs-among-outputs", "Files of a program among those of the attempt")
          .background(
              "On Flyte 2 the folder for raw outputs is the folder of the outputs. A file there that"
                  + " is called `outputs.pb`, `error.pb` or `report.html` is taken for the attempt's."
                  + " Tasks of Java code have a folder of their own below it.")
          .remedy("write {{.rawOutputDataPrefix}}/raw, or another folder below it")
          .source(Sources.flyteTwo("executor/pkg/plugin/task_exec_context.go"))
          .looksAtJob(
              (job, hits) -> {
                if (isFlyteTwo(job) && endsWithRawOutputs(job)) {
                  hits.at(
                      "getArgs()",
                      "holds {{.rawOutputDataPrefix}}, which is the folder of the outputs on Flyte 2");
                }
              });

  private static final Rule LONG_NAME =
      Rule.warning("task-name-too-long", "A name that is longer than Flyte 2 allows")
          .background(
              "Flyte 2's messages let the name of a task have 255 characters. The server that this was"
                  + " tried with does not look; another one may.")
          .remedy("give the task a shorter name")
          .source(Sources.flyteTwo("flyteidl2/task/task_definition.proto"))
          .looksAtJob(
              (job, hits) -> {
                int length = job.task().name().length();
                if (isFlyteTwo(job) && length > LONGEST_NAME) {
                  hits.at(
                      "getName()",
                      String.format(
                          Locale.ROOT,
                          "has %d characters, and Flyte 2 allows %d",
                          length,
                          LONGEST_NAME));
                }
              });

  static final List<Rule> ALL = List.of(NO_TEMPLATE_FILE, RAW_AMONG_OUTPUTS, LONG_NAME);

  private FlyteTwoRules() {}

  private static boolean isFlyteTwo(JobView job) {
    return job.platform().flyte() == Flyte.TWO;
  }

  private static boolean mentions(JobView job, String template) {
    return job.task().commandLine().stream()
        .anyMatch(argument -> argument.toLowerCase(Locale.ROOT).contains(template));
  }

  // What follows the template is a folder of the program's own.
  private static boolean endsWithRawOutputs(JobView job) {
    return job.task().commandLine().stream()
        .map(argument -> argument.toLowerCase(Locale.ROOT).replace(" ", ""))
        .anyMatch(argument -> argument.matches(".*\\.?rawoutputdataprefix}}/?"));
  }
}
