package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.report.deck.OwnSections;
import org.flytekitplugins.spi.DeckSection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training tasks as clusters of real processes, each of which runs {@code jflyte execute}. */
class TrainingWorkflowTest {
  private static final String JOB =
      "TfJob.builder().chief(c -> c.restartPolicy(RestartPolicy.ON_FAILURE))"
          + ".worker(w -> w.replicas(2).restartPolicy(RestartPolicy.ON_FAILURE))";

  // Every replica says who it is; the sum of what they say is the output.
  private static final String MEET =
      """
      TrainingContext me = TrainingContext.current();
      Path dir = Path.of(System.getenv("MEETING"));
      Files.createDirectories(dir);
      Files.writeString(dir.resolve(me.replica().toString()), me.isPrimary() ? "primary" : "other");
      ProgressLog.current().step(1, Map.of("loss", 0.5));
      while (Files.list(dir).count() < me.size()) {
        Thread.sleep(20);
      }
      return 10 * x + me.size();
      """;

  @TempDir private Path folder;
  private final Recorder recorder = new Recorder();

  @Test
  void aTrainingTaskRunsAsItsCluster() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training("Train", JOB + ".ps(p -> p.replicas(1))", MEET, meeting())
            .task("Next", "return x + 1;")
            .workflow(
                "Whole",
                """
                var trained = builder.apply("train", new Train(), x).getOutputs();
                return builder.apply("next", new Next(), trained).getOutputs();
                """)
            .build();

    assertThat(Running.run(directory, "com.acme.Whole", 7, folder.resolve("run"), recorder))
        .isEqualTo(75);

