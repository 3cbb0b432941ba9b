package org.flytekitplugins.jflyte.command;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.service.AdminServiceGrpc;
import flyteidl.service.AdminServiceGrpc.AdminServiceBlockingStub;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.Launch;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.PlayedExecution;

/** A flyteadmin with com.acme.Nightly, a workflow of one task, and commands that ask it. */
final class PlayedCluster implements AutoCloseable {
  private static final String INTERFACE =
      "interface { inputs { variables { key: 'i' value { type { simple: INTEGER } } } } outputs {"
          + " variables { key: 'o' value { type { simple: INTEGER } } } } }";

  /** A token that flyteadmins take which want one. */
  static final String TOKEN = "of-the-test";

  final LocalFlyteAdmin admin;
  private final FlyteClient client;

  /** What a command did. */
  record Outcome(int exitCode, String out, String err) {}

  PlayedCluster() {
    this(LocalFlyteAdmin.builder());
  }

  /**
   * @param builder of the flyteadmin; if it wants tokens, also {@link #TOKEN}
   */
  PlayedCluster(LocalFlyteAdmin.Builder builder) {
    admin = builder.start();
    client =
        FlyteClient.builder("flytesnacks", "development")
            .environment(environment())
            .token(() -> TOKEN)
            .build();
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + admin.port(), InsecureChannelCredentials.create())
            .build();
    Metadata token = new Metadata();
    token.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + TOKEN);
    AdminServiceBlockingStub stub =
        AdminServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(token));
    for (String version : new String[] {"1", "2"}) {
      done(
          stub.createTask(
              parse(
                      TaskCreateRequest.newBuilder(),
                      "id { "
                          + id("TASK", "com.acme.Train", version)
                          + " } spec { template { type: 'container' metadata { } container { image:"
                          + " 'image' args: 'run' } "
                          + INTERFACE
                          + " } }")
                  .build()));
      done(
          stub.createWorkflow(
              parse(
                      WorkflowCreateRequest.newBuilder(),
                      "id { "
                          + id("WORKFLOW", "com.acme.Nightly", version)
                          + " } spec { template { "
                          + INTERFACE
                          + " nodes { id: 'train' task_node { reference_id { "
                          + id("TASK", "com.acme.Train", version)
                          + " } } inputs { var: 'i' binding { promise { var: 'i' } } } } outputs {"
                          + " var: 'o' binding { promise { node_id: 'train' var: 'o' } } } } }")
                  .build()));
      done(
          stub.createLaunchPlan(
              parse(
                      LaunchPlanCreateRequest.newBuilder(),
                      "id { "
                          + id("LAUNCH_PLAN", "com.acme.Nightly", version)
                          + " } spec { workflow_id { "
                          + id("WORKFLOW", "com.acme.Nightly", version)
                          + " } }")
                  .build()));
    }
    done(
        stub.createTask(
            training(
                "com.acme.TrainJob",
                "tensorflow",
                role("chiefReplicas", 1) + role("workerReplicas", 2) + role("psReplicas", 1))));
    done(
        stub.createTask(
            training(
                "com.acme.TorchJob",
                "pytorch",
                role("masterReplicas", 1) + role("workerReplicas", 2))));
    done(
        stub.createTask(
            training(
                "com.acme.ElasticJob",
                "pytorch",
                role("workerReplicas", 2)
                    + struct(
                        "elasticConfig",
                        number("minReplicas", 2.0)
                            + number("maxReplicas", 2.0)
                            + number("nprocPerNode", 1.0)
                            + "fields { key: 'rdzvBackend' value { string_value: 'c10d' } } "))));
    channel.shutdownNow();
  }

  private static TaskCreateRequest training(String name, String type, String custom) {
    return parse(
            TaskCreateRequest.newBuilder(),
            "id { "
                + id("TASK", name, "1")
                + " } spec { template { type: '"
                + type
                + "' task_type_version: 1 metadata { } custom { "
                + custom
                + " } container { image: 'image' args: 'run' } "
                + INTERFACE
                + " } }")
        .build();
  }

  /** A task that is registered. */
  Identifier task(String name) {
    return admin.tasks().stream()
        .map(task -> task.getId())
        .filter(id -> id.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String role(String field, int replicas) {
    return struct(field, number("replicas", (double) replicas));
  }

  private static String struct(String field, String fields) {
    return "fields { key: '" + field + "' value { struct_value { " + fields + " } } } ";
  }

  private static String number(String field, double value) {
    return "fields { key: '" + field + "' value { number_value: " + value + " } } ";
  }

  Map<String, String> environment() {
    return Map.of(
        "FLYTE_PLATFORM_URL", admin.endpoint(),
        "FLYTE_PLATFORM_INSECURE", "true",
        "HOME", "/nowhere");
  }

  // What is answered to a registration says nothing.
  static void done(Object answer) {}

  private static String id(String type, String name, String version) {
    return "resource_type: "
        + type
        + " project: 'flytesnacks' domain: 'development' name: '"
        + name
        + "' version: '"
        + version
        + "'";
  }

  private static <B extends Message.Builder> B parse(B builder, String text) {
    try {
      TextFormat.merge(text, builder);
      return builder;
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static LiteralMap number(String name, long value) {
    return parse(
            LiteralMap.newBuilder(),
            "literals { key: '"
                + name
                + "' value { scalar { primitive { integer: "
                + value
                + " } } } }")
        .build();
  }

  static ExecutionError error(String message) {
    return ExecutionError.newBuilder()
        .setCode("USER:Unknown")
        .setMessage(message)
        .setKind(ExecutionError.ErrorKind.USER)
        .build();
  }

  /** An execution that runs. */
  Execution started(String name) {
    Execution execution =
        client
            .launch(
                Launch.workflow("com.acme.Nightly")
                    .input("i", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(3))))
                    .executionName(name)
                    .build())
            .join();
    played().running();
    return execution;
  }

  /** The execution that was started last. */
  PlayedExecution played() {
    return admin.executions().get(admin.executions().size() - 1);
  }

  /** Plays the next execution as soon as it has been started. */
  Thread playing(Consumer<PlayedExecution> script) {
    int before = admin.executions().size();
    Thread thread =
        new Thread(
            () -> {
              while (admin.executions().size() == before) {
                if (Thread.currentThread().isInterrupted()) {
                  return;
                }
                Thread.onSpinWait();
              }
              script.accept(played());
            });
    thread.start();
    return thread;
  }

  /** Runs a command in this process. */
  Outcome run(String... words) {
    return run(environment(), words);
  }

  /** Runs a command in this process, in an environment of its own. */
  static Outcome run(Map<String, String> environment, String... words) {
    PrintStream standard = System.out;
    PrintStream error = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream capturedOut = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream capturedErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      System.setOut(capturedOut);
      System.setErr(capturedErr);
      int exitCode = JflyteCommand.run(words, environment);
      return new Outcome(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(standard);
      System.setErr(error);
    }
  }

  @Override
  public void close() {
    client.close();
    admin.close();
  }
}
