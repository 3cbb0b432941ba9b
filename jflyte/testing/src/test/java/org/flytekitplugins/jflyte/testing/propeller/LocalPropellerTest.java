package org.flytekitplugins.jflyte.testing.propeller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import flyteidl.admin.ExecutionOuterClass.Execution;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionTerminateRequest;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetDataRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecution;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionListRequest;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecution;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionListRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.Execution.TaskLog;
import flyteidl.core.Execution.WorkflowExecution.Phase;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import flyteidl.service.AdminServiceGrpc;
import flyteidl.service.AdminServiceGrpc.AdminServiceBlockingStub;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.MissedFault;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is registered really runs, in processes. */
class LocalPropellerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static Path directory = Path.of("");

  @BeforeAll
  static void buildPackage() {
    directory =
        TaskPackages.in(folder.resolve("package"))
            .task("Next", "return x == 0 ? ProcessHandle.current().pid() : x + 1;")
            .task(
                "Sleep",
                "Files.writeString(Path.of(\""
                    + folder.resolve("asleep")
                    + "\"),"
                    + " Long.toString(ProcessHandle.current().pid()));"
                    + " Thread.sleep(600_000); return x;")
            .training(
                "Train",
                "TfJob.builder().chief(1).worker(1)",
                """
                for (int step = 1; step <= 3; step++) { ProgressLog.current().step(step, Map.of()); }
                boolean worker = TrainingContext.current().replica().toString().equals("worker-0");
                if (x < 0 && worker) { throw new IllegalStateException("no rows"); }
                Thread.sleep(x < 0 || x == 99 ? 600_000 : 0);
                return 10 * x;
                """,
                "")
            .workflow(
                "Whole",
                """
                var trained = builder.apply("train", new Train(), x).getOutputs();
                return builder.apply("next", new Next(), trained).getOutputs();
                """,
                "@Override public FailureNode getFailureNode() { return"
                    + " FailureNode.task(\"com.acme.Next\"); }")
            .build();
  }

  /** A flyteadmin with what a registration of the package sends. */
  private static final class Cluster implements AutoCloseable {
    final LocalFlyteAdmin admin;
    final ManagedChannel channel;
    final AdminServiceBlockingStub stub;

    Cluster(LocalPropeller propeller) {
      admin = LocalFlyteAdmin.builder().propeller(propeller).start();
      channel =
          OkHttpChannelBuilder.forTarget(admin.endpoint(), InsecureChannelCredentials.create())
              .build();
      stub = AdminServiceGrpc.newBlockingStub(channel);
      for (String task : List.of("Next", "Sleep", "Train")) {
        var unused = stub.createTask(task(task));
      }
      var alsoUnused = stub.createWorkflow(workflow());
      var unusedToo = stub.createLaunchPlan(launchPlan());
      assertThat(List.of(alsoUnused, unusedToo)).isNotEmpty();
    }

    WorkflowExecutionIdentifier start(String type, String name, long x) {
      return stub.createExecution(
              parse(
                      ExecutionCreateRequest.newBuilder(),
                      PLACE
                          + " name: 'run' spec { launch_plan { "
                          + id(type, name)
                          + " } } inputs { literals { key: 'x' value { scalar { primitive {"
                          + " integer: "
                          + x
                          + " } } } } }")
                  .build())
          .getId();
    }

    Execution await() throws InterruptedException {
      PlayedExecution run = admin.executions().get(0);
      Instant deadline = Instant.now().plus(PATIENCE);
      while (Instant.now().isBefore(deadline)) {
        Execution answer = run.answer();
        Phase phase = answer.getClosure().getPhase();
        if (phase == Phase.SUCCEEDED || phase == Phase.FAILED || phase == Phase.ABORTED) {
          return answer;
        }
        Thread.sleep(20);
      }
      throw new AssertionError("has not ended: " + run.answer());
    }

    long output(WorkflowExecutionIdentifier id) {
      return stub.getExecutionData(WorkflowExecutionGetDataRequest.newBuilder().setId(id).build())
          .getFullOutputs()
          .getLiteralsOrThrow("y")
          .getScalar()
          .getPrimitive()
          .getInteger();
    }

    List<NodeExecution> nodes(WorkflowExecutionIdentifier id) {
      return stub.listNodeExecutions(
              NodeExecutionListRequest.newBuilder().setWorkflowExecutionId(id).setLimit(9).build())
          .getNodeExecutionsList();
    }

    List<TaskExecution> tasks(NodeExecution node) {
      return stub.listTaskExecutions(
              TaskExecutionListRequest.newBuilder()
                  .setNodeExecutionId(node.getId())
                  .setLimit(9)
                  .build())
          .getTaskExecutionsList();
    }

    @Override
    public void close() {
      channel.shutdownNow();
      admin.close();
    }
  }

  private static final String PLACE = "project: 'flytesnacks' domain: 'development'";
  private static final String INTERFACE =
      "interface { inputs { variables { key: 'x' value { type { simple: INTEGER } } } }"
          + " outputs { variables { key: 'y' value { type { simple: INTEGER } } } } }";

  private static String id(String type, String name) {
    return "resource_type: " + type + " " + PLACE + " name: 'com.acme." + name + "' version: '1'";
  }

  private static TaskCreateRequest task(String name) {
    return parse(
            TaskCreateRequest.newBuilder(),
            "id { "
                + id("TASK", name)
                + " } spec { template { type: '"
                + (name.equals("Train") ? "tensorflow" : "java-task")
                + "' metadata { } container { image: 'image' args: 'jflyte' } "
                + INTERFACE
                + " custom { fields { key: 'jflyte' value { struct_value { fields { key: 'artifacts'"
                + " value { list_value { "
                + artifacts()
                + " } } } } } } } } }")
        .build();
  }

  private static String artifacts() {
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory)) {
      StringBuilder all = new StringBuilder();
      for (Path jar : jars) {
        all.append("values { struct_value { ")
            .append(field("name", jar.getFileName().toString()))
            .append(field("location", jar.toUri().toString()))
            .append(" } } ");
      }
      return all.toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String field(String name, String value) {
    return "fields { key: '" + name + "' value { string_value: '" + value + "' } } ";
  }

  private static WorkflowCreateRequest workflow() {
    return parse(
            WorkflowCreateRequest.newBuilder(),
            "id { "
                + id("WORKFLOW", "Whole")
                + " } spec { template { "
                + INTERFACE
                + " nodes { id: 'train' task_node { reference_id { "
                + id("TASK", "Train")
                + " } } inputs { var: 'x' binding { promise { var: 'x' } } } } nodes { id: 'next'"
                + " task_node { reference_id { "
                + id("TASK", "Next")
                + " } } inputs { var: 'x' binding { promise { node_id: 'train' var: 'y' } } } }"
                + " failure_node { id: 'on-failure' task_node { reference_id { "
                + id("TASK", "Next")
                + " } } inputs { var: 'x' binding { promise { var: 'x' } } } }"
                + " outputs { var: 'y' binding { promise { node_id: 'next' var: 'y' } } } } }")
        .build();
  }

  private static LaunchPlanCreateRequest launchPlan() {
    return parse(
            LaunchPlanCreateRequest.newBuilder(),
            "id { "
                + id("LAUNCH_PLAN", "Whole")
                + " } spec { workflow_id { "
                + id("WORKFLOW", "Whole")
                + " } }")
        .build();
  }

  private static <B extends Message.Builder> B parse(B builder, String text) {
    try {
      TextFormat.merge(text, builder);
      return builder;
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @Test
  void aWorkflowRunsToItsOutputsThroughAllPhases() throws Exception {
    try (Cluster cluster = new Cluster(LocalPropeller.create())) {
      WorkflowExecutionIdentifier id = cluster.start("LAUNCH_PLAN", "Whole", 7);

      assertThat(cluster.await().getClosure().getPhase())
          .as("%s", cluster.admin.executions().get(0).answer())
          .isEqualTo(Phase.SUCCEEDED);

      assertThat(cluster.output(id)).isEqualTo(71);
      List<NodeExecution> nodes = cluster.nodes(id);
      assertThat(nodes)
          .extracting(node -> node.getId().getNodeId() + " " + node.getClosure().getPhase().name())
          .containsExactly("start-node SUCCEEDED", "train SUCCEEDED", "next SUCCEEDED");
      assertThat(nodes.get(1).getClosure().getDeckUri()).startsWith("file:").endsWith("deck.html");
      assertThat(cluster.tasks(nodes.get(1)))
          .singleElement()
          .satisfies(
              attempt -> {
                assertThat(attempt.getClosure().getPhase().name()).isEqualTo("SUCCEEDED");
                assertThat(attempt.getClosure().getTaskType()).isEqualTo("tensorflow");
                assertThat(attempt.getClosure().getLogsList())
                    .extracting(TaskLog::getUri)
                    .containsExactly(
                        "http://localhost:30080/kubernetes-dashboard/#/log/flytesnacks-development"
                            + "/run-train-0-worker-0/pod?namespace=flytesnacks-development",
                        "http://localhost:30080/kubernetes-dashboard/#/log/flytesnacks-development"
                            + "/run-train-0-chiefReplica-0/pod?namespace=flytesnacks-development");
              });
    }
  }

  @Test
  void aTaskRunsAloneInAProcessOfItsOwn() throws Exception {
    LocalPropeller propeller =
        LocalPropeller.builder().faults("Train", FaultPlan.parse("worker-0@2")).build();
    try (Cluster cluster = new Cluster(propeller)) {
      WorkflowExecutionIdentifier id = cluster.start("TASK", "Next", 0);

      assertThat(cluster.await().getClosure().getPhase())
          .as("%s", cluster.admin.executions().get(0).answer())
          .isEqualTo(Phase.SUCCEEDED);

      assertThat(cluster.output(id)).isNotEqualTo(ProcessHandle.current().pid());
      assertThat(cluster.nodes(id))
          .extracting(node -> node.getId().getNodeId())
          .containsExactly("start-node", "comacmeNext");
      assertThat(propeller.missedFaults().get("com.acme.Train"))
          .extracting(MissedFault::toString)
          .containsExactly("the fault worker-0@2 has not happened: the task has not run");
    }
  }

  @Test
  void whoseWorkerFailsSaysWhichAndWhy() throws Exception {
    try (Cluster cluster = new Cluster(LocalPropeller.create())) {
      WorkflowExecutionIdentifier id = cluster.start("LAUNCH_PLAN", "Whole", -1);

      Execution ended = cluster.await();

      assertThat(ended.getClosure().getPhase()).isEqualTo(Phase.FAILED);
      assertThat(ended.getClosure().getError().getMessage())
          .startsWith("worker-0 failed: ")
          .contains("no rows");
      assertThat(cluster.nodes(id))
          .extracting(node -> node.getId().getNodeId() + " " + node.getClosure().getPhase().name())
          .containsExactly("start-node SUCCEEDED", "train FAILED", "on-failure SUCCEEDED");
    }
  }

  @Test
  void whoseWorkerIsKilledSaysWhich() throws Exception {
    LocalPropeller propeller =
        LocalPropeller.builder().faults("Train", FaultPlan.parse("worker-0@2")).build();
    try (Cluster cluster = new Cluster(propeller)) {
      var unused = cluster.start("LAUNCH_PLAN", "Whole", 99);

      Execution ended = cluster.await();

      assertThat(ended.getClosure().getPhase()).isEqualTo(Phase.FAILED);
      assertThat(ended.getClosure().getError().getCode())
          .isEqualTo("RetriesExhausted|DownstreamSystemError");
      assertThat(ended.getClosure().getError().getMessage())
          .startsWith("[1/1] currentAttempt done. Last Error: USER::")
          .contains("worker-0");
      assertThat(propeller.missedFaults()).isEmpty();
    }
  }

  @Test
  void whoAbortsEndsAllProcessesAndLeavesNothing() throws Exception {
    LocalPropeller propeller = LocalPropeller.create();
    Path written = propeller.folder();
    try (Cluster cluster = new Cluster(propeller)) {
      WorkflowExecutionIdentifier id = cluster.start("TASK", "Sleep", 1);
      Path asleep = folder.resolve("asleep");
      Instant deadline = Instant.now().plus(PATIENCE);
      while (!Files.exists(asleep) || Files.size(asleep) == 0) {
        assertThat(Instant.now()).isBefore(deadline);
        Thread.sleep(20);
      }
      var unused =
          cluster.stub.terminateExecution(
              ExecutionTerminateRequest.newBuilder().setId(id).setCause("enough").build());

      Execution ended = cluster.await();

      assertThat(ended.getClosure().getPhase()).isEqualTo(Phase.ABORTED);
      assertThat(ended.getClosure().getAbortMetadata().getCause()).isEqualTo("enough");
      assertThat(cluster.nodes(id))
          .extracting(node -> node.getClosure().getPhase().name())
          .containsExactly("SUCCEEDED", "ABORTED");
      long pid = Long.parseLong(Files.readString(asleep));
      assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }
    assertThat(written).doesNotExist();
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("propeller-"))
                .collect(Collectors.toList()))
        .isEmpty();
  }

  /** Whatever the propeller is about: {@code -Dpropeller.aborts=100} to be sure. */
  @Test
  void whoAbortsAtAnyTimeIsToldOfItsEnd() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < Integer.getInteger("propeller.aborts", 4); i++) {
      int pause = random.nextInt(1500);
      try (Cluster cluster = new Cluster(LocalPropeller.create())) {
        WorkflowExecutionIdentifier id = cluster.start("LAUNCH_PLAN", "Whole", 99);
        Thread.sleep(i == 0 ? 0 : pause);
        var unused =
            cluster.stub.terminateExecution(
                ExecutionTerminateRequest.newBuilder().setId(id).setCause("enough").build());

        assertThat(cluster.await().getClosure().getPhase())
            .as("after %s ms", pause)
            .isEqualTo(Phase.ABORTED);
        assertThat(cluster.nodes(id))
            .as("after %s ms", pause)
            .extracting(node -> node.getId().getNodeId())
            .doesNotContain("on-failure");
      }
      assertThat(descendants()).as("after %s ms", pause).isEmpty();
    }
  }

  private static List<String> descendants() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(process -> process.pid() + " " + process.info().commandLine().orElse(""))
        .collect(Collectors.toList());
  }
}
