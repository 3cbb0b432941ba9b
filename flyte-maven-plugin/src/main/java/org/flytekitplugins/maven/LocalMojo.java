package org.flytekitplugins.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Runs a workflow on this machine, each training task as a cluster of real processes. Inputs are
 * words of {@code flyte.args}: {@code --steps 600}.
 */
@Mojo(name = "local", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class LocalMojo extends PackageMojo {
  /** The workflow to run, by its full name. */
  @Parameter(property = "flyte.workflow")
  private @Nullable String workflow;

  /** The launch plan whose workflow to run. */
  @Parameter(property = "flyte.launchPlan")
  private @Nullable String launchPlan;

  /** The task to run alone. */
  @Parameter(property = "flyte.task")
  private @Nullable String task;

  /** A file of JSON with inputs by name. */
  @Parameter(property = "flyte.inputs")
  private @Nullable File inputs;

  /** Run training tasks in one process, and not as clusters. */
  @Parameter(property = "flyte.singleProcess", defaultValue = "false")
  private boolean singleProcess;

  /** Show what replicas print. */
  @Parameter(property = "flyte.logs", defaultValue = "false")
  private boolean logs;

  /** Where each run makes a folder for its outputs, checkpoints, logs and decks. */
  @Parameter(property = "flyte.runFolder", defaultValue = "${project.build.directory}/flyte/runs")
  private File runFolder;

  @Override
  List<String> packageCommand() {
    List<String> words = new ArrayList<>(List.of("execute-local", "-cp", classPath(classes())));
    add(words, "--workflow", workflow);
    add(words, "--launch-plan", launchPlan);
    add(words, "--task", task);
    add(words, "--inputs", inputs == null ? null : inputs.getPath());
    add(words, "--run-folder", runFolder.getPath());
    if (singleProcess) {
      words.add("--single-process");
    }
    if (logs) {
      words.add("--logs");
    }
    return words;
  }

  private static void add(List<String> words, String flag, @Nullable String value) {
    if (value != null) {
      words.addAll(List.of(flag, value));
    }
  }
}
