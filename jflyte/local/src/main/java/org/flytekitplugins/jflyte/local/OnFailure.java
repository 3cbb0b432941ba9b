package org.flytekitplugins.jflyte.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.NodeMetadata;
import org.flyte.api.v1.PartialTaskIdentifier;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flyte.api.v1.TaskNode;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.WorkflowMetadata;
import org.flyte.api.v1.WorkflowNode;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.failure.RootCause;
import org.flytekitplugins.spi.FailureNode;
import org.flytekitplugins.spi.WorkflowExtension;
import org.jspecify.annotations.Nullable;

/**
 * Runs what a workflow says that runs once it has failed, with the inputs of the workflow that this
 * has inputs for, as registration binds them.
 */
final class OnFailure {
  /** What the node is called, here and where it is registered. */
  private static final String NODE = "on-failure";

  private final LocalPackage localPackage;
  private final EngineRun engine;
  private final NodeTracker tracker;

  OnFailure(LocalPackage localPackage, EngineRun engine, NodeTracker tracker) {
    this.localPackage = localPackage;
    this.engine = engine;
    this.tracker = tracker;
  }

  /**
   * Runs it if there is any, unless somebody wants an end of all that runs.
   *
   * @param workflow the name of the workflow that has failed
   * @param parts the workflows and launch plans that have failed within it, whose failure nodes run
   *     on a cluster only
   * @param inputs those of the workflow
   * @param failure why it has failed
   * @return the failure, and why that of the failure node if it has failed too
   */
  RuntimeException run(
      String workflow, List<String> parts, Map<String, Literal> inputs, RuntimeException failure) {
    RuntimeException whole = failure;
    for (String part : parts) {
      FailureNode unplayed = failureNode(workflowOf(part));
      if (unplayed != null) {
        whole =
            also(
                whole,
                "the failure node of "
                    + part
                    + " ("
                    + unplayed.name()
                    + ") is not run, since"
                    + " here only the workflow that is started runs its own",
                failure);
      }
    }
    return run(workflow, inputs, whole);
  }

  private RuntimeException run(
      String workflow, Map<String, Literal> inputs, RuntimeException failure) {
    FailureNode failureNode = failureNode(workflow);
    if (failureNode == null || Thread.currentThread().isInterrupted()) {
      return failure;
    }
    try {
      TypedInterface wanted = interfaceOf(failureNode);
      Map<String, Literal> own = new HashMap<>(inputs);
      own.keySet().retainAll(wanted.inputs().keySet());
      engine.run(template(failureNode, wanted), own);
      return failure;
    } catch (RuntimeException | Error e) {
      tracker.failed();
      return also(
          failure,
          "its failure node (" + failureNode.name() + ") failed too: " + RootCause.of(e),
          e);
    }
  }

  private static JflyteException also(
      RuntimeException failure, String sentence, Throwable suppressed) {
    JflyteException both = new JflyteException(failure.getMessage() + "; and " + sentence, failure);
    if (suppressed != failure) {
      both.addSuppressed(suppressed);
    }
    return both;
  }

  /** The workflow that a part runs, which may be named after its launch plan. */
  private String workflowOf(String part) {
    return localPackage.loaded().launchPlans().values().stream()
        .filter(plan -> plan.name().equals(part))
        .map(plan -> plan.workflowId().name())
        .findFirst()
        .orElse(part);
  }

  private @Nullable FailureNode failureNode(String workflow) {
    for (var entry : localPackage.loaded().workflowExtensions().entrySet()) {
      WorkflowExtension extension = entry.getValue();
      if (entry.getKey().name().equals(workflow)) {
        return extension.getFailureNode();
      }
    }
    return null;
  }

  private TypedInterface interfaceOf(FailureNode failureNode) {
    return switch (failureNode.kind()) {
      case WORKFLOW -> localPackage.workflowInterface(failureNode.name());
      case TASK -> {
        PackageTask task = localPackage.tasks().get(failureNode.name());
        if (task == null) {
          throw new JflyteException(
              "the package has no task "
                  + failureNode.name()
                  + ": annotate its class with @AutoService(SdkRunnableTask.class), or name one"
                  + " that it has");
        }
        yield task.typedInterface();
      }
    };
  }

  /** The workflow of one node in which it runs. */
  private static WorkflowTemplate template(FailureNode failureNode, TypedInterface wanted) {
    Node.Builder node =
        Node.builder()
            .id(NODE)
            .metadata(NodeMetadata.builder().name(NODE).build())
            .inputs(LocalTarget.bindings(wanted.inputs().keySet(), Node.START_NODE_ID))
            .upstreamNodeIds(List.of());
    switch (failureNode.kind()) {
      case TASK ->
          node.taskNode(
              TaskNode.builder()
                  .referenceId(PartialTaskIdentifier.builder().name(failureNode.name()).build())
                  .build());
      case WORKFLOW ->
          node.workflowNode(
              WorkflowNode.builder()
                  .reference(
                      WorkflowNode.Reference.ofSubWorkflowRef(
                          PartialWorkflowIdentifier.builder().name(failureNode.name()).build()))
                  .build());
    }
    return WorkflowTemplate.builder()
        .nodes(List.of(node.build()))
        .outputs(List.of())
        .interface_(TypedInterface.builder().inputs(wanted.inputs()).outputs(Map.of()).build())
        .metadata(WorkflowMetadata.builder().build())
        .build();
  }
}
