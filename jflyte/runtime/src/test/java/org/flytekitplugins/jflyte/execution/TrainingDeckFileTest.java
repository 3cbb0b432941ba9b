package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flyte.api.v1.ContainerError;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.execution.attempt.AttemptRoom;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaReport;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.report.ProgressFile;
import org.flytekitplugins.report.deck.JobRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deck of the primary, out of what it has reported. */
class TrainingDeckFileTest {
  @TempDir Path folder;
  private AttemptRoom room;
  private TrainingDeckFile deck;

  @BeforeEach
  void deck() {
    room = new AttemptRoom(folder);
    deck = deck(Map.of());
  }

  private TrainingDeckFile deck(Map<String, String> environment) {
    return new TrainingDeckFile(
        "com.acme.Train",
        environment,
        TrainingContext.of(environment),
        room.attempt(),
        room.console);
  }

  private String page(String lines, TaskError error) throws Exception {
    deck = deck(Map.of());
    Path progress = Files.createTempFile(folder, "progress", "");
    Files.writeString(progress, lines);
    ProgressFollower.start(
            ProgressFile.at(progress), List.of(deck.reader()), room.console, Duration.ofHours(1))
        .close();
    return page(error);
  }

  /** A job of one replica leaves no reports, and its file outlives its process on this machine. */
  @Test
  void hasAlsoTheStepsThatAProcessBeforeHasCarried() throws Exception {
    Path progress = Files.createTempFile(folder, "progress", "");
    String both = step(1) + step(2).replace("12:00:00", "12:00:01");
    for (String lines : List.of(step(1), both)) {
      deck = deck(Map.of());
      Files.writeString(progress, lines);
      ProgressFollower.start(
              ProgressFile.at(progress), List.of(deck.reader()), room.console, Duration.ofHours(1))
          .close();
    }

    String drawn = page((TaskError) null);
    assertThat(points(drawn)).isEqualTo(points(page(both, null)));
    assertThat(points(drawn)).isGreaterThan(points(page(step(1), null)));
  }

  private String page(TaskError error) throws Exception {
    room.decision.make();
    deck.decided(error);
    assertThat(room.said()).isEmpty();
    return Files.readString(folder.resolve("deck.html"));
  }

  private static String step(int step) {
    return "{\"step\":" + step + ",\"metrics\":{\"loss\":0.5},\"time\":\"2026-11-28T12:00:00Z\"}\n";
  }

  private static String steps(int count) {
    return IntStream.range(0, count)
        .mapToObj(TrainingDeckFileTest::step)
        .collect(Collectors.joining());
  }

  private static long points(String page) {
    return Pattern.compile("-?[0-9.]+,-?[0-9.]+(?=[ \"])").matcher(page).results().count();
  }

  @Test
  void showsTheTaskTheReplicaAndItsMetrics() throws Exception {
    assertThat(page(step(1) + step(2), null)).contains("com.acme.Train", "loss", "worker-0");
  }

  @Test
  void isThereAlsoWhenNothingWasReported() throws Exception {
    assertThat(page(null)).contains("com.acme.Train");
  }

  @Test
  void saysWhyTheAttemptHasFailed() throws Exception {
    TaskError error =
        new TaskError(
            "CODE", "worker-1 failed: lost", ContainerError.Kind.RECOVERABLE, null, null, null);

    assertThat(page(step(1), error)).contains("worker-1 failed: lost");
  }

  @Test
  void showsHowThisReplicaHasEnded() throws Exception {
    TaskError own =
        FailureDocuments.of(
            new IllegalStateException("boom"), Replica.parse("worker-0"), Instant.now());
    TaskError others =
        FailureDocuments.of(
            new IllegalStateException("boom"), Replica.parse("worker-1"), Instant.now());

    assertThat(page(null)).contains("<td>1<td>exit 0</tr>").doesNotContain("class=\"mark");
    assertThat(page(own)).contains("<td>1<td>failed</tr>");
    assertThat(page(others)).contains("<td>1<td>still running</tr>");
  }

  @Test
  void marksTheLossOfAProcessThatWasKilledBeforeItCouldSaySo() throws Exception {
    Replica own = Replica.parse("worker-0");
    Instant began = Instant.now().minusSeconds(40);
    ReplicaReport.Run killed =
        new ReplicaReport.Run(began, began.plusSeconds(10), JobRecord.LAST_HEARD, List.of());
    room.attempt()
        .writeReport(own, new ReplicaReport(List.of(killed), List.of(), Optional.empty()));
    deck.of(new ReportWriter(room.attempt(), own, List::of, room.console));

    assertThat(page(null))
        .contains("<td>2<td>failed, exit 0</tr>")
        .contains("title=\"worker-0 failed\"", "title=\"worker-0 started again\"");
  }

  @Test
  void showsWhoElseThereIsBeforeTheJobIsKnown() throws Exception {
    deck =
        deck(
            Map.of(
                "TF_CONFIG",
                "{\"cluster\":{\"chief\":[\"c:1\"],\"worker\":[\"v:1\",\"w:1\"]},\"task\":"
                    + "{\"type\":\"chief\",\"index\":0}}"));

    assertThat(page(null))
        .contains("<b>chief</b>", "<b>worker</b><span class=\"count\">× 2</span>");
  }

