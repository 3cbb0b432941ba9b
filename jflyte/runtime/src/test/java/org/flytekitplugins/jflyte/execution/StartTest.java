package org.flytekitplugins.jflyte.execution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.Distribution;
import org.flytekitplugins.jflyte.execution.attempt.VerdictWait;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.execution.process.LogPrefix;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.jflyte.loading.NewerFlytekit;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.deck.OwnSections;
import org.flytekitplugins.spi.DeckSection;
import org.flytekitplugins.spi.RecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replica finds when it starts, and what it says about it. */
class StartTest {
  private static final String LATE_CHIEF = "delay chief-0@2500ms";

  private static final byte[] LOST =
      FailureDocuments.write(
          new TaskError(
              "CODE",
              "ps-0 failed: x",
              ContainerError.Kind.RECOVERABLE,
              RecoverableException.Origin.SYSTEM,
              "ps-0",
              null));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          outputs.pb ! worker:1 ! SUCCEEDED {worker-0=[0]} [outputs.pb]
          error.pb ! worker:1/ON_FAILURE ! SUCCEEDED {worker-0=[0]} [error.pb] RECOVERABLE SYSTEM
          # long enough to be started again, if it ended
          outputs.pb ! chief:1 worker:1/ALWAYS ! SUCCEEDED {chief-0=[0], worker-0=[143]} [outputs.pb]
          error.pb ! chief:1 worker:1/ALWAYS ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb] RECOVERABLE SYSTEM
          """)
  void aDecidedAttemptIsNotRunAgain(String file, String shape, String expected) throws Exception {
    try (Job job = Job.of(folder, shape).faults(shape.startsWith("chief") ? LATE_CHIEF : "")) {
      byte[] document = file.equals("error.pb") ? LOST : new byte[0];
      Files.write(Files.createDirectories(job.out()).resolve(file), document);
      assertThat(job.run("chief-0: touch ran | worker-0: touch ran").summary()).isEqualTo(expected);
      assertThat(job.room().resolve("ran")).doesNotExist();
      assertThat(job.out().resolve(file)).hasBinaryContent(document);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"outputs.pb", "error.pb"})
  void aReplicaThatComesToADecidedAttemptLeaves(String file) throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1/ON_FAILURE").faults("delay chief-0@60s")) {
      job.touch("out/" + file);
      job.start("worker-0: touch ran");
      job.local()
          .awaitReplica(
              Replica.parse("worker-0"), s -> s.exitCodes().equals(List.of(0)), Job.DEADLINE);
      assertThat(job.room().resolve("ran")).doesNotExist();
      assertThat(job.files()).containsExactly(file);
    }
  }

  @Test
  void aReplicaOfPolicyAlwaysThatFindsARelayStays() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1/ALWAYS").faults(LATE_CHIEF)) {
      Files.write(Files.createDirectories(job.out()).resolve("replica-failure.pb"), LOST);
      assertThat(job.run("chief-0: touch ran | worker-0: touch ran").summary())
          .isEqualTo(
              "SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb]"
                  + " RECOVERABLE SYSTEM");
      assertThat(job.room().resolve("ran")).doesNotExist();
    }
  }

  @Test
  void aReplicaThatFindsARelayWaitsAsIfItHadWrittenIt() throws Exception {
    try (Job job =
        Job.of(folder, "chief:1 worker:1")
            .environment(VerdictWait.VARIABLE, "1")
            .faults("delay chief-0@60s")) {
      job.touch("out/replica-failure.pb");
      assertThat(job.run("worker-0: touch ran").summary())
          .isEqualTo("FAILED {chief-0=[], worker-0=[1]} [replica-failure.pb]");
      assertThat(job.room().resolve("ran")).doesNotExist();
    }
  }

  @Test
  void withoutTheBackendPluginTheErrorSaysSo() throws Exception {
    // One plain pod, which no operator has told anything.
    try (Job job = Job.of(folder, "worker:1").environment("JOB", "chief:1 worker:2 ps:1")) {
      Job.Result result = job.run("worker-0: touch ran");
      assertThat(result.summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE USER");
      assertThat(result.error().code()).isEqualTo("USER:PluginNotEnabled");
      assertThat(result.error().message())
          .isEqualTo(
              "task org.flytekitplugins.jflyte.execution.scripted.ScriptedTraining is a tensorflow"
                  + " job of 4 replicas (1 chief, 2 workers, 1 ps), but no operator has told this"
                  + " pod of its peers: the backend plugin for task type tensorflow is not enabled,"
                  + " and Flyte fell back to one plain pod. Add it to"
                  + " tasks.task-plugins.enabled-plugins and default-for-task-types in Flyte's"
                  + " configuration, and install the training operator");
      assertThat(job.room().resolve("ran")).doesNotExist();
    }
  }

  @Test
  void everyLineThatATrainingPrintsSaysWhoPrintsIt() throws Exception {
    try (Job job = Job.of(folder, "worker:1")) {
      job.run("worker-0: say one; say two");
      assertThat(job.log("worker-0").lines())
          .contains("[worker-0] one", "[worker-0] two")
          .allMatch(
              line -> line.startsWith("[worker-0] ") || line.startsWith("[jflyte worker-0] "));
    }
    try (Job job = Job.of(folder, "worker:1").environment(LogPrefix.VARIABLE, "false")) {
      job.run("worker-0: say {}");
      assertThat(job.log("worker-0").lines()).contains("{}");
    }
  }

  @Test
  void aPackageBuiltAgainstANewerFlytekitRunsWithThat() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1")) {
      job.with("--package-dir", ScriptedPackage.directory() + "/*:" + NewerFlytekit.api(folder));
      Job.Result result = job.run("chief-0: touch go; hang | worker-0: await go; error boom");
      assertThat(result.summary())
          .isEqualTo(
              "SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb]"
                  + " NON_RECOVERABLE USER");
      assertThat(result.error().message()).isEqualTo("worker-0 failed: boom");
      assertThat(job.log("chief-0")).contains("(flytekit-api flytekit-api-0.4.99.jar)");
    }
  }

  @Test
  void theFirstLinesOfALogSayWhatTheReplicaFound() throws Exception {
    try (Job job =
        Job.of(folder, "chief:1 worker:1/ON_FAILURE").environment("PASSWORD", "geheim")) {
      job.run("chief-0: say hello; sleep 3000");
      List<String> lines = job.log("worker-0").lines().toList();
      assertThat(lines.get(0)).isEqualTo("[jflyte worker-0] task " + ScriptedPackage.TRAINING);
      assertThat(lines.get(1))
          .matches(
              "\\[jflyte worker-0\\] replica worker-0 of a job of 1 chief, 1 worker; restart policy"
                  + " ON_FAILURE; peers: chief-0 at localhost:\\d+|.*127.0.0.1.*");
      assertThat(lines.get(2)).matches("\\[jflyte worker-0\\] memory: (no )?limit.*heap .*");
      assertThat(lines.get(3))
          .contains(
              "launcher flytekit-jflyte " + Distribution.VERSION,
              "registrar flytekit-java-0.4.35.jar",
              "Java 17");
      assertThat(job.log("chief-0"))
          .contains("replica chief-0, the primary, of a job", "hello")
          .doesNotContain("geheim");
    }
  }

  @Test
  void aStallTimeoutMayComeFromTheTasksEnvironment() throws Exception {
    try (Job job = Job.of(folder, "worker:1").environment("JFLYTE_STALL_TIMEOUT", "300ms")) {
      job.run("worker-0: step 1; sleep 1500");
      assertThat(job.log("worker-0")).containsOnlyOnce("no progress for 0.3 s; all threads:");
    }
    try (Job job = Job.of(folder, "worker:1").environment("JFLYTE_STALL_TIMEOUT", "soon")) {
      job.run("worker-0: step 1");
      assertThat(job.log("worker-0"))
          .contains(
              "JFLYTE_STALL_TIMEOUT is soon: write a number and ms, s, m or h, such as 10m; nothing"
                  + " is watched");
    }
  }

  @Test
  void aStalledReplicaTellsWhereItsThreadsAre() throws Exception {
    try (Job job = Job.of(folder, "worker:1").with("--stall-timeout", "300ms")) {
      job.run("worker-0: step 1; sleep 1500");
      assertThat(job.log("worker-0"))
          .containsOnlyOnce("no progress for 0.3 s; all threads:")
          .contains("\"main\" TIMED_WAITING", "ScriptedTraining.run");
    }
  }

  @Test
  void thePrimaryLeavesADeckOfItsProgressAndEventsForTensorBoard() throws Exception {
    try (Job job = Job.of(folder, "worker:1")) {
      assertThat(job.run("worker-0: parameter 0.1; step 1; step 2; step 3").files())
          .containsExactly("deck.html", "outputs.pb", "raw");
      assertThat(job.out().resolve("deck.html")).content().contains("loss over steps", "worker-0");
      assertThat(job.out().resolve("raw/tensorboard/worker-0"))
          .isDirectoryContaining("glob:**events.out.tfevents.*.worker-0.000000");
      try (Stream<Path> files = Files.list(job.out().resolve("raw/tensorboard/worker-0"))) {
        assertThat(files.map(StartTest::text))
            .singleElement()
            .asString()
            .contains(
                "configuration", "    script = worker-0: parameter 0.1; step 1; step 2; step 3")
            .contains("    parameter = 0.1\n");
      }
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noEventsAreWrittenWhereNobodyWantsThem() throws Exception {
    try (Job job = Job.of(folder, "worker:1").environment("JFLYTE_TENSORBOARD", "false")) {
      assertThat(job.run("worker-0: step 1").files()).containsExactly("deck.html", "outputs.pb");
    }
  }

  @Test
  void theDeckIsThereWithoutASingleStepAndHoldsWhatThePrimaryAdds() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1")) {
      job.run("chief-0: deck Confusion; sleep 500 | worker-0: deck Elsewhere");
      assertThat(job.files()).containsExactly("deck.html", "outputs.pb");
      String page = Files.readString(job.out().resolve("deck.html"));
      assertThat(page).contains("No replica has reported a step").doesNotContain("Failed</span>");
      assertThat(OwnSections.of(page))
          .containsExactly(DeckSection.of("Confusion", "<h1>Confusion</h1>"));
    }
  }

  @Test
  void theDeckOfAFailureSaysSoWithTheError() throws Exception {
    try (Job job = Job.of(folder, "worker:1")) {
      job.run("worker-0: step 1; fail boom <&>");
      assertThat(job.out().resolve("deck.html"))
          .content()
          .contains(
              "Failed</span>",
              "<td>java.lang.IllegalStateException: boom &lt;&amp;&gt; (at ",
              "<pre class=\"error\">worker-0 failed: java.lang.IllegalStateException: boom"
                  + " &lt;&amp;&gt;\n\tat ");
    }
  }

  @Test
  void theDeckIsThereIfTheTaskCannotEvenBeMade() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:2").environment("BROKEN", "exit 0")) {
      Job.Result result = job.run("");
      assertThat(result.error().message())
          .contains("failed: it ended the process with System.exit(0), which says nothing")
          .contains("Script.construct(Script.java:");
      assertThat(job.out().resolve("deck.html"))
          .content()
          .contains("System.exit(0)", "<b>worker</b><span class=\"count\">× 2</span>");
    }
  }
}
