package org.flytekitplugins.client;

import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.admin.Common.ObjectGetRequest;
import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.admin.Common.Sort;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateResponse;
import flyteidl.admin.LaunchPlanOuterClass.ActiveLaunchPlanRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanState;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanUpdateRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.service.AdminServiceGrpc;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flytekitplugins.client.FlyteException.Reason;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.admin.auth.AccessToken;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.AdminConfigReader;
import org.flytekitplugins.client.internal.flyte2.EitherFlyte;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.jspecify.annotations.Nullable;

/**
 * Starts what is registered with Flyte, and reads what becomes of it.
 *
 * <pre>{@code
 * try (FlyteClient flyte = FlyteClient.connect("flytesnacks", "development")) {
 *   Execution run = flyte.launch(Launch.workflow("com.acme.Nightly").build()).join();
 *   System.out.println(run.consoleUrl());
 *   ExecutionStatus end = run.watch().join();
 * }
 * }</pre>
 *
 * <p>It speaks to flyteadmin, or to Flyte 2 where that is what answers. It finds it as jflyte does:
 * {@code FLYTE_PLATFORM_URL} and its siblings in the environment, then Flyte's client
 * configuration. Calls have deadlines and are tried again while that may help. Futures fail with a
 * {@link FlyteException}, as the cause of what they throw; what is done when they complete runs on
 * no thread of the connection, and may wait. Safe for use by several threads; it connects with its
 * first call.
 */
public final class FlyteClient implements AutoCloseable {
  private static final int PAGE = 100;
  private static final Sort NEWEST_FIRST =
      Sort.newBuilder().setKey("created_at").setDirection(Sort.Direction.DESCENDING).build();

  private final Connection connection;
  private final Entities entities;

  private FlyteClient(Connection connection) {
    this.connection = connection;
    this.entities = new Entities(connection);
  }

  /**
   * A client for one project and domain, of the flyteadmin that the environment names.
   *
   * @param project the Flyte project
   * @param domain its domain, like {@code development}
   * @throws FlyteException if nothing says where flyteadmin is, or what is said cannot be right
   */
  public static FlyteClient connect(String project, String domain) {
    return builder(project, domain).build();
  }

  /**
   * A client that is made otherwise.
   *
   * @param project the Flyte project
   * @param domain its domain, like {@code development}
   */
  public static Builder builder(String project, String domain) {
    return new Builder(project, domain);
  }

  /** Starts something; the execution is there when the future completes, and runs by itself. */
  public CompletableFuture<Execution> launch(Launch launch) {
    return find(launch).thenCompose(entity -> launch(launch, entity));
  }

  /**
   * What a launch would start, as it is registered, with the inputs that it takes.
   *
   * @param launch whose name, kind and version count
   */
  public CompletableFuture<LaunchableEntity> find(Launch launch) {
    return entities.find(launch.kind(), launch.name(), launch.version());
  }

  private CompletableFuture<Execution> launch(Launch launch, LaunchableEntity entity) {
    String name = launch.executionName();
    if (name == null) {
      ExecutionId fresh = ExecutionNames.fresh(connection.project(), connection.domain());
      return Executions.started(connection, fresh, create(launch, entity, fresh));
    }
    ExecutionId id = ExecutionId.of(connection.project(), connection.domain(), name);
    Instant begun = Instant.now();
    return Executions.startedByName(connection, id, entity.id(), begun, create(launch, entity, id));
  }

  private CompletableFuture<ExecutionCreateResponse> create(
      Launch launch, LaunchableEntity entity, ExecutionId id) {
    return connection.call(
        AdminServiceGrpc.getCreateExecutionMethod(),
        LaunchRequest.of(launch, entity, id),
        entity + ", cannot be started as execution " + id.name());
  }

  /**
   * An execution of this project and domain. Whether there is one is seen when it is asked for.
   *
   * @param name the execution's name
   */
  public Execution execution(String name) {
    return execution(ExecutionId.of(connection.project(), connection.domain(), name));
  }

  /** An execution of any project. Whether there is one is seen when it is asked for. */
  public Execution execution(ExecutionId id) {
    return new Execution(connection, id);
  }

  /**
   * The executions of this project and domain, the newest first.
   *
   * @param most how many at most, from 1 up
   */
  public CompletableFuture<List<ExecutionStatus>> executions(int most) {
    return executions(most, ExecutionFilter.all());
  }

  /**
   * Some executions of this project and domain, the newest first.
   *
   * @param most how many at most, from 1 up
   * @param filter which
   */
  public CompletableFuture<List<ExecutionStatus>> executions(int most, ExecutionFilter filter) {
    return executions(most, filter.text(), "", new ArrayList<>());
  }