  @Test
  void marksTheCheckpointsThatItWrote() throws Exception {
    assertThat(page(step(1) + "{\"step\":1,\"checkpoint\":true}\n", null))
        .contains("<title>checkpoint of step 1</title>");
  }

  @Test
  void saysWhichAttemptItIsWhatItWasGivenAndWhatCameOfIt() throws Exception {
    Map<String, String> pod =
        Map.of(
            "FLYTE_INTERNAL_EXECUTION_PROJECT", "digits",
            "FLYTE_INTERNAL_EXECUTION_DOMAIN", "production",
            "FLYTE_INTERNAL_EXECUTION_ID", "f1a2b3",
            "FLYTE_INTERNAL_EXECUTION_WORKFLOW", "digits:production:com.acme.Digits",
            "FLYTE_INTERNAL_TASK_NAME", "com.acme.Train",
            "FLYTE_INTERNAL_TASK_VERSION", "v7",
            "FLYTE_ATTEMPT_NUMBER", "1",
            "FLYTE_EXECUTION_URL", "https://flyte.example/f1a2b3",
            "AWS_SECRET_ACCESS_KEY", "s3cret");
    deck = deck(pod);
    deck.given(Map.of("epochs", integer(20)));
    deck.returned(LiteralMapBytes.write(Map.of("best", integer(3))));

    String page = page(null);

    assertThat(page)
        .contains(
            """
            <dl>
            <div><dt>task</dt><dd>com.acme.Train, version v7</dd></div>
            <div><dt>workflow</dt><dd>com.acme.Digits</dd></div>
            <div><dt>execution</dt><dd><a href="https://flyte.example/f1a2b3">digits/production/f1a2b3</a></dd></div>
            <div><dt>attempt</dt><dd>2</dd></div>
            <div><dt>inputs</dt><dd>epochs = 20</dd></div>
            <div><dt>outputs</dt><dd>best = 3</dd></div>
            <div><dt>logs</dt><dd>jflyte logs f1a2b3</dd></div>
            </dl>
            """)
        .doesNotContain("s3cret");
  }

  @Test
  void saysWhereTheLogsOfAllReplicasAre() throws Exception {
    String operator =
        "{\"cluster\":{\"chief\":[\"c:1\"],\"worker\":[\"w:1\"]},\"task\":{\"type\":\"chief\","
            + "\"index\":0}}";
    deck = deck(Map.of("TF_CONFIG", operator, "HOSTNAME", "f1-n0-0-chief-0"));
    assertThat(page(null))
        .contains("<dd>kubectl logs f1-n0-0-chief-0\nkubectl logs f1-n0-0-worker-0</dd>");

    deck =
        deck(
            Map.of(
                "TF_CONFIG",
                operator,
                "HOSTNAME",
                "f1-n0-0-chief-0",
                PodLogs.VARIABLE,
                "https://logs.example/{{ .podName }}"));
    assertThat(page(null))
        .contains("<a href=\"https://logs.example/f1-n0-0-worker-0\">worker-0</a>");

    deck =
        deck(
            Map.of(
                "TF_CONFIG",
                operator,
                "HOSTNAME",
                "f1-n0-0-chief-0",
                PodLogs.VARIABLE,
                "{{ .nodeId }}"));
    deck.decided(null);
    assertThat(room.said())
        .startsWith("the deck has no links to logs: JFLYTE_LOG_TEMPLATE has {{ .nodeId }}, which");
  }

  @Test
  void showsNoOutputsOfAnAttemptThatHasFailed() throws Exception {
    deck.returned(LiteralMapBytes.write(Map.of("best", integer(3))));
    TaskError error =
        new TaskError(
            "CODE", "worker-1 failed: lost", ContainerError.Kind.RECOVERABLE, null, null, null);

    assertThat(page(error)).doesNotContain("outputs");
  }

  private static Literal integer(long value) {
    return Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(value)));
  }

  @Test
  void passesOverWhatIsNoReport() throws Exception {
    String whole = page(step(1) + step(2), null);

    assertThat(points(page("x\n" + step(1) + step(2) + "{\"step\":3,\"metr", null)))
        .isEqualTo(points(whole));
  }

  @Test
  void takesAReportWithoutATimeForOneOfTheStart() throws Exception {
    String line = "{\"step\":1,\"metrics\":{\"loss\":0.5}}\n";

    assertThat(page(line, null)).contains("loss");
  }

  @Test
  void thinsOutALongTraining() throws Exception {
    long all = points(page(steps(1500), null));
    assertThat(points(page(steps(100), null))).isLessThan(all);

    assertThat(points(page(steps(50_000), null))).isBetween(all / 2, all * 2);
  }

  @Test
  void isOnlyMadeOfWhatTheTaskAddsWhereNobodyWasPromisedOne() throws Exception {
    room.decision.make();
    deck.of(
        TrainingCluster.of(Map.of(ReplicaType.WORKER, ReplicaSpec.of(1)), RunPolicy.empty()),
        false);
    deck.decided(null);
    assertThat(room.files()).isEmpty();

    deck.sections().add("confusion", "<p>matrix</p>");
    assertThat(page(null)).contains("<h2 class=\"own\">confusion</h2>", "matrix");
  }

  @Test
  void isNoReasonToFail() throws Exception {
    Files.createDirectories(folder.resolve("deck.html/in-the-way"));
    room.decision.make();

    deck.decided(null);

    assertThat(room.said()).startsWith("the deck cannot be written: cannot write file:");
  }
}
