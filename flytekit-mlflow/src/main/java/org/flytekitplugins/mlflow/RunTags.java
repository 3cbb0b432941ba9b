package org.flytekitplugins.mlflow;

import java.util.LinkedHashMap;
import java.util.Map;
import org.flytekitplugins.spi.TaskContext;
import org.flytekitplugins.spi.TrackedTraining;

/** What a run says of where it comes from. */
final class RunTags {
  /** By which a replica that is started again finds the run of its attempt. */
  static final String FOLDER = "flyte.attempt_folder";

  private static final int LONGEST = 5000;

  private RunTags() {}

  /** The name of the run, for people. */
  static String name(TrackedTraining training) {
    String task = training.task().substring(training.task().lastIndexOf('.') + 1);
    TaskContext context = training.context();
    return context
        .execution()
        .map(execution -> task + " " + execution.name() + " attempt " + context.attempt())
        .orElse(task);
  }

  /** The tags that a run has from its beginning. */
  static Map<String, String> of(TrackedTraining training) {
    Map<String, String> tags = new LinkedHashMap<>();
    TaskContext context = training.context();
    tags.put("mlflow.source.type", "JOB");
    tags.put("mlflow.source.name", training.task());
    tags.put("flyte.task", training.task());
    context.task().ifPresent(task -> tags.put("flyte.task_version", task.version()));
    context
        .execution()
        .ifPresent(
            execution -> {
              tags.put("flyte.project", execution.project());
              tags.put("flyte.domain", execution.domain());
              tags.put("flyte.execution", execution.name());
              tags.put("flyte.attempt", String.valueOf(context.attempt()));
            });
    context
        .consoleUrl()
        .ifPresent(
            url -> {
              tags.put("flyte.url", url.toString());
              tags.put("mlflow.note.content", "[The execution in Flyte](" + url + ")");
            });
    tags.put(FOLDER, folder(training));
    return tags;
  }

  /** The folder as a tag and as a search for it have it: the server's language has no escapes. */
  static String folder(TrackedTraining training) {
    return cut(training.attemptFolder().replace("'", "%27"));
  }

  /** As much of a value as every version of the server takes. */
  static String cut(String value) {
    return value.length() > LONGEST ? value.substring(0, LONGEST - 1) + "…" : value;
  }
}
