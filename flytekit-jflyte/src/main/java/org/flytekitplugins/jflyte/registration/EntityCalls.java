package org.flytekitplugins.jflyte.registration;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanState;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.flytekitplugins.jflyte.admin.AdminClient;
import org.flytekitplugins.jflyte.admin.Creation;

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

  /** What is registered; empty if nothing is. */
  CompletableFuture<Optional<Registered>> registered(Entity entity) {
    if (entity.request() instanceof TaskCreateRequest task) {
      return admin
          .getTask(task.getId())
          .thenApply(
              found -> found.map(there -> inactive(RegisteredContent.differences(there, task))));
    }
    if (entity.request() instanceof WorkflowCreateRequest workflow) {
      return admin
          .getWorkflow(workflow.getId())
          .thenApply(
              found ->
                  found.map(there -> inactive(RegisteredContent.differences(there, workflow))));
    }
    LaunchPlanCreateRequest plan = (LaunchPlanCreateRequest) entity.request();
    return admin
        .getLaunchPlan(plan.getId())
        .thenApply(
            found ->
                found.map(
                    there ->
                        new Registered(
                            RegisteredContent.differences(there, plan),
                            there.getClosure().getState() == LaunchPlanState.ACTIVE)));
  }

  private static Registered inactive(List<Difference> differences) {
    return new Registered(differences, false);
  }

  CompletableFuture<Void> activate(EntityId plan) {
    return admin.activateLaunchPlan(plan.toIdentifier());
  }
}