    assertThat(folder.resolve("meeting/chief-0")).hasContent("primary");
    assertThat(folder.resolve("meeting/ps-0")).hasContent("other");
    assertThat(folder.resolve("run/train/inputs.pb")).exists();
    assertThat(folder.resolve("run/train/attempt-1/outputs.pb")).exists();
    assertThat(folder.resolve("run/train/attempt-1/error.pb")).doesNotExist();
    assertThat(Files.readString(folder.resolve("run/train/attempt-1/deck.html")))
        .contains("loss over steps", "worker-1", "Succeeded")
        .contains(
            "<div><dt>task</dt><dd>com.acme.Train, version ",
            "<div><dt>workflow</dt><dd>com.acme.Whole</dd></div>",
            "<div><dt>attempt</dt><dd>1</dd></div>",
            "<div><dt>inputs</dt><dd>x = 7</dd></div>",
            "<div><dt>outputs</dt><dd>y = 74</dd></div>",
            "<div><dt>logs</dt><dd><a href=\"logs/train-chief-0.log\">chief-0</a>, ");
    assertThat(recorder.events)
        .containsExactly(
            "train TRAINING RUNNING",
            "train cluster of 1 chief, 2 workers, 1 ps",
            "train TRAINING SUCCEEDED",
            "next TASK RUNNING",
            "next TASK SUCCEEDED");
  }

  @Test
  void everyReplicaReadsTheSecretsThatItsEnvironmentGives() throws Exception {
    Files.createDirectories(folder.resolve("secrets/db"));
    Files.writeString(folder.resolve("secrets/db/password"), "s3cret\n");
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training(
                "Train",
                "TfJob.builder().worker(2)",
                "return Secrets.current().get(\"db\", \"password\").length()"
                    + " + 10 * Secrets.current().get(Secret.asEnvironment(\"db\", \"user\")).length();",
                "@Override public Map<String, String> getEnv() { return Map.of("
                    + "\"FLYTE_SECRETS_DEFAULT_DIR\", \""
                    + folder.resolve("secrets")
                    + "\", \"_FSEC_DB_USER\", \"ada\"); }")
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThat(Running.run(directory, "com.acme.Whole", 7, folder.resolve("run"), recorder))
        .isEqualTo(36);
  }

  @Test
  void aDeckThatCannotBeWrittenIsNoReasonToFail() {
    Path inTheWay = folder.resolve("run/train/attempt-1/deck.html/in-the-way");
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training(
                "Train",
                "TfJob.builder().worker(1)",
                "Files.createDirectories(Path.of(\"" + inTheWay + "\")); return x;",
                "")
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThat(Running.run(directory, "com.acme.Whole", 7, folder.resolve("run"), recorder))
        .isEqualTo(7);

    assertThat(inTheWay).isDirectory();
  }

  @Test
  void theClusterMayBeOfAnotherSizeEvenOfOne() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training("Train", JOB, MEET, meeting())
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThat(
            Running.run(
                directory,
                "com.acme.Whole",
                1,
                folder.resolve("run"),
                recorder,
                execution -> execution.replicas("Train", "chief=0,worker=1")))
        .isEqualTo(11);
    assertThat(folder.resolve("meeting")).isDirectoryContaining("glob:**/worker-0");
    assertThat(recorder.events).contains("train cluster of 1 worker");
  }

  @Test
  void inASingleProcessATrainingTaskRunsHere() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training("Train", JOB, "return ProcessHandle.current().pid();", "")
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThat(
            Running.run(
                directory,
                "com.acme.Whole",
                1,
                folder.resolve("run"),
                recorder,
                execution -> execution.singleProcess(true)))
        .isEqualTo(ProcessHandle.current().pid());
    assertThat(recorder.events)
        .containsExactly("train TRAINING RUNNING", "train TRAINING SUCCEEDED");
  }

  @Test
  void aKilledReplicaStartsAgainInItsPod() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training(
                "Train",
                JOB,
                """
                TrainingContext me = TrainingContext.current();
                Path done = Path.of(System.getenv("MEETING"));
                Files.createDirectories(done.getParent());
                if (me.replica().toString().equals("worker-1")) {
                  Path first = done.resolveSibling("first");
                  if (!Files.exists(first)) {
                    Files.writeString(first, "");
                    System.out.println("about to be lost");
                    ProgressLog.current().checkpoint(100);
                    ProgressLog.current().step(200, Map.of());
                    Thread.sleep(60_000);
                  }
                  Files.writeString(done, "");
                }
                while (!Files.exists(done)) {
                  Thread.sleep(20);
                }
                return x;
                """,
                meeting())
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThat(
            Running.run(
                directory,
                "com.acme.Whole",
                5,
                folder.resolve("run"),
                recorder,
                execution -> execution.faults("Train", FaultPlan.parse("worker-1@200"))))
        .isEqualTo(5);
    assertThat(folder.resolve("run/train/attempt-1/deck.html"))
        .content()
        .contains("worker-1: killed", "title=\"checkpoint of step 100\"")
        .containsPattern(
            "<summary>worker-1: killed at [0-9.]+ s, the last lines of the log</summary>"
                + "<pre class=\"error\">[^<]*about to be lost</pre>");
  }

  @Test
  void theRootCauseOfAWorkerIsShownWithItsRoleAndIndex() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training(
                "Train",
                "TfJob.builder().chief(1).worker(2)",
                """
                if (TrainingContext.current().replica().toString().equals("worker-1")) {
                  throw new RuntimeException("outer", new IllegalStateException("row 7 is bad"));
                }
                Thread.sleep(60_000);
                return x;
                """,
                "@Override public int getRetries() { return 3; }")
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThatThrownBy(
            () -> Running.run(directory, "com.acme.Whole", 5, folder.resolve("run"), recorder))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "node train (com.acme.Train) failed: worker-1: java.lang.RuntimeException: outer,"
                + " caused by java.lang.IllegalStateException: row 7 is bad (at com.acme.Train:17);"
                + " log "
                + folder.resolve("run/train/attempt-1/logs/train-worker-1.log")
                + ", deck "
                + folder.resolve("run/train/attempt-1/deck.html"));
    assertThat(folder.resolve("run/train/attempt-1/logs/train-worker-1.log"))
        .content()
        .contains("row 7 is bad");
    assertThat(folder.resolve("run/train/attempt-1/deck.html"))
        .content()
        .contains(
            "<h1>train <span class=\"state failed\">Failed</span></h1>",
            "<tr><td>worker-1<td>",
            "<td>java.lang.RuntimeException: outer, caused by java.lang.IllegalStateException: row"
                + " 7 is bad (at com.acme.Train:17)<td>USER:RuntimeException<td>will not help</tr>",
            "<pre class=\"error\">worker-1 failed: java.lang.RuntimeException: outer\n\tat ");
    assertThat(recorder.events)
        .containsExactly(
            "train TRAINING RUNNING",
            "train cluster of 1 chief, 2 workers",
            "train TRAINING FAILED");
  }

  @Test
  void whatThePrimaryAddsToTheDeckIsInThatOfTheWholeJobAndWhatAPlainTaskAddsInItsOwn() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training(
                "Train",
                "TfJob.builder().chief(1).worker(1)",
                """
                String me = TrainingContext.current().replica().toString();
                TaskDeck.current().add("Of " + me, "<p title='x'>" + me + "</p>");
                if (me.equals("chief-0")) {
                  Thread.sleep(500);
                }
                return x;
                """,
                "")
            .task("Next", "TaskDeck.current().add(\"Rows\", \"<b>7</b>\"); return x;")
            .workflow(
                "Whole",
                """
                var trained = builder.apply("train", new Train(), x).getOutputs();
                return builder.apply("next", new Next(), trained).getOutputs();
                """)
            .build();

    Running.run(directory, "com.acme.Whole", 5, folder.resolve("run"), recorder);

    assertThat(folder.resolve("run/train/attempt-1/deck.html"))
        .content()
        .contains("Succeeded", "worker-0: exit 0")
        .satisfies(
            page ->
                assertThat(OwnSections.of(page))
                    .containsExactly(DeckSection.of("Of chief-0", "<p title='x'>chief-0</p>")));
    assertThat(folder.resolve("run/next/attempt-1/deck.html"))
        .content()
        .satisfies(
            page ->
                assertThat(OwnSections.of(page))
                    .containsExactly(DeckSection.of("Rows", "<b>7</b>")));
  }

  @Test
  void aRecoverableFailureIsAnotherAttemptWithTheCheckpointsOfTheOneBefore() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training(
                "Train",
                "TfJob.builder().worker(2)",
                """
                TaskStorage storage = TaskStorage.current();
                Path file = Files.createTempFile("checkpoint", "");
                if (storage.previousCheckpoints().isEmpty()) {
                  if (TrainingContext.current().isPrimary()) {
                    storage.checkpoints().write("last", Files.writeString(file, "41"));
                    throw new RecoverableException("lost a peer");
                  }
                  Thread.sleep(60_000);
                }
                storage.previousCheckpoints().get().read("last", file);
                return Long.parseLong(Files.readString(file)) + x;
                """,
                "@Override public int getRetries() { return 1; }")
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThat(Running.run(directory, "com.acme.Whole", 1, folder.resolve("run"), recorder))
        .isEqualTo(42);
    assertThat(recorder.events)
        .containsExactly(
            "train TRAINING RUNNING",
            "train cluster of 2 workers",
            "train attempt 1: worker-0: org.flytekitplugins.spi.RecoverableException: lost a peer"
                + " (at com.acme.Train:21); log "
                + folder.resolve("run/train/attempt-1/logs/train-worker-0.log")
                + ", deck "
                + folder.resolve("run/train/attempt-1/deck.html"),
            "train cluster of 2 workers",
            "train TRAINING SUCCEEDED");
    assertThat(folder.resolve("run/train/attempt-1/error.pb")).exists();
    assertThat(folder.resolve("run/train/attempt-2/outputs.pb")).exists();
  }

  @Test
  void aJobThatFailsIsTriedAgainBecauseFlyteCannotTellWhy() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training(
                "Train",
                "TfJob.builder().worker(1)",
                "Runtime.getRuntime().halt(3); return x;",
                "@Override public int getRetries() { return 1; }")
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThatThrownBy(
            () -> Running.run(directory, "com.acme.Whole", 5, folder.resolve("run"), recorder))
        .hasMessageStartingWith(
            "node train (com.acme.Train) failed after 2 attempts: worker-0 exited with code 3");
    assertThat(recorder.events).hasSize(5);
  }

  @Test
  void aFaultThatCannotHappenIsRefused() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training("Train", JOB, MEET, "")
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThatThrownBy(
            () ->
                Running.run(
                    directory,
                    "com.acme.Whole",
                    5,
                    folder.resolve("run"),
                    recorder,
                    execution -> execution.faults("Train", FaultPlan.parse("worker-7@20"))))
        .hasMessage(
            "\"worker-7@20\" cannot happen to task com.acme.Train, which has no worker-7: name a"
                + " replica that it has");
    assertThatThrownBy(
            () ->
                Running.run(
                    directory,
                    "com.acme.Whole",
                    5,
                    folder.resolve("run"),
                    recorder,
                    execution -> execution.replicas("Tran", "worker=1")))
        .hasMessage("Tran is no training task of the package: did you mean com.acme.Train?");
  }

  private String meeting() {
    return "@Override public Map<String, String> getEnv() { return Map.of(\"MEETING\", \""
        + folder.resolve("meeting")
        + "\"); }";
  }
}
