package org.flytekitplugins.client;

import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.admin.Common.NamedEntityIdentifierList;
import flyteidl.admin.Common.NamedEntityIdentifierListRequest;
import flyteidl.admin.Common.ObjectGetRequest;
import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.admin.Common.Sort;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.service.AdminServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flytekitplugins.client.FlyteException.Reason;
import org.flytekitplugins.kubeflow.internal.SimilarNames;
import org.jspecify.annotations.Nullable;

/** Finds what can be started, and says what there is instead if it is not there. */
final class Entities {
  private static final Sort LATEST =
      Sort.newBuilder().setKey("created_at").setDirection(Sort.Direction.DESCENDING).build();
  private static final int MOST_NAMES = 1000;

  private final Connection connection;

  Entities(Connection connection) {
    this.connection = connection;
  }

  static String kind(ResourceType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What a launch names; fails with a sentence if it is not registered. */
  CompletableFuture<LaunchableEntity> find(
      Launch.Kind kind, String name, @Nullable String version) {
    if (kind == Launch.Kind.TASK) {
      return task(name, version)
          .thenCompose(found -> orElse(found, () -> missing(kind, name, version)));
    }
    return launchPlan(name, version)
        .thenCompose(
            plan ->
                plan.isPresent() || !mayBeTask(kind)
                    ? CompletableFuture.completedFuture(plan)
                    : task(name, version))
        .thenCompose(
            found ->
                orElse(
                    found, () -> missing(mayBeTask(kind) ? Launch.Kind.ANY : kind, name, version)));
  }

  /** On Flyte 2, workflows and launch plans are the tasks of their names that drive them. */
  private boolean mayBeTask(Launch.Kind kind) {
    return kind == Launch.Kind.ANY || connection.isFlyte2();
  }

  /** The version of a launch plan; empty if there is none. */
  CompletableFuture<Optional<LaunchableEntity>> launchPlan(String name, @Nullable String version) {
    return get(
        ResourceType.LAUNCH_PLAN,
        name,
        version,
        id ->
            connection
                .call(AdminServiceGrpc.getGetLaunchPlanMethod(), of(id), failed(id))
                .thenApply(plan -> translated(() -> LaunchableEntity.of(plan))));
  }

  private CompletableFuture<Optional<LaunchableEntity>> task(
      String name, @Nullable String version) {
    return get(
        ResourceType.TASK,
        name,
        version,
        id ->
            connection
                .call(AdminServiceGrpc.getGetTaskMethod(), of(id), failed(id))
                .thenApply(task -> translated(() -> LaunchableEntity.of(task))));
  }

  private static LaunchableEntity translated(Supplier<LaunchableEntity> read) {
    return Connection.translated(read, Reason.OTHER);
  }

  private CompletableFuture<Optional<LaunchableEntity>> get(
      ResourceType type,
      String name,
      @Nullable String version,
      Function<Identifier, CompletableFuture<LaunchableEntity>> get) {
    CompletableFuture<Optional<Identifier>> id =
        version == null
            ? latest(type, name)
            : CompletableFuture.completedFuture(
                Optional.of(
                    Identifier.newBuilder()
                        .setResourceType(type)
                        .setProject(connection.project())
                        .setDomain(connection.domain())
                        .setName(name)
                        .setVersion(version)
                        .build()));
    return id.thenCompose(
        found ->
            found.isPresent()
                ? absentIfNotFound(get.apply(found.get()))
                : CompletableFuture.completedFuture(Optional.empty()));
  }

  /** The version of an entity that was registered last; empty if there is none. */
  CompletableFuture<Optional<Identifier>> latest(ResourceType type, String name) {
    ResourceListRequest request =
        ResourceListRequest.newBuilder().setId(id(name)).setLimit(1).setSortBy(LATEST).build();
    String failed = "the latest version of " + kind(type) + " " + name + " cannot be found";
    switch (type) {
      case TASK:
        return connection
            .call(AdminServiceGrpc.getListTasksMethod(), request, failed)
            .thenApply(list -> list.getTasksList().stream().findFirst().map(one -> one.getId()));
      case WORKFLOW:
        return connection
            .call(AdminServiceGrpc.getListWorkflowsMethod(), request, failed)
            .thenApply(
                list -> list.getWorkflowsList().stream().findFirst().map(one -> one.getId()));
      default:
        return connection
            .call(AdminServiceGrpc.getListLaunchPlansMethod(), request, failed)
            .thenApply(
                list -> list.getLaunchPlansList().stream().findFirst().map(one -> one.getId()));
    }
  }

  NamedEntityIdentifier id(String name) {
    return NamedEntityIdentifier.newBuilder()
        .setProject(connection.project())
        .setDomain(connection.domain())
        .setName(name)
        .build();
  }

  /** Always fails: says what there is instead. */
  <T> CompletableFuture<T> missing(Launch.Kind kind, String name, @Nullable String version) {
    boolean wantsTask = kind == Launch.Kind.TASK;
    boolean wantsAny = kind == Launch.Kind.ANY;
    CompletableFuture<Optional<Identifier>> workflow =
        wantsTask
            ? CompletableFuture.completedFuture(Optional.empty())
            : latest(ResourceType.WORKFLOW, name);
    CompletableFuture<Optional<Identifier>> other =
        version == null
            ? CompletableFuture.completedFuture(Optional.empty())
            : latest(wantsTask ? ResourceType.TASK : ResourceType.LAUNCH_PLAN, name);
    CompletableFuture<List<String>> names =
        names(
            wantsTask
                ? AdminServiceGrpc.getListTaskIdsMethod()
                : AdminServiceGrpc.getListLaunchPlanIdsMethod());
    CompletableFuture<List<String>> more =
        wantsAny
            ? names(AdminServiceGrpc.getListTaskIdsMethod())
            : CompletableFuture.completedFuture(List.of());
    return CompletableFuture.allOf(workflow, other, names, more)
        .handle((all, failure) -> failure == null)
        .thenApply(
            all -> {
              String what =
                  what(kind) + " " + name + (version == null ? "" : ", version " + version + ",");
              String sentence =
                  what
                      + " is not registered in project "
                      + connection.project()
                      + ", domain "
                      + connection.domain()
                      + ": "
                      + remedy(all, name, workflow, other, names, more);
              throw new FlyteException(Reason.NOT_FOUND, sentence, null);
            });
  }

  private static String what(Launch.Kind kind) {
    switch (kind) {
      case TASK:
        return "task";
      case LAUNCH_PLAN:
        return "launch plan";
      case WORKFLOW:
        return "a launch plan of workflow";
      default:
        return "a launch plan or task";
    }
  }

  private static String remedy(
      boolean all,
      String name,
      CompletableFuture<Optional<Identifier>> workflow,
      CompletableFuture<Optional<Identifier>> other,
      CompletableFuture<List<String>> names,
      CompletableFuture<List<String>> more) {
    if (!all) {
      return "register it, or look at its name";
    }
    if (other.join().isPresent()) {
      return "its latest version is " + other.join().get().getVersion();
    }
    if (workflow.join().isPresent()) {
      return "there is a workflow of this name, which Flyte starts by a launch plan only; register"
          + " it with one, as jflyte does unless told otherwise";
    }
    List<String> there = new ArrayList<>(names.join());
    there.addAll(more.join());
    List<String> similar = SimilarNames.of(name, there);
    return similar.isEmpty()
        ? "register it, or look at its name, the project and the domain"
        : "did you mean " + String.join(" or ", similar) + "?";
  }

  private CompletableFuture<List<String>> names(
      MethodDescriptor<NamedEntityIdentifierListRequest, NamedEntityIdentifierList> method) {
    NamedEntityIdentifierListRequest request =
        NamedEntityIdentifierListRequest.newBuilder()
            .setProject(connection.project())
            .setDomain(connection.domain())
            .setLimit(MOST_NAMES)
            .build();
    return connection
        .call(method, request, "names cannot be listed")
        .thenApply(
            list -> {
              List<String> names = new ArrayList<>();
              list.getEntitiesList().forEach(entity -> names.add(entity.getName()));
              return names;
            });
  }

  private static ObjectGetRequest of(Identifier id) {
    return ObjectGetRequest.newBuilder().setId(id).build();
  }

  private static String failed(Identifier id) {
    return kind(id.getResourceType()) + " " + id.getName() + " cannot be read";
  }

  private static <T> CompletableFuture<T> orElse(
      Optional<T> found, Supplier<CompletableFuture<T>> otherwise) {
    return found.isPresent() ? CompletableFuture.completedFuture(found.get()) : otherwise.get();
  }

  /** What a call gives; empty if flyteadmin says that it is not there. */
  static <T> CompletableFuture<Optional<T>> absentIfNotFound(CompletableFuture<T> call) {
    return call.handle(
        (answer, failure) -> {
          if (failure == null) {
            return Optional.of(answer);
          }
          Throwable cause = Connection.cause(failure);
          if (cause instanceof FlyteException
              && ((FlyteException) cause).reason() == Reason.NOT_FOUND) {
            return Optional.empty();
          }
          throw new CompletionException(cause);
        });
  }
}
