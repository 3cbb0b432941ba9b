package org.flytekitplugins.jflyte.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Container;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.TaskTemplate;
import org.flytekitplugins.jflyte.EmptyCommandLine;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.idl.TaskTemplateIdl;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.flytekitplugins.jflyte.local.internal.process.MachineProgram;
import org.flytekitplugins.jflyte.local.internal.template.CommandTemplate;
import org.flytekitplugins.jflyte.local.internal.template.TemplateValues;
import org.flytekitplugins.kubeflow.internal.FlyteTemplates;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a container task on this machine, where nothing of its image is: the program
 * that its container starts, which is the first word of its command, or the image's own entry point
 * if it has none, is a program of this machine.
 *
 * @param id the task's
 * @param extension what flytekit-java's model cannot carry, or null
 * @param program what runs in place of the program that the container starts; null to look for that
 *     one
 * @param run where everything of the execution is
 */
record ContainerCommand(
    TaskIdentifier id,
    ContainerTask task,
    @Nullable TaskTemplateExtension extension,
    @Nullable Path program,
    RunFolder run)
    implements PodCommand {
  /**
   * Why the task cannot run here, as far as that is known before it does.
   *
   * @param more what is in its environment besides what the task says
   * @return the rest of a sentence about the task; null if it can run
   */
  @Nullable String obstacle(Map<String, String> more) {
    if (EmptyCommandLine.isOf(task)) {
      return EmptyCommandLine.REFUSAL;
    }
    if (program != null) {
      return null;
    }
    if (task.getCommand().isEmpty()) {
      return String.format(
          "starts what its image %s starts by itself, and that is not on this machine: %s",
          task.getImage(), remedy());
    }
    Map<String, String> environment = new HashMap<>(environment());
    environment.putAll(more);
    String first = task.getCommand().get(0);
    return FlyteTemplates.isIn(first) ? null : missing(first, environment);
  }

  /** The variables of the task and of its extension. */
  @Override
  public Map<String, String> environment() {
    Map<String, String> environment =
        new HashMap<>(extension == null ? Map.of() : extension.getEnv());
    task.getEnv().forEach(variable -> environment.put(variable.key(), variable.value()));
    return environment;
  }

  /**
   * The command line of one attempt.
   *
   * @throws JflyteException if Flyte could not fill in a template either, or the program that it
   *     names is not on this machine
   */
  @Override
  public List<String> words(
      TaskInputs inputs, AttemptFolders attempt, Map<String, String> environment) {
    List<String> template = new ArrayList<>(task.getCommand());
    if (program != null && !template.isEmpty()) {
      template.remove(0);
    }
    template.addAll(task.getArgs());
    List<String> words = new ArrayList<>(render(template, inputs, attempt));
    if (program != null) {
      words.add(0, program.toString());
      return words;
    }
    String obstacle = missing(words.get(0), environment);
    if (obstacle != null) {
      throw new JflyteException("task " + id.name() + " " + obstacle);
    }
    return words;
  }

  private List<String> render(List<String> template, TaskInputs inputs, AttemptFolders attempt) {
    try {
      return CommandTemplate.render(template, values(inputs, attempt));
    } catch (JflyteException e) {
      throw new JflyteException("task " + id.name() + ": " + e.getMessage(), e);
    }
  }

  // Paths and not URIs: every script can open them, and what reads URIs reads paths, too.
  private TemplateValues values(TaskInputs inputs, AttemptFolders attempt) {
    Path node = inputs.file().toAbsolutePath().getParent();
    Path previous = attempt.previousCheckpoints();
    return new TemplateValues(
        inputs.file().toString(),
        String.valueOf(node),
        attempt.folder().toString(),
        RunFolder.make(attempt.raw()).toString(),
        RunFolder.make(attempt.checkpoints()).toString(),
        previous == null ? TemplateValues.NO_CHECKPOINTS : previous.toString(),
        key(attempt.folder()),
        id.project() + "-" + id.domain(),
        () -> template(inputs.file().resolveSibling("task.pb")),
        inputs.values());
  }

  // As Flyte does with the name of a pod: a name that databases take.
  private String key(Path attempt) {
    return (run.path().getFileName() + "_" + run.path().relativize(attempt))
        .replaceAll("^[^a-zA-Z_]+", "a")
        .replaceAll("[^a-zA-Z0-9_]+", "_");
  }

  private String template(Path file) {
    TaskTemplate template =
        TaskTemplate.builder()
            .container(
                Container.builder()
                    .command(task.getCommand())
                    .args(task.getArgs())
                    .image(task.getImage())
                    .env(task.getEnv())
                    .resources(task.getResources())
                    .build())
            .interface_(task.getInterface())
            .retries(task.getRetries())
            .type(task.getType())
            .custom(task.getCustom())
            .discoverable(task.isCached())
            .discoveryVersion(task.getCacheVersion())
            .cacheSerializable(task.isCacheSerializable())
            .build();
    try {
      Files.write(file, TaskTemplateIdl.toIdl(id, template, extension).toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("the task's template cannot be written to " + file, e);
    }
    return file.toString();
  }

  private @Nullable String missing(String first, Map<String, String> environment) {
    return MachineProgram.find(first, environment) != null
        ? null
        : String.format(
            "starts %s, which is in its image %s and not on this machine: %s",
            first, task.getImage(), remedy());
  }

  private String remedy() {
    return "say which program of this machine runs in its place, as with --container-program "
        + id.name()
        + "=PATH";
  }
}
