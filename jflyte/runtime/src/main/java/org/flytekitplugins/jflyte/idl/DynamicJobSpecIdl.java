package org.flytekitplugins.jflyte.idl;

import flyteidl.core.DynamicJob;
import flyteidl.core.Tasks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flyte.api.v1.Binding;
import org.flyte.api.v1.DynamicJobSpec;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.TaskTemplate;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * Dynamic jobs, the content of {@code futures.pb}: what a dynamic workflow task wants Flyte to run.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/dynamic_job.proto">dynamic_job.proto</a>
 */
public final class DynamicJobSpecIdl {
  private DynamicJobSpecIdl() {}

  /**
   * The message of a dynamic job. Tasks and sub-workflows are written in the order of their
   * identifiers.
   *
   * @param spec the nodes, their references completed, and the outputs; tasks and sub-workflows of
   *     its own are added to the given ones
   * @param tasks the templates of all tasks that nodes refer to, branches and sub-workflows
   *     included; messages, so that what flyteadmin has registered loses no field. Where {@code
   *     spec} has a template of the same identifier, this one is written.
   * @param subWorkflows all workflows that nodes contain, directly or not. Where {@code spec} has
   *     one of the same identifier, this one is written.
   * @throws JflyteException if a node is not what Flyte takes
   */
  public static DynamicJob.DynamicJobSpec toIdl(
      DynamicJobSpec spec,
      List<Tasks.TaskTemplate> tasks,
      Map<WorkflowIdentifier, WorkflowTemplate> subWorkflows) {
    DynamicJob.DynamicJobSpec.Builder builder = DynamicJob.DynamicJobSpec.newBuilder();
    for (Node node : spec.nodes()) {
      builder.addNodes(NodeIdl.toIdl(node));
    }
    for (Binding output : spec.outputs()) {
      builder.addOutputs(BindingIdl.toIdl(output));
    }
    Map<WorkflowIdentifier, WorkflowTemplate> workflows = new HashMap<>(spec.subWorkflows());
    workflows.putAll(subWorkflows);
    return builder
        .addAllTasks(merge(spec.tasks(), tasks))
        .addAllSubworkflows(WorkflowIdl.toIdl(workflows))
        .build();
  }

  private static List<Tasks.TaskTemplate> merge(
      Map<TaskIdentifier, TaskTemplate> own, List<Tasks.TaskTemplate> given) {
    List<Tasks.TaskTemplate> merged = new ArrayList<>(given);
    Set<TaskIdentifier> present = new HashSet<>();
    for (Tasks.TaskTemplate template : given) {
      present.add(IdentifierIdl.taskFromIdl(template.getId()));
    }
    for (Map.Entry<TaskIdentifier, TaskTemplate> entry : own.entrySet()) {
      if (!present.contains(entry.getKey())) {
        merged.add(TaskTemplateIdl.toIdl(entry.getKey(), entry.getValue(), null));
      }
    }
    merged.sort((one, other) -> IdentifierOrder.compare(one.getId(), other.getId()));
    return merged;
  }
}
