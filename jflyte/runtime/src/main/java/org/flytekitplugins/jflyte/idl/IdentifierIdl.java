package org.flytekitplugins.jflyte.idl;

import flyteidl.admin.Common;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.api.v1.NamedEntityIdentifier;
import org.flyte.api.v1.PartialIdentifier;
import org.flyte.api.v1.PartialLaunchPlanIdentifier;
import org.flyte.api.v1.PartialTaskIdentifier;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers of tasks, workflows and launch plans.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/identifier.proto">identifier.proto</a>
 */
public final class IdentifierIdl {
  private IdentifierIdl() {}

  /** The message of a task's identifier. */
  public static Identifier toIdl(TaskIdentifier id) {
    return toIdl(ResourceType.TASK, "task", id);
  }

  /** The message of a workflow's identifier. */
  public static Identifier toIdl(WorkflowIdentifier id) {
    return toIdl(ResourceType.WORKFLOW, "workflow", id);
  }

  /** The message of a launch plan's identifier. */
  public static Identifier toIdl(LaunchPlanIdentifier id) {
    return toIdl(ResourceType.LAUNCH_PLAN, "launch plan", id);
  }

  /**
   * The message of a reference to a task that has been completed.
   *
   * @throws JflyteException if the project, the domain or the version is missing
   */
  public static Identifier toIdl(PartialTaskIdentifier id) {
    return toIdl(ResourceType.TASK, "task", id);
  }

  /**
   * The message of a reference to a workflow that has been completed.
   *
   * @throws JflyteException if the project, the domain or the version is missing
   */
  public static Identifier toIdl(PartialWorkflowIdentifier id) {
    return toIdl(ResourceType.WORKFLOW, "workflow", id);
  }

  /**
   * The message of a reference to a launch plan that has been completed.
   *
   * @throws JflyteException if the project, the domain or the version is missing
   */
  public static Identifier toIdl(PartialLaunchPlanIdentifier id) {
    return toIdl(ResourceType.LAUNCH_PLAN, "launch plan", id);
  }

  /** The message of a name within a project and a domain, of any kind of entity. */
  public static Common.NamedEntityIdentifier toIdl(NamedEntityIdentifier id) {
    return Common.NamedEntityIdentifier.newBuilder()
        .setProject(id.project())
        .setDomain(id.domain())
        .setName(id.name())
        .build();
  }

  /**
   * The identifier of a task.
   *
   * @throws JflyteException if the message identifies something else
   */
  public static TaskIdentifier taskFromIdl(Identifier id) {
    expect(ResourceType.TASK, id);
    return TaskIdentifier.builder()
        .project(id.getProject())
        .domain(id.getDomain())
        .name(id.getName())
        .version(id.getVersion())
        .build();
  }

  /**
   * The identifier of a workflow.
   *
   * @throws JflyteException if the message identifies something else
   */
  public static WorkflowIdentifier workflowFromIdl(Identifier id) {
    expect(ResourceType.WORKFLOW, id);
    return WorkflowIdentifier.builder()
        .project(id.getProject())
        .domain(id.getDomain())
        .name(id.getName())
        .version(id.getVersion())
        .build();
  }

  /**
   * The identifier of a launch plan.
   *
   * @throws JflyteException if the message identifies something else
   */
  public static LaunchPlanIdentifier launchPlanFromIdl(Identifier id) {
    expect(ResourceType.LAUNCH_PLAN, id);
    return LaunchPlanIdentifier.builder()
        .project(id.getProject())
        .domain(id.getDomain())
        .name(id.getName())
        .version(id.getVersion())
        .build();
  }

  private static Identifier toIdl(ResourceType type, String noun, PartialIdentifier id) {
    return Identifier.newBuilder()
        .setResourceType(type)
        .setProject(required(id.project(), "project", noun, id))
        .setDomain(required(id.domain(), "domain", noun, id))
        .setName(id.name())
        .setVersion(required(id.version(), "version", noun, id))
        .build();
  }

  private static String required(
      @Nullable String value, String field, String noun, PartialIdentifier id) {
    if (value == null) {
      throw new JflyteException(
          "the reference to "
              + noun
              + " \""
              + id.name()
              + "\" has no "
              + field
              + "; complete it before it is written");
    }
    return value;
  }

  private static void expect(ResourceType type, Identifier id) {
    if (id.getResourceType() != type) {
      throw new JflyteException(
          "identifier \""
              + id.getName()
              + "\" is of resource type "
              + (id.getResourceType() == ResourceType.UNRECOGNIZED
                  ? String.valueOf(id.getResourceTypeValue())
                  : id.getResourceType())
              + "; one of a "
              + type
              + " is needed here");
    }
  }
}
