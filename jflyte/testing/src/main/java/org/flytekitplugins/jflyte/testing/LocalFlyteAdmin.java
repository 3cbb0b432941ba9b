package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.TaskOuterClass.Task;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.Workflow;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.Tasks.Resources.ResourceName;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.TlsServerCredentials;
import io.grpc.okhttp.OkHttpServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A flyteadmin on 127.0.0.1 and a free port. It keeps what is registered in memory, by flyteadmin's
 * own rules: what is identical is answered with ALREADY_EXISTS, what differs from what is there
 * with INVALID_ARGUMENT; identifiers have to be whole, references have to be there. Executions are
 * taken or refused, and advance as events tell; who runs them is a {@link Propeller}. Attributes
 * and projects are not implemented, and answered so.
 *
 * <pre>{@code
 * try (LocalFlyteAdmin admin = LocalFlyteAdmin.start()) {
 *   register("FLYTE_PLATFORM_URL", admin.endpoint());
 *   assertThat(admin.tasks()).hasSize(12);
 * }
 * }</pre>
 *
 * <p>It is Flyte 1.16.8: fields that this one has and the flyteidl-protos on the class path have
 * not count when contents are compared; fields that it has not are kept, and do not.
 */
public final class LocalFlyteAdmin implements PlayedFlyte {
  // It logs stack traces of clients that speak otherwise, which tests do on purpose; loggers live
  // only as long as somebody holds them.
  private static final Logger GRPC = Logger.getLogger("io.grpc.okhttp.OkHttpServerTransport");

  private final Server server;
  private final Registry registry;
  private final Executions executions;
  private final Propeller propeller;
  private final Faults faults;
  private final CallLog calls;
  private final TokenDesk tokens;
  private final TokenEndpoint tokenEndpoint;
  private final @Nullable LoopbackCertificate certificate;
  private final ScheduledThreadPoolExecutor scheduler;
  private final int port;

  private LocalFlyteAdmin(Builder builder) {
    GRPC.setLevel(Level.OFF);
    registry =
        new Registry(
            new IdentifierRules(builder.projects, builder.domains),
            new TaskRules(new TaskResourceRules(builder.platformLimits)));
    executions = new Executions(registry);
    propeller = builder.propeller;
    faults = new Faults();
    calls = new CallLog();
    tokens = new TokenDesk(builder.tokens);
    certificate = builder.certificate();
    tokenEndpoint = new TokenEndpoint(tokens, builder.clientId, builder.clientSecret, certificate);
    scheduler =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              Thread thread = new Thread(task, "local-flyteadmin");
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    server = server(builder);
    try {
      server.start();
    } catch (IOException e) {
      tokenEndpoint.close();
      scheduler.shutdownNow();
      throw new UncheckedIOException(e);
    }
    port = server.getPort();
  }

