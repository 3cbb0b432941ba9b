package org.flytekitplugins.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.client.Cluster.failure;
import static org.flytekitplugins.client.Cluster.number;

import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.Execution.TaskLog;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Literals.LiteralMap;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flytekitplugins.client.FlyteException.Reason;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.flytekitplugins.jflyte.testing.PlayedNode;
import org.flytekitplugins.jflyte.testing.PlayedTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an execution, as it is told. */
@Timeout(60)
class ExecutionTest {
  /** A seed by which, of a half, the first call of a watch is answered and its second one fails. */
  private static final long SECOND_CALL_FAILS = 0;

  private static final LiteralMap EIGHT = number("o", 8);

  @TempDir Path folder;

  private final Cluster cluster = new Cluster();
  private Execution execution;
  private PlayedExecution played;
  private Identifier task;

  @BeforeEach
  void launch() {
    execution =
        cluster
            .client
            .launch(
                Launch.workflow("com.acme.Nightly")
                    .version("1")
                    .input("i", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(3))))
                    .executionName("run")
                    .build())
            .join();
    played = cluster.played();
    task = cluster.admin.tasks().get(0).getId();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private static ExecutionError error(String code, String message) {
    return ExecutionError.newBuilder()
        .setCode(code)
        .setMessage(message)
        .setKind(ExecutionError.ErrorKind.USER)
        .build();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /** Tells all that it hears in words. */
  private static final class Words implements ExecutionListener {
    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void changed(ExecutionStatus execution) {
      heard.add(execution.phase().name());
    }

    @Override
    public void changed(NodeStatus node) {
      heard.add(node.name() + " " + node.phase() + " " + node.entity() + "#" + node.attempt());
    }

    @Override
    public void retrying(NodeStatus node, ExecutionFailure failure) {
      heard.add(node.name() + " again, after " + failure.summary());
    }
  }

  @Test
  void watchersHearOfEveryNodeAndAttemptUntilTheEnd() throws Exception {
    Words words = new Words();
    CompletableFuture<ExecutionStatus> end = execution.watch(words);
    played.queued().running();
    await(() -> words.heard.contains("RUNNING"));
    PlayedNode node = played.node("train").queued().running(number("i", 3));
    PlayedTask first = node.task(task, 0).queued().running();
    await(() -> words.heard.contains("train RUNNING com.acme.Train#1"));
    first.failed(error("USER:Recoverable", "worker-1 failed: lost\n\tat x"));
    PlayedTask second = node.task(task, 1).queued().running();
    await(() -> words.heard.contains("train RUNNING com.acme.Train#2"));
    second.succeeded(EIGHT);
    node.succeeded(EIGHT);
    played.succeeded(EIGHT);

    ExecutionStatus ended = end.get(30, TimeUnit.SECONDS);

    assertThat(ended.phase()).isEqualTo(ExecutionPhase.SUCCEEDED);
    assertThat(ended.entity()).isEqualTo("com.acme.Nightly");
    assertThat(ended.duration()).isNotNull();
    assertThat(words.heard)
        .containsSubsequence(
            "RUNNING",
            "train RUNNING com.acme.Train#1",
            "train again, after worker-1 failed: lost",
            "train RUNNING com.acme.Train#2",
            "train SUCCEEDED com.acme.Train#2",
            "SUCCEEDED")
        .endsWith("SUCCEEDED");
  }

  @Test
  void outputsAreAValueOfTheirType() {
    played.running().succeeded(EIGHT);

    assertThat(execution.outputs(SdkLiteralTypes.integers().asSdkType("o")).join().get())
        .isEqualTo(8L);
    assertThat(execution.outputs().join())
        .isEqualTo(Map.of("o", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(8)))));
    assertThat(execution.inputs().join())
        .isEqualTo(Map.of("i", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(3)))));
  }

  @Test
  void whatHasNotSucceededHasNoOutputsAndSaysWhy() {
    assertThat(failure(execution.outputs()))
        .hasMessage("execution flytesnacks/development/run has no outputs, because it is not over");

    played.running().failed(error("USER:Unknown", "worker-1 failed: java.lang.Error: no"));

    FlyteException failure = failure(execution.outputs());
    assertThat(failure.reason()).isEqualTo(Reason.NOT_SUCCEEDED);
    assertThat(failure)
        .hasMessage(
            "execution flytesnacks/development/run has no outputs, because it has failed: worker-1"
                + " failed: java.lang.Error: no");
  }

  @Test
  void theFailureOfANodeIsWhatItsTaskSaid() {
    played.running();
    PlayedNode node = played.node("train").queued().running(number("i", 3));
    PlayedTask attempt = node.task(task, 0).queued().running();
    ExecutionError told = error("USER:Unknown", "worker-1 failed: row 17 has 63 columns\n\tat x");
    attempt.failed(told);
    node.failed(
        told.toBuilder()
            .setMessage("[1/1] currentAttempt done. Last Error: USER::" + told.getMessage())
            .build());
    played.failed(told);

    NodeStatus failed = execution.nodes().join().get(0);

    assertThat(failed.phase()).isEqualTo(NodePhase.FAILED);
    assertThat(failed.failure()).isEqualTo(ExecutionFailure.of(told));
    assertThat(failed.failure().summary()).isEqualTo("worker-1 failed: row 17 has 63 columns");
    assertThat(execution.attempts(failed).join().get(0).failure()).isEqualTo(failed.failure());
  }

  @Test
  void nodesWithinNodesComeAfterTheirParent() {
    played.running();
    PlayedNode parent = played.node("branch").queued().runningAsParent();
    parent.node(0, "good").queued().running();
    parent.node(0, "bad").skipped();

    assertThat(execution.nodes().join())
        .extracting(NodeStatus::name, NodeStatus::phase, NodeStatus::isParent)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("branch", NodePhase.RUNNING, true),
            org.assertj.core.groups.Tuple.tuple("branch/good", NodePhase.RUNNING, false),
            org.assertj.core.groups.Tuple.tuple("branch/bad", NodePhase.SKIPPED, false));
  }

  @Test
  void nodesOfBranchesHaveTheNamesThatTheirAuthorGaveThem() {
    cluster.registerBranching("3");
    Execution branching =
        cluster
            .client
            .launch(
                Launch.workflow("com.acme.Branching")
                    .input("i", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(3))))
                    .build())
            .join();
    PlayedExecution run = cluster.played().running();
    PlayedNode verdict = run.node("verdict").queued().runningAsParent();
    PlayedNode deeper = verdict.node(0, "verdict-deeper").queued().runningAsParent();
    deeper.node(0, "verdict-deeper-good").queued().running();
    // A sub-workflow's nodes keep their names, whatever these begin with.
    PlayedNode part = run.node("train").queued().runningAsParent();
    part.node(0, "train-again").queued().running();

    assertThat(branching.nodes().join())
        .extracting(NodeStatus::name)
        .containsExactly(
            "verdict", "verdict/deeper", "verdict/deeper/good", "train", "train/train-again");
  }

  @Test
  void anAttemptHasTheLinksToItsLogs() {
    played.running();
    PlayedNode node = played.node("train").queued().running(number("i", 3));
    PlayedTask unused =
        node.task(task, 0, "container")
            .queued()
            .running(TaskLog.newBuilder().setName("main").setUri("https://logs/run").build());

    TaskAttempt attempt = execution.attempts(execution.nodes().join().get(0)).join().get(0);

    assertThat(attempt.number()).isEqualTo(1);
    assertThat(attempt.task()).isEqualTo("com.acme.Train");
    assertThat(attempt.taskType()).isEqualTo("container");
    assertThat(attempt.logs()).isEqualTo(Map.of("main", "https://logs/run"));
  }

  @Test
  void whoAbortsSaysWhyOnce() {
    played.running();

    execution.abort("enough").join();

    ExecutionStatus status = execution.watch().join();
    assertThat(status.phase()).isEqualTo(ExecutionPhase.ABORTED);
    assertThat(status.abortCause()).isEqualTo("enough");
    FlyteException again = failure(execution.abort("more"));
    assertThat(again.reason()).isEqualTo(Reason.REFUSED);
    assertThat(again)
        .hasMessage(
            "execution flytesnacks/development/run cannot be aborted: flyteadmin says \"Cannot abort"
                + " an already terminate workflow execution\"");
  }

  @Test
  void whatIsStartedAgainHasTheSameInputs() {
    played.running().failed(error("USER:Unknown", "no"));

    Execution again = execution.relaunch().join();
    Execution recovered = execution.recover().join();

    assertThat(again.id().name()).matches("f[0-9a-f]{19}");
    assertThat(again.inputs().join()).isEqualTo(execution.inputs().join());
    assertThat(cluster.client.executions(2).join())
        .extracting(ExecutionStatus::id)
        .containsExactly(recovered.id(), again.id());
  }

  @Test
  void whatIsNotThereIsSaidToBeNot() {
    FlyteException failure = failure(cluster.client.execution("other").status());

    assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(failure)
        .hasMessage(
            "execution flytesnacks/development/other cannot be read: it is not there; look at its"
                + " name, the project and the domain");
  }

  @Test
  void aWatchOutlivesAFlyteadminThatIsAwayButNotForEver() throws Exception {
    played.running();
    try (FlyteClient patient = hasty(Duration.ofMinutes(1));
        FlyteClient impatient = hasty(Duration.ofNanos(1))) {
      Words words = new Words();
      CompletableFuture<ExecutionStatus> end = patient.execution("run").watch(words);
      await(() -> words.heard.contains("RUNNING"));
      Words others = new Words();
      CompletableFuture<ExecutionStatus> given = impatient.execution("run").watch(others);
      await(() -> others.heard.contains("RUNNING"));

      var unused = cluster.admin.faults().answerNothingFor(Duration.ofSeconds(1));

      FlyteException failure = failure(given);
      assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(failure).hasMessageContaining("did not answer");
      assertThat(end).isNotDone();
      played.succeeded(EIGHT);
      assertThat(end.get(30, TimeUnit.SECONDS).phase()).isEqualTo(ExecutionPhase.SUCCEEDED);
    }
  }

  @Test
  void aWatchOutlivesAFaultOfTheServer() throws Exception {
    played.running();
    try (FlyteClient patient = hasty(Duration.ofMinutes(1))) {
      Words words = new Words();
      CompletableFuture<ExecutionStatus> end = patient.execution("run").watch(words);
      await(() -> words.heard.contains("RUNNING"));

      int calls = cluster.admin.calls().total();
      var unused = cluster.admin.faults().failNext(1, Status.Code.UNKNOWN);
      await(() -> end.isDone() || cluster.admin.calls().total() > calls + 1);
      played.succeeded(EIGHT);

      assertThat(end.get(30, TimeUnit.SECONDS).phase()).isEqualTo(ExecutionPhase.SUCCEEDED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNKNOWN", "NOT_FOUND"})
  void aWatchOutlivesNodesThatCannotBeListedAtItsFirstLook(Status.Code code) throws Exception {
    played.running();
    try (FlyteClient patient = hasty(Duration.ofMinutes(1))) {
      Execution watched = known(patient);
      int calls = cluster.admin.calls().total();
      var unused = cluster.admin.faults().fail(0.5, code, SECOND_CALL_FAILS);

      CompletableFuture<ExecutionStatus> end = watched.watch();
      await(() -> end.isDone() || cluster.admin.calls().total() > calls + 2);
      unused = cluster.admin.faults().none();
      played.succeeded(EIGHT);

      assertThat(end.get(30, TimeUnit.SECONDS).phase()).isEqualTo(ExecutionPhase.SUCCEEDED);
    }
  }

  @Test
  void anExecutionThatHasEndedHasThoughItsNodesCannotBeListed() throws Exception {
    played.running().succeeded(EIGHT);
    try (FlyteClient impatient = hasty(Duration.ofNanos(1))) {
      Execution watched = known(impatient);
      var unused = cluster.admin.faults().fail(0.5, Status.Code.UNKNOWN, SECOND_CALL_FAILS);
      Words words = new Words();

      assertThat(watched.watch(words).get(30, TimeUnit.SECONDS).phase())
          .isEqualTo(ExecutionPhase.SUCCEEDED);
      assertThat(words.heard).containsExactly("SUCCEEDED");
    }
  }

  /** After its client's first call, before which it may ask how to get in. */
  private static Execution known(FlyteClient client) {
    Execution execution = client.execution("run");
    assertThat(execution.status().join().phase()).isNotNull();
    return execution;
  }

  private FlyteClient hasty(Duration patience) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            "admin:\n  endpoint: "
                + cluster.admin.endpoint()
                + "\n  insecure: true\n  maxRetries: 1\n  perRetryTimeout: 100ms\n");
    return FlyteClient.builder("flytesnacks", "development")
        .environment(Map.of("HOME", "/nowhere", "FLYTECTL_CONFIG", config.toString()))
        .pollInterval(Duration.ofMillis(5))
        .patience(patience)
        .build();
  }

  @Test
  void itsNameIsReadFromItsPageInTheConsole() {
    assertThat(ExecutionId.parse(execution.consoleUrl() + "/nodes?x=y")).isEqualTo(execution.id());
    assertThat(ExecutionId.parse("p/d/run")).isEqualTo(ExecutionId.of("p", "d", "run"));
  }
}
