package org.flytekitplugins.client.internal.flyte2;

import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.admin.Common.NamedEntityIdentifierList;
import flyteidl.admin.Common.NamedEntityIdentifierListRequest;
import flyteidl.admin.Common.ObjectGetRequest;
import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.admin.TaskOuterClass.Task;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateResponse;
import flyteidl.admin.TaskOuterClass.TaskList;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.Backend;

/**
 * flyteadmin's methods about tasks, answered by Flyte 2. Another content of a version that is there
 * is refused here, because Flyte 2 would put it over what is there without a word.
 */
final class TaskCalls {
  private static final String TEMPLATE_FILE = "task-template.pb";
  private static final int MOST_LISTED = 1000;

  private final Flyte2Client flyte;

  TaskCalls(Flyte2Client flyte) {
    this.flyte = flyte;
  }

  CompletableFuture<TaskCreateResponse> create(TaskCreateRequest request) {
    TaskKey key = ExecutionMessages.task(request.getId());
    TaskTemplate template =
        request.getSpec().getTemplate().toBuilder().setId(request.getId()).build();
    DeployedTask task = DeployedTask.of(template, DefaultInputs.in(request.getSpec()));
    return flyte
        .taskSpec(key)
        .thenCompose(
            there -> {
              if (there.isPresent()) {
                throw DeployedTask.parse(there.get()).equals(task)
                    ? AdminException.alreadyExists(Backend.FLYTE_2, "the task " + key)
                    : AdminException.differs(Backend.FLYTE_2, "the task " + key);
              }
              return deploy(key, task);
            });
  }

  private CompletableFuture<TaskCreateResponse> deploy(TaskKey key, DeployedTask task) {
    TaskTemplate template = task.template();
    CompletableFuture<TaskTemplate> whole =
        TemplatePath.isIn(template)
            ? flyte
                .upload(key.project(), key.domain(), TEMPLATE_FILE, Fields.stableBytes(template))
                .thenApply(uri -> TemplatePath.withUri(template, uri))
            : CompletableFuture.completedFuture(template);
    return whole
        .thenCompose(
            ready -> flyte.deployTask(key, DeployedTask.of(ready, task.defaults()).toSpec()))
        .thenApply(done -> TaskCreateResponse.getDefaultInstance());
  }

  CompletableFuture<Task> get(ObjectGetRequest request) {
    return deployed(ExecutionMessages.task(request.getId()))
        .thenApply(
            there -> {
              Task.Builder task = Task.newBuilder().setId(request.getId());
              task.getClosureBuilder().getCompiledTaskBuilder().setTemplate(there.template());
              return DefaultInputs.add(task, there.defaults()).build();
            });
  }

  /** A version of a task; fails if it is not there. */
  CompletableFuture<DeployedTask> deployed(TaskKey key) {
    return flyte
        .taskSpec(key)
        .thenApply(
            there ->
                there
                    .map(DeployedTask::parse)
                    .orElseThrow(
                        () ->
                            new CompletionException(
                                AdminException.notFound(Backend.FLYTE_2, "task " + key))));
  }

  CompletableFuture<TaskList> versions(ResourceListRequest request) {
    NamedEntityIdentifier name = request.getId();
    return flyte
        .versions(name.getProject(), name.getDomain(), name.getName())
        .thenApply(
            versions -> {
              TaskList.Builder list = TaskList.newBuilder();
              for (String version : versions) {
                if (list.getTasksCount() < request.getLimit()) {
                  list.addTasks(
                      Task.newBuilder()
                          .setId(
                              ExecutionMessages.id(
                                  TaskKey.of(
                                      name.getProject(),
                                      name.getDomain(),
                                      name.getName(),
                                      version))));
                }
              }
              return list.build();
            });
  }

  CompletableFuture<NamedEntityIdentifierList> names(NamedEntityIdentifierListRequest request) {
    return flyte
        .tasks(request.getProject(), request.getDomain(), MOST_LISTED)
        .thenApply(
            tasks -> {
              NamedEntityIdentifierList.Builder list = NamedEntityIdentifierList.newBuilder();
              for (TaskKey task : tasks) {
                list.addEntities(
                    NamedEntityIdentifier.newBuilder()
                        .setProject(task.project())
                        .setDomain(task.domain())
                        .setName(task.name()));
              }
              return list.build();
            });
  }
}
