package org.flytekitplugins.client.internal.admin;

import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.admin.Common.ObjectGetRequest;
import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.admin.Common.Sort;
import flyteidl.admin.LaunchPlanOuterClass.ActiveLaunchPlanRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanState;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanUpdateRequest;
import flyteidl.admin.TaskOuterClass.Task;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.VersionOuterClass.GetVersionRequest;
import flyteidl.admin.VersionOuterClass.Version;
import flyteidl.admin.WorkflowOuterClass.Workflow;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.service.AdminServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.flytekitplugins.client.internal.admin.auth.Authorization;
import org.flytekitplugins.client.internal.admin.auth.TokenGrant;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.jspecify.annotations.Nullable;

/**
 * flyteadmin over gRPC. No call holds a thread; each has a deadline and is tried again while that
 * may help. A future that fails does so with an {@link AdminException}, also for want of a token.
 * What is done when it completes runs on the connection's own thread, and must not wait.
 */
public final class AdminClient implements AutoCloseable {
  private static final Sort LATEST =
      Sort.newBuilder().setKey("created_at").setDirection(Sort.Direction.DESCENDING).build();

  private final AdminConfig config;
  private final FlyteadminCalls calls;

  private AdminClient(Builder builder) {
    config = builder.config;
    FlyteadminCalls flyteadmin = flyteadmin(builder);
    OtherFlyte other = builder.otherFlyte;
    calls =
        other == null
            ? flyteadmin
            : other.or(
                flyteadmin,
                CallSettings.of(config, builder.tokens, builder.retries, builder.listener));
  }

  private static FlyteadminCalls flyteadmin(Builder builder) {
    AdminConfig config = builder.config;
    ManagedChannel channel = AdminChannel.open(config);
    Authorization authorization =
        Authorization.of(
            config,
            builder.tokens,
            new OAuthMetadata(
                Backend.FLYTE_1,
                config.endpoint().toString(),
                new OAuthMetadata.Calls() {
                  @Override
                  public <Q, R> CompletableFuture<R> once(
                      MethodDescriptor<Q, R> method, Q request) {
                    return UnaryCalls.once(
                        channel, method, request, new Metadata(), builder.retries.deadline());
                  }
                }));
    return new UnaryCalls(
        channel,
        authorization,
        builder.retries.deadline(),
        new TriedCalls(
            authorization,
            builder.retries,
            new CallFailures(Backend.FLYTE_1, config, builder.retries),
            builder.listener));
  }

  /**
   * A client; it connects with its first call.
   *
   * @param config where flyteadmin is and how to get in
   * @return the client, to be closed by the caller
   */
  public static AdminClient connect(AdminConfig config) {
    return builder(config).build();
  }

  /**
   * A client that is made otherwise.
   *
   * @param config where flyteadmin is and how to get in
   * @return its builder
   */
  public static Builder builder(AdminConfig config) {
    return new Builder(config);
  }

  /** Where flyteadmin is and how to get in. */
  public AdminConfig config() {
    return config;
  }

  /** Which Flyte answers; Flyte 1 as long as none has. */
  public Backend backend() {
    return calls.backend();
  }

  /** Which Flyte it is, seen without a call if none has been answered; never fails. */
  public CompletableFuture<Backend> findBackend() {
    return calls.find();
  }

  /** Creates a task. */
  public CompletableFuture<Creation> createTask(TaskCreateRequest request) {
    return create(AdminServiceGrpc.getCreateTaskMethod(), request);
  }

  /** Creates a workflow. */
  public CompletableFuture<Creation> createWorkflow(WorkflowCreateRequest request) {
    return create(AdminServiceGrpc.getCreateWorkflowMethod(), request);
  }

  /** Creates a launch plan; it is inactive. */
  public CompletableFuture<Creation> createLaunchPlan(LaunchPlanCreateRequest request) {
    return create(AdminServiceGrpc.getCreateLaunchPlanMethod(), request);
  }

  /** A task; empty if there is none of that identifier. */
  public CompletableFuture<Optional<Task>> getTask(Identifier id) {
    return get(AdminServiceGrpc.getGetTaskMethod(), of(id));
  }

  /** A workflow; empty if there is none of that identifier. */
  public CompletableFuture<Optional<Workflow>> getWorkflow(Identifier id) {
    return get(AdminServiceGrpc.getGetWorkflowMethod(), of(id));
  }

  /** A launch plan; empty if there is none of that identifier. */
  public CompletableFuture<Optional<LaunchPlan>> getLaunchPlan(Identifier id) {
    return get(AdminServiceGrpc.getGetLaunchPlanMethod(), of(id));
  }

  /** The version of a launch plan that is active; empty if none is. */
  public CompletableFuture<Optional<Identifier>> activeLaunchPlan(NamedEntityIdentifier name) {
    return get(
            AdminServiceGrpc.getGetActiveLaunchPlanMethod(),
            ActiveLaunchPlanRequest.newBuilder().setId(name).build())
        .thenApply(found -> found.map(LaunchPlan::getId));
  }

