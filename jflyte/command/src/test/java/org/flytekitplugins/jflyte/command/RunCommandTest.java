package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.command.PlayedCluster.error;
import static org.flytekitplugins.jflyte.command.PlayedCluster.number;

import flyteidl.core.Execution.TaskLog;
import flyteidl.core.Literals.LiteralMap;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.jflyte.command.PlayedCluster.Outcome;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.flytekitplugins.jflyte.testing.PlayedNode;
import org.flytekitplugins.jflyte.testing.PlayedTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands from run to outputs, as people and scripts read them. */
@Timeout(120)
class RunCommandTest {
  private static final LiteralMap EIGHT = number("o", 8);
  private static final String WORKER =
      "worker-1 failed: java.lang.IllegalStateException: row 17\n\tat com.acme.Rows.parse(Rows:41)";

  @TempDir Path folder;

  private final PlayedCluster cluster = new PlayedCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private Outcome jflyte(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-p", "flytesnacks", "-d", "development"));
    return cluster.run(all.toArray(new String[0]));
  }

  private String url(String execution) {
    return "http://127.0.0.1:"
        + cluster.admin.port()
        + "/console/projects/flytesnacks/domains/development/executions/"
        + execution;
  }

  private void succeed(PlayedExecution run) {
    run.running();
    PlayedNode node = run.node("train").queued().running(number("i", 3));
    PlayedTask attempt =
        node.task(cluster.admin.tasks().get(1).getId(), 0, "container").queued().running();
    attempt.succeeded(EIGHT);
    node.succeeded(EIGHT);
    run.succeeded(EIGHT);
  }

  private void fail(PlayedExecution run) {
    run.running();
    PlayedNode node = run.node("train").queued().running(number("i", 3));
    PlayedTask attempt =
        node.task(cluster.admin.tasks().get(1).getId(), 0, "container").queued().running();
    attempt.failed(error(WORKER));
    node.failed(error("[1/1] currentAttempt done. Last Error: USER::" + WORKER));
    run.failed(error("failed at Node[train]. " + WORKER));
  }

  @Test
  void whatIsStartedIsNamedAtOnceWithItsPage() {
    assertThat(jflyte("run", "com.acme.Nightly", "--i", "3", "--name", "run-1"))
        .isEqualTo(new Outcome(0, "execution run-1\n" + url("run-1") + "\n", ""));
    assertThat(cluster.admin.executionRequests().get(0).getSpec().getLaunchPlan().getVersion())
        .isEqualTo("2");
    assertThat(cluster.played().inputs()).isEqualTo(number("i", 3));
  }

  @Test
  void allOptionsAreSent() throws IOException {
    Path inputs = Files.writeString(folder.resolve("inputs.json"), "{\"i\": 4}");

    Outcome outcome =
        jflyte(
            "run",
            "com.acme.Train",
            "-v",
            "1",
            "--inputs",
            inputs.toString(),
            "--label",
            "team=vision",
            "--annotation",
            "why=a test",
            "--service-account",
            "trainer",
            "--raw-output-prefix",
            "s3://bucket/runs",
            "--max-parallelism",
            "4",
            "--overwrite-cache",
            "--no-interruptible");

    assertThat(outcome.err()).isEmpty();
    assertThat(cluster.admin.executionRequests().get(0).getSpec().toString())
        .contains("resource_type: TASK", "name: \"com.acme.Train\"", "version: \"1\"")
        .contains("key: \"team\"", "value: \"vision\"", "value: \"a test\"")
        .contains("k8s_service_account: \"trainer\"", "\"s3://bucket/runs\"")
        .contains("max_parallelism: 4", "22: 1", "interruptible {\n}");
    assertThat(cluster.admin.executionRequests().get(0).getInputs()).isEqualTo(number("i", 4));
  }

