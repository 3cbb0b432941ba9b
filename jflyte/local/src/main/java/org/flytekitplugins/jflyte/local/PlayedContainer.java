package org.flytekitplugins.jflyte.local;

import java.nio.file.Path;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Task;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptDocuments;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.flytekitplugins.jflyte.local.internal.attempt.TaskFailure;
import org.flytekitplugins.jflyte.local.internal.process.ContainerProcess;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.spi.RecoverableException.Origin;

/** A task whose pod runs as one process of this machine. */
final class PlayedContainer extends LocalTask {
  private final Task task;
  private final PodCommand command;
  private final NodeKind kind;
  private final LocalContext context;
  private final TaskSettings settings;

  PlayedContainer(
      Task task, PodCommand command, NodeKind kind, LocalContext context, TaskSettings settings) {
    super(task.getName(), task.getInterface());
    this.task = task;
    this.command = command;
    this.kind = kind;
    this.context = context;
    this.settings = settings;
  }

  @Override
  public NodeKind kind() {
    return kind;
  }

  @Override
  public Map<String, Literal> run(Map<String, Literal> inputs) {
    TaskInputs given = TaskInputs.write(context, inputs);
    TaskFolders folders = new TaskFolders(context);
    return new Attempts(context.tracker(), task.getRetries())
        .run(number -> attempt(given, folders.next(number)));
  }

  private Map<String, Literal> attempt(TaskInputs inputs, AttemptFolders attempt) {
    String node = context.tracker().current().name();
    Path log = RunFolder.make(attempt.logs()).resolve(node.replace('/', '-') + ".log");
    Map<String, String> environment = PodEnvironment.of(command.environment(), settings, context);
    try (ContainerProcess process =
        ContainerProcess.start(
            node,
            command.words(inputs, attempt, environment),
            environment,
            log,
            settings.logs(),
            PlayedTraining.GRACE)) {
      JobState end = process.await() == 0 ? JobState.SUCCEEDED : JobState.FAILED;
      return new AttemptDocuments(attempt.folder(), getInterface()).outcome(end, process.failure());
    } catch (TaskFailure failure) {
      throw failure.seenIn("log " + log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskFailure(
          "the container did not end: " + e, /* recoverable= */ false, Origin.USER, e);
    }
  }
}
