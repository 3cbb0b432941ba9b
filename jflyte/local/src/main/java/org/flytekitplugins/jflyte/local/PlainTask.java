package org.flytekitplugins.jflyte.local;

import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.RunnableTask;

/** A task that runs in this process. */
final class PlainTask extends LocalTask {
  private final RunnableTask task;
  private final NodeKind kind;
  private final LocalContext context;

  PlainTask(RunnableTask task, NodeKind kind, LocalContext context) {
    super(task.getName(), task.getInterface());
    this.task = task;
    this.kind = kind;
    this.context = context;
  }

  @Override
  public NodeKind kind() {
    return kind;
  }

  @Override
  public Map<String, Literal> run(Map<String, Literal> inputs) {
    TaskFolders folders = new TaskFolders(context);
    return new Attempts(context.tracker(), task.getRetries())
        .run(number -> context.inUserCode(folders.next(number), () -> task.run(inputs)));
  }
}
