package org.flytekitplugins.client;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.service.AdminServiceGrpc;
import flyteidl.service.AdminServiceGrpc.AdminServiceBlockingStub;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.PlayedExecution;

/** A flyteadmin with a few entities, and a client of it. Each takes a number i and gives an o. */
final class Cluster implements AutoCloseable {
  private static final String INTERFACE =
      "interface { inputs { variables { key: 'i' value { type { simple: INTEGER } } } } outputs {"
          + " variables { key: 'o' value { type { simple: INTEGER } } } } }";

  final LocalFlyteAdmin admin;
  final FlyteClient client;

  Cluster() {
    this(LocalFlyteAdmin.builder());
  }

  Cluster(LocalFlyteAdmin.Builder server) {
    admin = server.start();
    client = builder().build();
    register("com.acme.Train", "1");
    register("com.acme.Train", "2");
  }

  /** Registers a task, and workflows of it with their launch plans. */
  void register(String task, String version) {
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + admin.port(), InsecureChannelCredentials.create())
            .build();
    try {
      register(AdminServiceGrpc.newBlockingStub(channel), task, version);
    } finally {
      channel.shutdownNow();
    }
  }

  /** An execution of com.acme.Nightly that has just been started. */
  Execution start(String name) {
    return client
        .launch(
            Launch.workflow("com.acme.Nightly")
                .input("i", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(3))))
                .executionName(name)
                .build())
        .join();
  }

  static ExecutionError error(String message) {
    return ExecutionError.newBuilder()
        .setCode("USER:Unknown")
        .setMessage(message)
        .setKind(ExecutionError.ErrorKind.USER)
        .build();
  }

  FlyteClient.Builder builder() {
    return FlyteClient.builder("flytesnacks", "development")
        .environment(Map.of("HOME", "/nowhere"))
        .endpoint(admin.endpoint())
        .plaintext(true)
        .pollInterval(Duration.ofMillis(5));
  }

  private static void register(AdminServiceBlockingStub stub, String task, String version) {
    done(
        stub.createTask(
            parse(
                    TaskCreateRequest.newBuilder(),
                    "id { "
                        + id("TASK", task, version)
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
                        + id("TASK", task, version)
                        + " } } inputs { var: 'i' binding { promise { var: 'i' } } } } outputs {"
                        + " var: 'o' binding { promise { node_id: 'train' var: 'o' } } } } }")
                .build()));
    done(
        stub.createWorkflow(
            parse(
                    WorkflowCreateRequest.newBuilder(),
                    "id { "
                        + id("WORKFLOW", "com.acme.Orphan", version)
                        + " } spec { template { "
                        + INTERFACE
                        + " nodes { id: 'train' task_node { reference_id { "
                        + id("TASK", task, version)
                        + " } } inputs { var: 'i' binding { promise { var: 'i' } } } } outputs {"
                        + " var: 'o' binding { promise { node_id: 'train' var: 'o' } } } } }")
                .build()));
    done(launchPlan(stub, "com.acme.Nightly", version, ""));
    done(
        launchPlan(
            stub,
            "com.acme.AtNight",
            version,
            " default_inputs { parameters { key: 'i' value { var { type { simple: INTEGER } }"
                + " default { scalar { primitive { integer: 7 } } } } } } entity_metadata {"
                + " schedule { cron_schedule { schedule: '0 3 * * *' } } }"));
  }

  /** Registers com.acme.Branching: a branch in a branch, beside a part of its own. */
  void registerBranching(String version) {
    register("com.acme.Train", version);
    String task =
        " task_node { reference_id { "
            + id("TASK", "com.acme.Train", version)
            + " } } inputs { var: 'i' binding { promise { var: 'i' } } } ";
    String small =
        "condition { comparison { operator: LT left_value { var: 'i' } right_value { primitive {"
            + " integer: 7 } } } } ";
    String input = " inputs { var: 'i' binding { promise { var: 'i' } } } ";
    String otherwise = " error { message: 'no case' } ";
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + admin.port(), InsecureChannelCredentials.create())
            .build();
    AdminServiceBlockingStub stub = AdminServiceGrpc.newBlockingStub(channel);
    done(
        stub.createWorkflow(
            parse(
                    WorkflowCreateRequest.newBuilder(),
                    "id { "
                        + id("WORKFLOW", "com.acme.Branching", version)
                        + " } spec { template { interface { inputs { variables { key: 'i' value {"
                        + " type { simple: INTEGER } } } } } nodes { id: 'verdict' "
                        + input
                        + " branch_node { if_else { case { "
                        + small
                        + " then_node { id: 'deeper' "
                        + input
                        + " branch_node { if_else { case { "
                        + small
                        + " then_node { id: 'good' "
                        + task
                        + " } } "
                        + otherwise
                        + " } } } } "
                        + otherwise
                        + " } } } nodes { id: 'train' "
                        + input
                        + " workflow_node { sub_workflow_ref { "
                        + id("WORKFLOW", "com.acme.Part", version)
                        + " } } } } sub_workflows { id { "
                        + id("WORKFLOW", "com.acme.Part", version)
                        + " } interface { inputs { variables { key: 'i' value { type { simple:"
                        + " INTEGER } } } } } nodes { id: 'train-again' "
                        + task
                        + " } } }")
                .build()));
    done(
        stub.createLaunchPlan(
            parse(
                    LaunchPlanCreateRequest.newBuilder(),
                    "id { "
                        + id("LAUNCH_PLAN", "com.acme.Branching", version)
                        + " } spec { workflow_id { "
                        + id("WORKFLOW", "com.acme.Branching", version)
                        + " } }")
                .build()));
    channel.shutdownNow();
  }

  private static Object launchPlan(
      AdminServiceBlockingStub stub, String name, String version, String more) {
    return stub.createLaunchPlan(
        parse(
                LaunchPlanCreateRequest.newBuilder(),
                "id { "
                    + id("LAUNCH_PLAN", name, version)
                    + " } spec { workflow_id { "
                    + id("WORKFLOW", "com.acme.Nightly", version)
                    + " }"
                    + more
                    + " }")
            .build());
  }

  // What is answered to a registration says nothing.
  static void done(Object answer) {}

  static String id(String type, String name, String version) {
    return "resource_type: "
        + type
        + " project: 'flytesnacks' domain: 'development' name: '"
        + name
        + "' version: '"
        + version
        + "'";
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

  static <B extends Message.Builder> B parse(B builder, String text) {
    try {
      TextFormat.merge(text, builder);
      return builder;
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** The execution that was started last, to be played. */
  PlayedExecution played() {
    return admin.executions().get(admin.executions().size() - 1);
  }

  /** What a future fails with. */
  static FlyteException failure(CompletableFuture<?> future) {
    try {
      throw new AssertionError("did not fail but gave " + future.join());
    } catch (CompletionException e) {
      return (FlyteException) e.getCause();
    }
  }

  @Override
  public void close() {
    client.close();
    admin.close();
  }
}
