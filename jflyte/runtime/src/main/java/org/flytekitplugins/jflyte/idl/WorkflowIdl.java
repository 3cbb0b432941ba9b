package org.flytekitplugins.jflyte.idl;

import flyteidl.admin.WorkflowOuterClass.WorkflowSpec;
import flyteidl.core.Workflow;
import flyteidl.core.Workflow.WorkflowMetadata.OnFailurePolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Binding;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.api.v1.WorkflowMetadata;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.spi.FailurePolicy;
import org.flytekitplugins.spi.WorkflowExtension;
import org.jspecify.annotations.Nullable;

/**
 * Workflows.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/workflow.proto">workflow.proto</a>
 */
public final class WorkflowIdl {
  private WorkflowIdl() {}

  /**
   * The message of a workflow.
   *
   * @throws JflyteException if a node is not what Flyte takes; says of which workflow
   */
  public static Workflow.WorkflowTemplate toIdl(WorkflowIdentifier id, WorkflowTemplate template) {
    return toIdl(id, template, null);
  }

  /**
   * The message of a workflow.
   *
   * @param extension what flytekit-java's model cannot carry, or null. Its failure node and its
   *     documentation need to know more than the workflow and are not looked at here.
   * @throws JflyteException if a node is not what Flyte takes; says of which workflow
   */
  public static Workflow.WorkflowTemplate toIdl(
      WorkflowIdentifier id, WorkflowTemplate template, @Nullable WorkflowExtension extension) {
    try {
      Workflow.WorkflowTemplate.Builder builder =
          Workflow.WorkflowTemplate.newBuilder()
              .setId(IdentifierIdl.toIdl(id))
              .setMetadata(toIdl(template.metadata()))
              .setInterface(InterfaceIdl.toIdl(template.interface_()));
      for (Node node : template.nodes()) {
        builder.addNodes(NodeIdl.toIdl(node));
      }
      // flytekit-java keeps outputs in maps whose order differs from one run to the next, while
      // flyteadmin takes a workflow with another order for another workflow.
      List<Binding> outputs = new ArrayList<>(template.outputs());
      outputs.sort(Comparator.comparing(Binding::var_));
      for (Binding output : outputs) {
        builder.addOutputs(BindingIdl.toIdl(output));
      }
      if (extension != null) {
        extend(builder, extension);
      }
      return builder.build();
    } catch (JflyteException e) {
      throw new JflyteException("workflow \"" + id.name() + "\": " + e.getMessage(), e);
    }
  }

  /**
   * What flyteadmin wants to have to create a workflow.
   *
   * @param subWorkflows all workflows that the workflow contains, directly or not; written in the
   *     order of their identifiers
   * @throws JflyteException as {@link #toIdl} does
   */
  public static WorkflowSpec spec(
      WorkflowIdentifier id,
      WorkflowTemplate template,
      Map<WorkflowIdentifier, WorkflowTemplate> subWorkflows) {
    return WorkflowSpec.newBuilder()
        .setTemplate(toIdl(id, template))
        .addAllSubWorkflows(toIdl(subWorkflows))
        .build();
  }

  /** The messages of workflows in the order of their identifiers. */
  static List<Workflow.WorkflowTemplate> toIdl(
      Map<WorkflowIdentifier, WorkflowTemplate> workflows) {
    List<Map.Entry<WorkflowIdentifier, WorkflowTemplate>> sorted =
        new ArrayList<>(workflows.entrySet());
    sorted.sort((one, other) -> IdentifierOrder.compare(one.getKey(), other.getKey()));
    List<Workflow.WorkflowTemplate> templates = new ArrayList<>(sorted.size());
    for (Map.Entry<WorkflowIdentifier, WorkflowTemplate> entry : sorted) {
      templates.add(toIdl(entry.getKey(), entry.getValue()));
    }
    return templates;
  }

  private static void extend(
      Workflow.WorkflowTemplate.Builder builder, WorkflowExtension extension) {
    Boolean interruptible = extension.getInterruptible();
    if (interruptible != null) {
      builder.getMetadataDefaultsBuilder().setInterruptible(interruptible);
    }
    FailurePolicy policy = extension.getFailurePolicy();
    if (policy != null) {
      builder
          .getMetadataBuilder()
          .setOnFailure(
              switch (policy) {
                case FAIL_IMMEDIATELY -> OnFailurePolicy.FAIL_IMMEDIATELY;
                case FAIL_AFTER_EXECUTABLE_NODES_COMPLETE ->
                    OnFailurePolicy.FAIL_AFTER_EXECUTABLE_NODES_COMPLETE;
              });
    }
  }

  private static Workflow.WorkflowMetadata toIdl(WorkflowMetadata metadata) {
    OnFailurePolicy policy =
        switch (metadata.onFailure().getKind()) {
          case FAIL_IMMEDIATELY -> OnFailurePolicy.FAIL_IMMEDIATELY;
          case FAIL_AFTER_EXECUTABLE_NODES_COMPLETE ->
              OnFailurePolicy.FAIL_AFTER_EXECUTABLE_NODES_COMPLETE;
          default ->
              throw UnknownToModel.inModel("OnFailurePolicy", metadata.onFailure().getKind());
        };
    return Workflow.WorkflowMetadata.newBuilder().setOnFailure(policy).build();
  }
}
