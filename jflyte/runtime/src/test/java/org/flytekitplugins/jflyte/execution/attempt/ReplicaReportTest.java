package org.flytekitplugins.jflyte.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.deck.JobRecord;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.junit.jupiter.api.Test;

/** What a replica leaves for the deck, as bytes and over several processes. */
class ReplicaReportTest {
  private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");

  private static ReplicaReport.Run run(int second, int exitCode, String... lastLines) {
    return new ReplicaReport.Run(
        START.plusSeconds(second), START.plusSeconds(second + 5), exitCode, List.of(lastLines));
  }

  private static Progress progress(String line) {
    try {
      return Progress.parse(line);
    } catch (IOException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  private static Progress step(int step) {
    return progress(
        "{\"step\":%d,\"metrics\":{\"loss\":0.5,\"rate\":\"NaN\"},\"time\":\"2026-11-29T10:00:01Z\"}"
            .formatted(step));
  }

  private static final Progress CHECKPOINT =
      progress("{\"step\":20,\"checkpoint\":true,\"time\":\"2026-11-29T10:00:02Z\"}");

  private static ReplicaUsage usage(long peak, double cpuSeconds) {
    return ReplicaUsage.builder().peakMemoryBytes(peak).cpuSeconds(cpuSeconds).build();
  }

  private static ReplicaReport report(
      List<ReplicaReport.Run> runs, List<Progress> progress, ReplicaUsage usage) {
    return new ReplicaReport(runs, progress, Optional.ofNullable(usage));
  }

  @Test
  void isReadAsItWasWritten() throws Exception {
    ReplicaReport report =
        report(
            List.of(run(0, 1, "step 10", "no \"space\" left ✗"), run(10, JobRecord.LAST_HEARD)),
            List.of(step(10), step(20), CHECKPOINT),
            usage(1 << 20, 2.5));

    assertThat(ReplicaReport.read(report.bytes())).isEqualTo(report);
    assertThat(ReplicaReport.read(report(List.of(run(0, 0)), List.of(), null).bytes()))
        .isEqualTo(report(List.of(run(0, 0)), List.of(), null));
  }

  @Test
  void isReadThoughALaterLauncherHasToldMore() throws Exception {
    String text =
        """
        {"pod":{"name":"x"},"processes":[{"start":"2026-11-29T10:00:00Z","seen":"2026-11-29T10:00:05Z","node":"n","exitCode":0,"lastLines":[]}]}
        {"step":20,"checkpoint":true,"size":7,"time":"2026-11-29T10:00:02Z"}
        {"event":"peer lost"}
        """;

    assertThat(ReplicaReport.read(text.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(report(List.of(run(0, 0)), List.of(CHECKPOINT), null));
  }

  @Test
  void isNotReadOutOfAnythingElse() {
    for (String text :
        List.of("", "x", "[]", "{\"processes\":7}", "{\"processes\":[{\"start\":\"noon\"}]}")) {
      assertThatThrownBy(() -> ReplicaReport.read(text.getBytes(StandardCharsets.UTF_8)))
          .as(text)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void goesOnWithWhatTheProcessBeforeHasLeft() {
    ReplicaReport first =
        report(List.of(run(0, JobRecord.LAST_HEARD)), List.of(step(10)), usage(100, 2));
    ReplicaReport second = report(List.of(run(10, 0)), List.of(step(20)), usage(80, 3));

    assertThat(first.then(second))
        .isEqualTo(
            report(
                // Somebody who was started again was lost before, whatever it has told.
                List.of(run(0, JobRecord.FAILED), run(10, 0)),
                List.of(step(10), step(20)),
                usage(100, 5)));
    assertThat(report(List.of(run(0, 1, "x")), List.of(), null).then(second))
        .isEqualTo(report(List.of(run(0, 1, "x"), run(10, 0)), List.of(step(20)), usage(80, 3)));
    assertThat(first.hasEnded()).isFalse();
    assertThat(report(List.of(run(0, 1)), List.of(), null).hasEnded()).isFalse();
    assertThat(report(List.of(run(0, JobRecord.FAILED)), List.of(), null).hasEnded()).isTrue();
    assertThat(first.then(second).hasEnded()).isTrue();
    assertThat(second.then(first).hasEnded()).isFalse();
  }

  @Test
  void staysSmallHoweverOftenTheReplicaIsStartedAgain() throws Exception {
    List<Progress> many = new ArrayList<>();
    for (int step = 0; step < 250; step++) {
      many.add(step(step));
    }
    ReplicaReport all = report(List.of(), List.of(), null);
    for (int process = 0; process < 100; process++) {
      all = all.then(report(List.of(run(process * 10, 1)), many, null));
    }

    assertThat(all.processes()).hasSize(20).last().isEqualTo(run(990, 1));
    assertThat(all.progress()).hasSizeBetween(128, ReplicaReport.MOST_POINTS);
    assertThat(all.bytes()).hasSizeLessThan(30_000);
  }
}
