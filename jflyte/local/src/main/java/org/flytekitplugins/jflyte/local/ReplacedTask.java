package org.flytekitplugins.jflyte.local;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.TypedInterface;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.local.literal.WorkflowInputs;
import org.jspecify.annotations.Nullable;

/** Something else that runs in place of a task, as often as the task would be attempted. */
final class ReplacedTask extends LocalTask {
  private static final TypedInterface UNKNOWN =
      TypedInterface.builder().inputs(Map.of()).outputs(Map.of()).build();
  private static final RetryStrategy ONCE = RetryStrategy.builder().retries(0).build();

  private final TaskReplacement replacement;
  private final @Nullable PackageTask task;
  private final LocalContext context;

  /**
   * A task.
   *
   * @param task what is replaced; null if the package does not have it
   */
  ReplacedTask(
      String name, TaskReplacement replacement, @Nullable PackageTask task, LocalContext context) {
    super(name, task == null ? UNKNOWN : task.typedInterface());
    this.replacement = replacement;
    this.task = task;
    this.context = context;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.TASK;
  }

  @Override
  public Map<String, Literal> run(Map<String, Literal> inputs) {
    TaskFolders folders = new TaskFolders(context);
    return new Attempts(context.tracker(), task == null ? ONCE : task.retries())
        .run(
            number ->
                whole(
                    context.inUserCode(
                        folders.next(number),
                        () -> replacement.run(inputs, getInterface().outputs()))));
  }

  private Map<String, Literal> whole(Map<String, Literal> outputs) {
    Set<String> missing = new TreeSet<>(getInterface().outputs().keySet());
    missing.removeAll(outputs.keySet());
    if (!missing.isEmpty()) {
      throw new JflyteException(
          String.format(
              "the replacement of task %s does not return %s: return all outputs of the task (%s)",
              getName(),
              WorkflowInputs.names(missing),
              WorkflowInputs.names(getInterface().outputs().keySet())));
    }
    return outputs;
  }
}
