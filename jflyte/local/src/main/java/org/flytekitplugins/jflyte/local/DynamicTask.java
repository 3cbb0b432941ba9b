package org.flytekitplugins.jflyte.local;

import java.util.HashMap;
import java.util.Map;
import org.flyte.api.v1.DynamicJobSpec;
import org.flyte.api.v1.DynamicWorkflowTask;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.WorkflowMetadata;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.loading.StableNodeNames;

/**
 * A task that makes a workflow, and that workflow, within one node. flytekit-java's engine knows no
 * such tasks.
 */
final class DynamicTask extends LocalTask {
  private static final TypedInterface NONE =
      TypedInterface.builder().inputs(Map.of()).outputs(Map.of()).build();

  private final DynamicWorkflowTask task;
  private final LocalContext context;
  private final NestedWorkflows workflows;

  DynamicTask(DynamicWorkflowTask task, LocalContext context, NestedWorkflows workflows) {
    super(task.getName(), task.getInterface());
    this.task = task;
    this.context = context;
    this.workflows = workflows;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.DYNAMIC;
  }

  @Override
  public Map<String, Literal> run(Map<String, Literal> inputs) {
    TaskFolders folders = new TaskFolders(context);
    return new Attempts(context.tracker(), task.getRetries())
        .run(
            number -> {
              DynamicJobSpec job =
                  StableNodeNames.of(
                      context.inUserCode(folders.next(number), () -> task.run(inputs)));
              WorkflowTemplate made =
                  WorkflowTemplate.builder()
                      .nodes(job.nodes())
                      .outputs(job.outputs())
                      .interface_(NONE)
                      .metadata(WorkflowMetadata.builder().build())
                      .build();
              Map<String, WorkflowTemplate> parts = new HashMap<>();
              job.subWorkflows().forEach((id, template) -> parts.put(id.name(), template));
              return workflows.run(made, parts, Map.of());
            });
  }
}
