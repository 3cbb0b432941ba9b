package org.flytekitplugins.jflyte.registration;

import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.admin.Creation;

/** The calls for an entity, whichever kind it is. */
final class EntityCalls {
  private final AdminClient admin;

  EntityCalls(AdminClient admin) {
    this.admin = admin;
  }

  CompletableFuture<Creation> create(Entity entity) {
    if (entity.request() instanceof TaskCreateRequest task) {
      return admin.createTask(task);
    }
    if (entity.request() instanceof WorkflowCreateRequest workflow) {
      return admin.createWorkflow(workflow);
    }
    return admin.createLaunchPlan((LaunchPlanCreateRequest) entity.request());
  }

  /** How what is registered differs; empty if nothing is. */
  CompletableFuture<Optional<List<Difference>>> differences(Entity entity) {
    if (entity.request() instanceof TaskCreateRequest task) {
      return admin
          .getTask(task.getId())
          .thenApply(found -> found.map(there -> RegisteredContent.differences(there, task)));
    }
    if (entity.request() instanceof WorkflowCreateRequest workflow) {
      return admin
          .getWorkflow(workflow.getId())
          .thenApply(found -> found.map(there -> RegisteredContent.differences(there, workflow)));
    }
    LaunchPlanCreateRequest plan = (LaunchPlanCreateRequest) entity.request();
    return admin
        .getLaunchPlan(plan.getId())
        .thenApply(found -> found.map(there -> RegisteredContent.differences(there, plan)));
  }

  /** What it would be to activate a launch plan. */
  CompletableFuture<Activation> activation(EntityId plan) {
    NamedEntityIdentifier name =
        NamedEntityIdentifier.newBuilder()
            .setProject(plan.project())
            .setDomain(plan.domain())
            .setName(plan.name())
            .build();
    return admin
        .activeLaunchPlan(name)
        .thenApply(
            active ->
                new Activation(plan.version(), active.map(Identifier::getVersion).orElse(null)));
  }

  CompletableFuture<Void> activate(EntityId plan) {
    return admin.activateLaunchPlan(plan.toIdentifier());
  }
}
