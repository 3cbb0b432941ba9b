package org.flytekitplugins.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.report.usage.StepTimes;
import org.flytekitplugins.report.usage.StepUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replica tells of its cost with a step. */
class ReportedUsageTest {
  @TempDir Path folder;

  @Test
  void whatIsToldIsRead() {
    StepTimes.Recorder recorder = new StepTimes.Recorder();
    recorder.add(70_000);
    recorder.add(2_000_000_000);
    ReplicaUsage whole =
        ReplicaUsage.builder()
            .memoryBytes(300L << 20)
            .peakMemoryBytes(5L << 30)
            .memoryLimitBytes(8L << 30)
            .cpuSeconds(12.5)
            .gcSeconds(0.25)
            .upSeconds(20)
            .steps(StepUsage.of(recorder.times(), 2.00007, OptionalDouble.of(0.5), 0.125, 0.25, 64))
            .build();
    ReplicaUsage little =
        ReplicaUsage.builder()
            .steps(StepUsage.of(StepTimes.none(), 0, OptionalDouble.empty(), 0, 0, 0))
            .build();
    Path file = folder.resolve("progress.jsonl");
    ProgressLog log = ProgressLog.of(Map.of(ProgressLog.VARIABLE, file.toString()));
    List<Progress> read = new ArrayList<>();

    log.step(1, Map.of("loss", 0.5), whole);
    log.step(2, Map.of(), little);
    log.step(3, Map.of());
    new ProgressTail(file, read::add, complaint -> {}).poll();

    assertThat(read).extracting(Progress::step).containsExactly(1L, 2L, 3L);
    assertThat(read.get(0).usage()).contains(whole);
    assertThat(read.get(0).metrics()).isEqualTo(Map.of("loss", 0.5));
    assertThat(read.get(1).usage()).contains(little);
    assertThat(read.get(2).usage()).isEmpty();
  }

  @Test
  void whatAnOlderOrANewerReplicaTellsIsReadAsFarAsItIsKnown() throws IOException {
    assertThat(Progress.parse("{\"step\":7,\"metrics\":{},\"time\":\"\"}").usage()).isEmpty();
    assertThat(
            Progress.parse(
                    "{\"step\":7,\"usage\":{\"gpu\":[{\"memoryBytes\":1}],\"cpuSeconds\":2,"
                        + "\"steps\":{\"seconds\":3,\"kinds\":{},\"times\":{\"20\":1}}}}")
                .usage())
        .contains(
            ReplicaUsage.builder()
                .cpuSeconds(2)
                .steps(
                    StepUsage.of(StepTimes.of(Map.of(20, 1L)), 3, OptionalDouble.empty(), 0, 0, 0))
                .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "{\"memoryBytes\":\"much\"}",
        "{\"steps\":[]}",
        "{\"steps\":{\"times\":{\"x\":1}}}",
        "{\"steps\":{\"times\":{\"100000\":1}}}"
      })
  void whatIsNoneOfOursIsNoProgress(String usage) {
    assertThatThrownBy(() -> Progress.parse("{\"step\":7,\"usage\":" + usage + "}"))
        .isInstanceOf(IOException.class);
  }
}