  private Server server(Builder builder) {
    ServerCredentials credentials =
        certificate == null
            ? InsecureServerCredentials.create()
            : TlsServerCredentials.newBuilder().keyManager(certificate.keyManagers()).build();
    ServerBuilder<?> grpc =
        OkHttpServerBuilder.forPort(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), builder.port), credentials)
            .maxInboundMessageSize(64 * 1024 * 1024)
            .intercept(new MessageLimit())
            .directExecutor();
    CallDesk desk = new CallDesk(faults, calls, scheduler);
    for (BindableService service :
        List.of(
            new AdminService(registry, executions, propeller, desk, builder.version),
            new DataProxyService(executions, desk))) {
      if (builder.tokenRequired) {
        grpc.addService(
            ServerInterceptors.intercept(service, new TokenCheck(tokens, builder.headers, calls)));
      } else {
        grpc.addService(service);
      }
    }
    return grpc.addService(
            new AuthMetadataService(
                "http://localhost", tokenEndpoint.url(), builder.headers.get(0), builder.scopes))
        .build();
  }

  /** A server of which everybody may ask anything, in plaintext. */
  public static LocalFlyteAdmin start() {
    return builder().start();
  }

  /** A server that is made otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Faults faults() {
    return faults;
  }

  @Override
  public CallLog calls() {
    return calls;
  }

  /** The tasks, in the order of their creation, as GetTask answers them. */
  public List<Task> tasks() {
    return registry.tasks();
  }

  /** The workflows, in the order of their creation, as GetWorkflow answers them. */
  public List<Workflow> workflows() {
    return registry.workflows();
  }

  /** The launch plans, in the order of their creation, as GetLaunchPlan answers them. */
  public List<LaunchPlan> launchPlans() {
    return registry.launchPlans();
  }

  /** What the tasks and workflows say of themselves for people, in the order of their creation. */
  public List<DescriptionEntity> descriptions() {
    return registry.descriptions();
  }

  /** The requests that created the tasks, whole, in that order. */
  public List<TaskCreateRequest> taskRequests() {
    return registry.requests(TaskCreateRequest.class);
  }

  /** The requests that created the workflows, whole, in that order. */
  public List<WorkflowCreateRequest> workflowRequests() {
    return registry.requests(WorkflowCreateRequest.class);
  }

  /** The requests that created the launch plans, whole, in that order. */
  public List<LaunchPlanCreateRequest> launchPlanRequests() {
    return registry.requests(LaunchPlanCreateRequest.class);
  }

  /** The requests that started something anew, in that order. */
  public List<ExecutionCreateRequest> executionRequests() {
    return executions.requests();
  }

  @Override
  public List<PlayedExecution> executions() {
    return executions.played();
  }

  /** Forgets everything that was created. */
  public void clear() {
    registry.clear();
    executions.clear();
  }

  /** Where client credentials are exchanged for a token. */
  public String tokenUrl() {
    return tokenEndpoint.url();
  }

  /** The forms that were posted to {@link LocalFlyteAdmin#tokenUrl}. */
  public List<Map<String, String>> tokenRequests() {
    return tokenEndpoint.requests();
  }

  /** How many tokens were issued. */
  public int tokensIssued() {
    return tokens.issued();
  }

  /** No token that was issued so far is good any more. */
  public void revokeTokens() {
    tokens.revoke();
  }

  @Override
  public String certificatePem() {
    if (certificate == null) {
      throw new IllegalStateException("certificatePem() needs a server with tls()");
    }
    return certificate.pem();
  }

  /** Ends the server, its calls and all its threads. */
  @Override
  public void close() {
    server.shutdownNow();
    scheduler.shutdownNow();
    tokenEndpoint.close();
    propeller.close();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How a server is made. */
  public static final class Builder extends PlayedFlyte.Builder<Builder> {
    private String version = "v1.16.8";
    private List<String> headers = List.of("flyte-authorization", "authorization");
    private List<String> scopes = List.of("all");
    private final Set<String> domains = new LinkedHashSet<>();
    private final Map<ResourceName, String> platformLimits = new EnumMap<>(ResourceName.class);

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * The metadata keys that a token may come by; clients are told the first. {@code
     * flyte-authorization} and {@code authorization} unless said.
     */
    public Builder authorizationHeaders(String first, String... others) {
      List<String> all = new ArrayList<>(List.of(others));
      all.add(0, first);
      this.headers = List.copyOf(all);
      return this;
    }

    /** The scopes that clients are told to ask for; {@code all} unless said. */
    public Builder scopes(String... scopes) {
      this.scopes = List.of(scopes);
      return this;
    }

    /** The domains there are; any unless said. */
    public Builder domains(String... domains) {
      this.domains.addAll(List.of(domains));
      return this;
    }

    /**
     * How much of a resource a task may ask for; without limit unless said. An installation that
     * says nothing has 2 CPUs, 1Gi of memory and 1 GPU.
     *
     * @param resource CPU, MEMORY, EPHEMERAL_STORAGE or GPU
     * @param limit in Kubernetes' form, like {@code 2} or {@code 1Gi}
     */
    public Builder platformLimit(ResourceName resource, String limit) {
      platformLimits.put(resource, limit);
      return this;
    }

    /** What GetVersion answers. */
    public Builder version(String version) {
      this.version = version;
      return this;
    }

    @Override
    public LocalFlyteAdmin start() {
      return new LocalFlyteAdmin(this);
    }
  }
}