  /** The version of a task that was created last; empty if there is none. */
  public CompletableFuture<Optional<Identifier>> latestTask(NamedEntityIdentifier name) {
    return latest(
        AdminServiceGrpc.getListTasksMethod(), name, list -> list.getTasksList(), Task::getId);
  }

  /** The version of a workflow that was created last; empty if there is none. */
  public CompletableFuture<Optional<Identifier>> latestWorkflow(NamedEntityIdentifier name) {
    return latest(
        AdminServiceGrpc.getListWorkflowsMethod(),
        name,
        list -> list.getWorkflowsList(),
        Workflow::getId);
  }

  /** The version of a launch plan that was created last; empty if there is none. */
  public CompletableFuture<Optional<Identifier>> latestLaunchPlan(NamedEntityIdentifier name) {
    return latest(
        AdminServiceGrpc.getListLaunchPlansMethod(),
        name,
        list -> list.getLaunchPlansList(),
        LaunchPlan::getId);
  }

  /** Makes a launch plan the active one of its name; its schedule begins. */
  public CompletableFuture<Void> activateLaunchPlan(Identifier id) {
    LaunchPlanUpdateRequest request =
        LaunchPlanUpdateRequest.newBuilder().setId(id).setState(LaunchPlanState.ACTIVE).build();
    return calls
        .call(AdminServiceGrpc.getUpdateLaunchPlanMethod(), request)
        .thenAccept(answer -> {});
  }

  /**
   * Any call.
   *
   * @return the answer; fails with an {@link AdminException}
   */
  public <Q, R> CompletableFuture<R> call(MethodDescriptor<Q, R> method, Q request) {
    return calls.call(method, request);
  }

  /** The version of flyteadmin. */
  public CompletableFuture<Version> version() {
    return calls
        .call(AdminServiceGrpc.getGetVersionMethod(), GetVersionRequest.getDefaultInstance())
        .thenApply(answer -> answer.getControlPlaneVersion());
  }

  private <Q, R> CompletableFuture<Creation> create(MethodDescriptor<Q, R> method, Q request) {
    return calls
        .call(method, request)
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return Creation.created();
              }
              AdminException refusal = refusal(failure);
              switch (refusal.code()) {
                case ALREADY_EXISTS:
                  return Creation.alreadyThere();
                case INVALID_ARGUMENT:
                  return Creation.refused(refusal.words());
                default:
                  throw refusal;
              }
            });
  }

  private static ObjectGetRequest of(Identifier id) {
    return ObjectGetRequest.newBuilder().setId(id).build();
  }

  private <Q, R> CompletableFuture<Optional<R>> get(MethodDescriptor<Q, R> method, Q request) {
    return calls
        .call(method, request)
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return Optional.of(answer);
              }
              AdminException refusal = refusal(failure);
              if (refusal.code() == Status.Code.NOT_FOUND) {
                return Optional.empty();
              }
              throw refusal;
            });
  }

  private <R, E> CompletableFuture<Optional<Identifier>> latest(
      MethodDescriptor<ResourceListRequest, R> method,
      NamedEntityIdentifier name,
      Function<R, List<E>> entities,
      Function<E, Identifier> id) {
    ResourceListRequest request =
        ResourceListRequest.newBuilder().setId(name).setLimit(1).setSortBy(LATEST).build();
    return calls
        .call(method, request)
        .thenApply(answer -> entities.apply(answer).stream().findFirst().map(id));
  }

  private static AdminException refusal(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof AdminException) {
      return (AdminException) cause;
    }
    throw new CompletionException(cause);
  }

  /** Ends the connection; calls that are under way fail. */
  @Override
  public void close() {
    calls.close();
  }

  /** How a client is made. */
  public static final class Builder {
    private final AdminConfig config;
    private @Nullable TokenGrant tokens;
    private RetryPolicy retries;
    private AdminListener listener = AdminListener.NONE;
    private @Nullable OtherFlyte otherFlyte;

    private Builder(AdminConfig config) {
      this.config = config;
      this.retries = RetryPolicy.of(config);
    }

    /** Tokens of the caller's; they win over what the configuration says. */
    public Builder tokens(@Nullable TokenGrant tokens) {
      this.tokens = tokens;
      return this;
    }

    /** How often calls are tried; what the configuration says unless said. */
    public Builder retries(RetryPolicy retries) {
      this.retries = retries;
      return this;
    }

    /** Who hears when calls are tried again. */
    public Builder listener(AdminListener listener) {
      this.listener = listener;
      return this;
    }

    /** Who answers if it is no flyteadmin that does; nobody unless said. */
    public Builder otherFlyte(OtherFlyte other) {
      this.otherFlyte = other;
      return this;
    }

    /** The client; it connects with its first call. */
    public AdminClient build() {
      return new AdminClient(this);
    }
  }
}
