package org.flytekitplugins.jflyte.closure;

import java.util.List;
import java.util.Map;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.DynamicJobSpec;
import org.flyte.api.v1.DynamicWorkflowTask;
import org.flyte.api.v1.KeyValuePair;
import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.OnFailurePolicy;
import org.flyte.api.v1.PartialTaskIdentifier;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.TaskNode;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.Variable;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.api.v1.WorkflowMetadata;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.loading.LoadedPackage;

/** Entities in flytekit's own model, as registrars yield them. */
final class Entities {
  static final ExecutionVariables TARGET = new ExecutionVariables("p", "d", "v");
  static final TypedInterface NOTHING =
      TypedInterface.builder().inputs(Map.of()).outputs(Map.of()).build();

  private Entities() {}

  static TaskIdentifier taskId(String name) {
    return TaskIdentifier.builder().project("p").domain("d").name(name).version("v").build();
  }

  static WorkflowIdentifier workflowId(String name) {
    return WorkflowIdentifier.builder().project("p").domain("d").name(name).version("v").build();
  }

  static LaunchPlanIdentifier launchPlanId(String name) {
    return LaunchPlanIdentifier.builder().project("p").domain("d").name(name).version("v").build();
  }

  static LoadedPackage tasks(Map<TaskIdentifier, RunnableTask> tasks) {
    return workflows(tasks, Map.of());
  }

  static LoadedPackage workflows(
      Map<TaskIdentifier, RunnableTask> tasks,
      Map<WorkflowIdentifier, WorkflowTemplate> workflows) {
    return new LoadedPackage(tasks, Map.of(), Map.of(), Map.of(), workflows, Map.of(), Map.of());
  }

  static Variable integer() {
    return Variable.builder()
        .literalType(LiteralType.ofSimpleType(SimpleType.INTEGER))
        .description("")
        .build();
  }

  static WorkflowTemplate workflow(Node... nodes) {
    return WorkflowTemplate.builder()
        .nodes(List.of(nodes))
        .metadata(
            WorkflowMetadata.builder()
                .onFailure(
                    OnFailurePolicy.builder().kind(OnFailurePolicy.Kind.FAIL_IMMEDIATELY).build())
                .build())
        .interface_(NOTHING)
        .outputs(List.of())
        .build();
  }

  static Node taskNode(String id, PartialTaskIdentifier task) {
    return Node.builder()
        .id(id)
        .taskNode(TaskNode.builder().referenceId(task).build())
        .inputs(List.of())
        .upstreamNodeIds(List.of())
        .build();
  }

  static PartialTaskIdentifier local(String name) {
    return PartialTaskIdentifier.builder().name(name).build();
  }

  /** A task that runs nothing and wants certain resources. */
  record Plain(String getName, Resources getResources) implements RunnableTask {
    @Override
    public TypedInterface getInterface() {
      return NOTHING;
    }

    @Override
    public RetryStrategy getRetries() {
      return RetryStrategy.builder().retries(2).build();
    }

    @Override
    public List<String> getCustomJavaToolOptions() {
      return List.of("-Dplain=yes");
    }

    @Override
    public Map<String, Literal> run(Map<String, Literal> inputs) {
      return Map.of();
    }
  }

  /** A training task's runnable side. */
  record Training(String getName, Struct getCustom, Resources getResources)
      implements RunnableTask {
    @Override
    public String getType() {
      return "tensorflow";
    }

    @Override
    public TypedInterface getInterface() {
      return NOTHING;
    }

    @Override
    public RetryStrategy getRetries() {
      return RetryStrategy.builder().retries(0).build();
    }

    @Override
    public Map<String, Literal> run(Map<String, Literal> inputs) {
      return Map.of();
    }
  }

  /** A task that makes a workflow without nodes. */
  record Dynamic(String getName) implements DynamicWorkflowTask {
    @Override
    public TypedInterface getInterface() {
      return NOTHING;
    }

    @Override
    public RetryStrategy getRetries() {
      return RetryStrategy.builder().retries(0).build();
    }

    @Override
    public DynamicJobSpec run(Map<String, Literal> inputs) {
      throw new UnsupportedOperationException("templates are made without running");
    }
  }

  /** A task that runs an image. */
  record Image(String getName, String getType, String getImage) implements ContainerTask {
    @Override
    public List<String> getArgs() {
      return List.of("train.py");
    }

    @Override
    public List<String> getCommand() {
      return List.of("python");
    }

    @Override
    public List<KeyValuePair> getEnv() {
      return List.of(KeyValuePair.of("A", "1"));
    }

    @Override
    public TypedInterface getInterface() {
      return NOTHING;
    }

    @Override
    public RetryStrategy getRetries() {
      return RetryStrategy.builder().retries(0).build();
    }
  }
}