  private CompletableFuture<List<ExecutionStatus>> executions(
      int most, String filters, String token, List<ExecutionStatus> before) {
    ResourceListRequest request =
        ResourceListRequest.newBuilder()
            .setId(entities.id(""))
            .setFilters(filters)
            .setLimit(Math.min(PAGE, most - before.size()))
            .setToken(token)
            .setSortBy(NEWEST_FIRST)
            .build();
    return connection
        .call(AdminServiceGrpc.getListExecutionsMethod(), request, "executions cannot be listed")
        .thenCompose(
            list -> {
              list.getExecutionsList().forEach(one -> before.add(ExecutionStatus.of(one)));
              return list.getToken().isEmpty()
                      || list.getExecutionsCount() == 0
                      || before.size() >= most
                  ? CompletableFuture.completedFuture(List.copyOf(before))
                  : executions(most, filters, list.getToken(), before);
            });
  }

  /**
   * The versions of launch plans of this project and domain, the newest first.
   *
   * @param name of the launch plan; null for all
   */
  public CompletableFuture<List<LaunchPlanVersion>> launchPlans(@Nullable String name) {
    return launchPlans(name == null ? "" : name, "", new ArrayList<>());
  }

  private CompletableFuture<List<LaunchPlanVersion>> launchPlans(
      String name, String token, List<LaunchPlanVersion> before) {
    ResourceListRequest request =
        ResourceListRequest.newBuilder()
            .setId(entities.id(name))
            .setLimit(PAGE)
            .setToken(token)
            .setSortBy(NEWEST_FIRST)
            .build();
    return connection
        .call(AdminServiceGrpc.getListLaunchPlansMethod(), request, "launch plans cannot be listed")
        .thenCompose(
            list -> {
              list.getLaunchPlansList().forEach(one -> before.add(LaunchPlanVersion.of(one)));
              return list.getToken().isEmpty() || list.getLaunchPlansCount() == 0
                  ? CompletableFuture.completedFuture(List.copyOf(before))
                  : launchPlans(name, list.getToken(), before);
            });
  }

  /**
   * Makes a version of a launch plan the active one, with its schedule; the version that was active
   * is so no more.
   *
   * @param name of the launch plan
   * @param version null for the one that was registered last
   * @return the version that is active now
   */
  public CompletableFuture<LaunchPlanVersion> activate(String name, @Nullable String version) {
    return entities
        .find(Launch.Kind.LAUNCH_PLAN, name, version)
        .thenCompose(plan -> setState(plan.id(), LaunchPlanState.ACTIVE));
  }

  /**
   * Ends the schedule of a launch plan: no version of it is active then.
   *
   * @param name of the launch plan
   * @return the version that was active; empty if none was
   */
  public CompletableFuture<Optional<LaunchPlanVersion>> deactivate(String name) {
    NamedEntityIdentifier id = entities.id(name);
    return Entities.absentIfNotFound(
            connection.call(
                AdminServiceGrpc.getGetActiveLaunchPlanMethod(),
                ActiveLaunchPlanRequest.newBuilder().setId(id).build(),
                "the active version of launch plan " + name + " cannot be found"))
        .thenCompose(
            active -> {
              if (active.isPresent()) {
                return setState(active.get().getId(), LaunchPlanState.INACTIVE)
                    .thenApply(Optional::of);
              }
              return entities
                  .find(Launch.Kind.LAUNCH_PLAN, name, null)
                  .thenApply(there -> Optional.<LaunchPlanVersion>empty());
            });
  }

  private CompletableFuture<LaunchPlanVersion> setState(Identifier id, LaunchPlanState state) {
    String what = "launch plan " + id.getName() + ", version " + id.getVersion();
    LaunchPlanUpdateRequest request =
        LaunchPlanUpdateRequest.newBuilder().setId(id).setState(state).build();
    return connection
        .call(
            AdminServiceGrpc.getUpdateLaunchPlanMethod(),
            request,
            what + ", cannot be " + (state == LaunchPlanState.ACTIVE ? "activated" : "deactivated"))
        .thenCompose(
            answer ->
                connection.call(
                    AdminServiceGrpc.getGetLaunchPlanMethod(),
                    ObjectGetRequest.newBuilder().setId(id).build(),
                    what + ", cannot be read"))
        .thenApply((LaunchPlan plan) -> LaunchPlanVersion.of(plan));
  }

