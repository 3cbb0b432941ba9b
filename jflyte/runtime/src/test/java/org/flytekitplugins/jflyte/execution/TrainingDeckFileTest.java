package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.execution.attempt.AttemptRoom;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.report.ProgressFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deck of the primary, out of what it has reported. */
class TrainingDeckFileTest {
  @TempDir Path folder;
  private AttemptRoom room;
  private Path progress;
  private TrainingDeckFile deck;

  @BeforeEach
  void deck() {
    room = new AttemptRoom(folder);
    progress = folder.resolve("progress");
    deck = deck(Map.of());
  }

  private TrainingDeckFile deck(Map<String, String> environment) {
    return new TrainingDeckFile(
        "com.acme.Train", TrainingContext.of(environment), room.attempt(), room.console);
  }

  private String page(String lines, TaskError error) throws Exception {
    Files.writeString(progress, lines);
    deck.follow(ProgressFile.at(progress));
    return page(error);
  }

  private String page(TaskError error) throws Exception {
    room.decision.make();
    deck.write(error);
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
    deck.write(null);
    assertThat(room.files()).isEmpty();

    deck.sections().add("confusion", "<p>matrix</p>");
    assertThat(page(null)).contains("<h2 class=\"own\">confusion</h2>", "matrix");
  }

  @Test
  void isNoReasonToFail() throws Exception {
    Files.createDirectories(folder.resolve("deck.html/in-the-way"));
    room.decision.make();

    deck.write(null);

    assertThat(room.said()).startsWith("the deck cannot be written: cannot write file:");
  }
}