  @Test
  void whoWaitsSeesItsNodesAndThenItsOutputs() throws Exception {
    Thread propeller = cluster.playing(this::succeed);

    Outcome outcome = jflyte("run", "com.acme.Nightly", "--i=3", "--name", "run", "--wait");

    propeller.join();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).isEqualTo("o = 8\n");
    assertThat(outcome.err())
        .startsWith("execution run\n" + url("run") + "\n")
        .containsPattern("\ntrain: succeeded after [^\n]+\n$");
  }

  @Test
  void whoWaitsForAFailureReadsWhichReplicaWasTheCause() throws Exception {
    Thread propeller = cluster.playing(this::fail);

    Outcome outcome = jflyte("run", "com.acme.Nightly", "--i", "3", "--name", "run", "--wait");

    propeller.join();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .endsWith(
            "jflyte: execution run has failed at train (com.acme.Train): worker-1 failed:"
                + " java.lang.IllegalStateException: row 17\n");
  }

  @Test
  void machinesGetOneDocument() {
    Execution unused = cluster.started("run");
    fail2(cluster.played());

    Outcome outcome = jflyte("watch", "run", "-o", "json");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .startsWith("{")
        .contains("\"name\" : \"run\"", "\"phase\" : \"failed\"", "\"failedNode\" : \"train\"")
        .contains("\"code\" : \"USER:Unknown\"", "\"message\" : \"worker-1 failed:");
    assertThat(jflyte("executions", "-o", "json").out()).contains("\"phase\" : \"failed\"");
  }

  private void fail2(PlayedExecution run) {
    PlayedNode node = run.node("train").queued().running(number("i", 3));
    node.failed(error("[1/1] currentAttempt done. Last Error: USER::" + WORKER));
    run.failed(error(WORKER));
  }

  @Test
  void inputsAreReadByTheRegisteredTypes() {
    assertThat(jflyte("run", "com.acme.Nightly", "--i", "three"))
        .isEqualTo(
            new Outcome(
                2,
                "",
                """
                jflyte run: --i is three, but an integer is wanted: write it as 3
                jflyte run --help lists the options
                """));
    assertThat(jflyte("run", "com.acme.Nightly").err())
        .startsWith("jflyte run: the input i, an integer, is missing: add --i VALUE\n");
    assertThat(jflyte("run", "com.acme.Nightly", "--epochs", "3").err())
        .startsWith("jflyte run: --epochs is neither an option nor an input of the launch plan");
    assertThat(cluster.admin.executionRequests()).isEmpty();
  }

  @Test
  void whatIsNotThereIsNamedWithWhatIs() {
    assertThat(jflyte("run", "com.acme.Nigthly"))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "jflyte: a launch plan or task com.acme.Nigthly is not registered in project"
                    + " flytesnacks, domain development: did you mean com.acme.Nightly?\n"));
  }

  @Test
  void projectAndDomainAreWantedUnlessTheExecutionSaysThem() {
    assertThat(cluster.run("run", "x").err())
        .startsWith("jflyte run: --project is empty: name the Flyte project\n");

    Execution execution = cluster.started("run");

    assertThat(cluster.run("abort", "flytesnacks/development/run"))
        .isEqualTo(new Outcome(0, "execution run is being aborted\n", ""));
    assertThat(cluster.run("watch", execution.consoleUrl(), "--verbose").err()).isNotEmpty();
    assertThat(cluster.run("watch", execution.consoleUrl()))
        .isEqualTo(
            new Outcome(1, "", "jflyte: execution run has been aborted: aborted by jflyte\n"));
  }

  @Test
  void outputsOfWhatHasSucceededAreRead() {
    Execution unused = cluster.started("run");
    assertThat(jflyte("outputs", "run"))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "jflyte: execution flytesnacks/development/run has no outputs, because it is not"
                    + " over\n"));

    cluster.played().succeeded(EIGHT);

    assertThat(jflyte("outputs", "run")).isEqualTo(new Outcome(0, "o = 8\n", ""));
    assertThat(jflyte("outputs", "run", "-o", "json").out()).isEqualTo("{\n  \"o\" : 8\n}\n");
  }

  @Test
  void executionsAreListedTheNewestFirst() {
    Execution one = cluster.started("one");
    one.abort("enough").join();
    Execution other = cluster.started("other");

    assertThat(jflyte("executions").out().lines().toList())
        .hasSize(2)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).matches("other  running  \\S+Z .*com.acme.Nightly 2");
              assertThat(lines.get(1)).matches("one    aborted  \\S+Z .*com.acme.Nightly 2");
            });
    assertThat(jflyte("executions", "--limit", "1").out()).startsWith(other.id().name());
  }

  @Test
  void executionsAreThoseThatAreAskedFor() {
    Execution failed = cluster.started("one");
    cluster.played().failed(error(WORKER));
    Execution running = cluster.started("two");
    assertThat(jflyte("run", "com.acme.Train", "--i", "3", "--name", "three").exitCode()).isZero();

    assertThat(names("--phase", "failed")).containsExactly(failed.id().name());
    assertThat(names("--phase", "running,failed")).containsExactly("two", "one");
    assertThat(names("--workflow", "com.acme.Nightly", "--phase", "RUNNING"))
        .containsExactly(running.id().name());
    assertThat(names("--launch-plan", "com.acme.Nightly")).containsExactly("two", "one");
    assertThat(names("--task", "com.acme.Train")).containsExactly("three");
    assertThat(names("--launch-plan", "com.acme.Other")).isEmpty();
    assertThat(jflyte("executions", "--phase", "broken").err())
        .startsWith(
            "jflyte executions: --phase is broken: write one of undefined, queued, running,");
    assertThat(jflyte("executions", "--task", "a+b"))
        .isEqualTo(
            new Outcome(
                2,
                "",
                """
                jflyte executions: the filter names the task "a+b": write a name without blanks, \
                commas, brackets and '+', which flyteadmin's filters cannot hold
                jflyte executions --help lists the options
                """));
  }

  private List<String> names(String... filter) {
    List<String> words = new ArrayList<>(List.of("executions"));
    words.addAll(List.of(filter));
    Outcome outcome = jflyte(words.toArray(new String[0]));
    assertThat(outcome.err()).isEmpty();
    return outcome.out().lines().map(line -> line.substring(0, line.indexOf(' '))).toList();
  }

  @Test
  void theConsoleMayBeElsewhere() throws IOException {
    String page = "/console/projects/flytesnacks/domains/development/executions/";
    assertThat(
            jflyte(
                "run",
                "com.acme.Train",
                "--i",
                "3",
                "--name",
                "one",
                "--console-url",
                "https://flyte.example.com/console/"))
        .isEqualTo(new Outcome(0, "execution one\nhttps://flyte.example.com" + page + "one\n", ""));

    Map<String, String> environment = new HashMap<>(cluster.environment());
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            "admin:\n  endpoint: "
                + cluster.admin.endpoint()
                + "\nconsole:\n  endpoint: http://console.example.com:8080\n");
    environment.put("FLYTECTL_CONFIG", config.toString());
    String[] relaunch = {"relaunch", "flytesnacks/development/one", "-o", "json"};
    assertThat(PlayedCluster.run(environment, relaunch).out())
        .contains("\"url\" : \"http://console.example.com:8080" + page);
  }

  @Test
  void aFlyteadminThatIsAwayForAWhileIsWaitedFor() throws Exception {
    Map<String, String> environment = new HashMap<>(cluster.environment());
    environment.put(
        "FLYTECTL_CONFIG",
        Files.writeString(
                folder.resolve("config.yaml"),
                "admin:\n  endpoint: "
                    + cluster.admin.endpoint()
                    + "\n  maxRetries: 2\n  maxBackoffDelay: 5ms\n")
            .toString());
    Execution unused = cluster.started("run");
    Thread outage =
        new Thread(
            () -> {
              while (cluster.admin.calls().of("ListNodeExecutions") == 0) {
                Thread.onSpinWait();
              }
              // More than one call is tried.
              var unusedFaults = cluster.admin.faults().failNext(5, Code.UNAVAILABLE);
              cluster.played().succeeded(EIGHT);
            });
    outage.start();

    Outcome outcome =
        PlayedCluster.run(environment, "watch", "run", "-p", "flytesnacks", "-d", "development");

    outage.join();
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo("o = 8\n");
    assertThat(outcome.err()).startsWith("jflyte: GetExecution failed (injected");
  }

  @Test
  void whatHasFailedIsStartedAgain() {
    Execution unused = cluster.started("run");
    cluster.played().failed(error(WORKER));

    assertThat(jflyte("relaunch", "run").out()).matches("execution f[0-9a-f]{19}\nhttp://.*\n");
    assertThat(jflyte("recover", "run").out()).matches("execution f[0-9a-f]{19}\nhttp://.*\n");
    assertThat(cluster.admin.executions()).hasSize(3);
  }

  @Test
  void aLaunchPlanIsActivatedRolledBackAndDeactivated() {
    assertThat(jflyte("launchplan", "activate", "com.acme.Nightly"))
        .isEqualTo(new Outcome(0, "launch plan com.acme.Nightly, version 2, is active\n", ""));
    assertThat(jflyte("launchplan", "activate", "com.acme.Nightly", "-v", "1").out())
        .isEqualTo("launch plan com.acme.Nightly, version 1, is active\n");
    assertThat(jflyte("launchplan", "list").out())
        .isEqualTo("com.acme.Nightly  2\ncom.acme.Nightly  1  active\n");
    assertThat(jflyte("launchplan", "deactivate", "com.acme.Nightly").out())
        .isEqualTo("launch plan com.acme.Nightly, version 1, is active no more\n");
    assertThat(jflyte("launchplan", "deactivate", "com.acme.Nightly").out())
        .isEqualTo("no version of launch plan com.acme.Nightly was active\n");
  }

  @Test
  void logsAreThoseOfThePodsThatThereAre() {
    Execution unused = cluster.started("run");
    PlayedNode node = cluster.played().node("train").queued().running(number("i", 3));
    PlayedTask attempt =
        node.task(cluster.admin.tasks().get(2).getId(), 0, "tensorflow")
            .queued()
            .running(
                TaskLog.newBuilder()
                    .setName("ps-0")
                    .setUri("https://logs/run-train-0-psReplica-0")
                    .build());

    assertThat(jflyte("logs", "run", "train"))
        .isEqualTo(
            new Outcome(
                0,
                """
                train (com.acme.TrainJob), attempt 1
                  ps-0: https://logs/run-train-0-ps-0
                  kubectl logs -n flytesnacks-development run-train-0-chief-0
                  kubectl logs -n flytesnacks-development run-train-0-worker-0
                  kubectl logs -n flytesnacks-development run-train-0-worker-1
                  kubectl logs -n flytesnacks-development run-train-0-ps-0
                """,
                ""));
    assertThat(jflyte("logs", "run", "-o", "json").out())
        .contains("\"worker-1\" : \"run-train-0-worker-1\"");
    assertThat(jflyte("logs", "run", "trian").err())
        .isEqualTo("jflyte: execution run has no node trian that runs a task: name one of train\n");
    assertThat(attempt.answer().getClosure().getTaskType()).isEqualTo("tensorflow");
  }

  @Test
  void logsOfPyTorchJobsAreThoseOfTheirMasterAndWorkers() {
    assertThat(pods("led", "com.acme.TorchJob"))
        .containsExactly("led-train-0-master-0", "led-train-0-worker-0", "led-train-0-worker-1");
    assertThat(pods("elastic", "com.acme.ElasticJob"))
        .containsExactly("elastic-train-0-worker-0", "elastic-train-0-worker-1");
  }

  private List<String> pods(String run, String task) {
    Execution unusedToo = cluster.started(run);
    PlayedTask unused =
        cluster
            .played()
            .node("train")
            .queued()
            .running(number("i", 3))
            .task(cluster.task(task), 0, "pytorch")
            .queued()
            .running(
                TaskLog.newBuilder()
                    .setName("master-0")
                    .setUri("https://logs/run-train-0-masterReplica-0")
                    .build());
    Outcome outcome = jflyte("logs", run);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("  master-0: https://logs/run-train-0-master-0\n");
    return outcome
        .out()
        .lines()
        .filter(line -> line.contains("kubectl"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }

  @Test
  void logsOfATaskThatIsNotRegisteredAreFoundByLabels() {
    Execution unused = cluster.started("run");
    PlayedTask unusedToo =
        cluster
            .played()
            .node("train")
            .queued()
            .running(number("i", 3))
            .task(
                cluster.task("com.acme.TorchJob").toBuilder().setName("com.acme.Made").build(),
                0,
                "pytorch")
            .queued()
            .running();

    assertThat(jflyte("logs", "run").out())
        .isEqualTo(
            """
            train (com.acme.Made), attempt 1
              kubectl logs -n flytesnacks-development -l execution-id=run,\
            training.kubeflow.org/job-name --prefix --tail=-1
            """);
  }

  @Test
  void aTokenOfTheEnvironmentIsSent() {
    try (LocalFlyteAdmin guarded = LocalFlyteAdmin.builder().requireToken("secret").start()) {
      Map<String, String> environment =
          new HashMap<>(
              Map.of(
                  "FLYTE_PLATFORM_URL", guarded.endpoint(),
                  "FLYTE_PLATFORM_INSECURE", "true",
                  "HOME", "/nowhere"));
      String[] words = {"executions", "-p", "flytesnacks", "-d", "development"};

      assertThat(PlayedCluster.run(environment, words).err())
          .startsWith("jflyte: flyteadmin at " + guarded.endpoint() + " refused ListExecutions")
          .contains("no token was sent: set FLYTE_PLATFORM_TOKEN_FILE, configure admin.authType");

      environment.put("FLYTE_PLATFORM_TOKEN", "secret");
      assertThat(PlayedCluster.run(environment, words)).isEqualTo(new Outcome(0, "", ""));
    }
  }
}