  /**
   * Which Flyte it is, 1 or 2, as the first call has found out; 1 before it. Of Flyte 2 tasks are
   * started; there are no workflows and no launch plans.
   */
  public int flyteVersion() {
    return connection.isFlyte2() ? 2 : 1;
  }

  /** Ends the connection; calls that are under way fail. What runs on the cluster runs on. */
  @Override
  public void close() {
    connection.close();
  }

  /** How a client is made. */
  public static final class Builder {
    private final String project;
    private final String domain;
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private @Nullable String consoleUrl;
    private @Nullable Supplier<String> token;
    private @Nullable Duration deadline;
    private Duration pollInterval = Duration.ofSeconds(2);
    private Duration patience = Duration.ofMinutes(10);
    private Consumer<String> notes = note -> {};

    private Builder(String project, String domain) {
      this.project = project;
      this.domain = domain;
    }

    /** The environment that says where flyteadmin is; that of this process unless said. */
    public Builder environment(Map<String, String> environment) {
      this.environment.clear();
      this.environment.putAll(environment);
      return this;
    }

    /**
     * Where flyteadmin is; what the environment or Flyte's client configuration says unless said.
     *
     * @param endpoint like {@code dns:///flyte.example.com:443}
     */
    public Builder endpoint(String endpoint) {
      environment.put(AdminConfigReader.URL, endpoint);
      return this;
    }

    /** Whether flyteadmin is spoken to without TLS, as in a sandbox. */
    public Builder plaintext(boolean plaintext) {
      environment.put(AdminConfigReader.INSECURE, Boolean.toString(plaintext));
      return this;
    }

    /**
     * Where Flyte's console is; what {@code console.endpoint} of Flyte's client configuration says,
     * else beside flyteadmin, unless said.
     *
     * @param url like {@code https://flyte.example.com}
     */
    public Builder consoleUrl(@Nullable String url) {
      this.consoleUrl = url;
      return this;
    }

    /**
     * A token for calls, in place of what the environment and the configuration say. It is asked
     * for again when flyteadmin refuses the last one, by a thread of its own.
     */
    public Builder token(@Nullable Supplier<String> token) {
      this.token = token;
      return this;
    }

    /**
     * How long a call may take before it is tried again; what {@code admin.perRetryTimeout} of
     * Flyte's client configuration says, else 15 s, unless said.
     */
    public Builder deadline(Duration deadline) {
      this.deadline = deadline;
      return this;
    }

    /** How long {@link Execution#watch()} waits at most between two looks; 2 s unless said. */
    public Builder pollInterval(Duration interval) {
      this.pollInterval = interval;
      return this;
    }

    /**
     * How long {@link Execution#watch()} goes on looking while flyteadmin, which has answered it
     * before, does not, or with a fault of its own: somebody may be bringing it up to date. 10 min
     * unless said.
     */
    public Builder patience(Duration patience) {
      this.patience = patience;
      return this;
    }

    /** Hears, in sentences for people, what takes long; called by any thread, must not wait. */
    public Builder notes(Consumer<String> notes) {
      this.notes = notes;
      return this;
    }

    /**
     * The client; it connects with its first call.
     *
     * @throws FlyteException if nothing says where flyteadmin is, or what is said cannot be right
     */
    public FlyteClient build() {
      require("project", project);
      require("domain", domain);
      AdminConfig config =
          Connection.translated(
              () -> new AdminConfigReader(environment, AdminConfigReader.home(environment)).read(),
              Reason.MISCONFIGURED);
      Supplier<String> given = token;
      Duration limit = deadline;
      RetryPolicy retries = RetryPolicy.of(config);
      AdminClient admin =
          AdminClient.builder(config)
              .tokens(given == null ? null : () -> AccessToken.of("Bearer", given.get(), null))
              .retries(limit == null ? retries : retries.withDeadline(limit))
              .listener(retry -> notes.accept(note(retry)))
              .otherFlyte(EitherFlyte::of)
              .build();
      return new FlyteClient(
          new Connection(
              admin,
              ConsoleAddress.of(config, consoleUrl),
              project,
              domain,
              pollInterval,
              patience));
    }

    private static String note(AdminListener.Retry retry) {
      return String.format(
          "%s failed (%s): trying again in %s, %d of %d",
          retry.call(),
          retry.reason(),
          DurationText.measured(retry.pause()),
          retry.tried() + 1,
          retry.tries());
    }

    private static void require(String field, String value) {
      if (value.isBlank()) {
        throw new FlyteException(
            Reason.MISCONFIGURED, "the " + field + " is empty: say which", null);
      }
    }
  }
}
