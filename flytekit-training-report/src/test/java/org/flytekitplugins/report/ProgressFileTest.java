package org.flytekitplugins.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a training reports its steps. */
class ProgressFileTest {
  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(ProgressLog.PROPERTY);
  }

  @Test
  void isTheOneThatIsGiven() throws Exception {
    Path given = folder.resolve("progress");

    ProgressFile file = ProgressFile.of(Map.of(ProgressLog.VARIABLE, given.toString()));

    assertThat(file.path()).isEqualTo(given);
    assertThat(file.size()).isZero();
    Files.writeString(given, "step");
    assertThat(file.size()).isEqualTo(4);
    assertThat(System.getProperty(ProgressLog.PROPERTY)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void isElseOneOfOursWhereTheTrainingFindsIt(String given) {
    ProgressFile file = ProgressFile.of(Map.of(ProgressLog.VARIABLE, given));

    assertThat(file.path()).hasToString(System.getProperty(ProgressLog.PROPERTY)).isEmptyFile();
    ProgressLog.current().step(1);
    assertThat(file.size()).isPositive();
  }

  @Test
  void isEmptyWhereThereIsNoPlace() throws Exception {
    assertThat(ProgressFile.at(null).size()).isZero();
    assertThat(ProgressFile.at(null).read(10)).isEmpty();
    assertThat(ProgressFile.at(folder.resolve("not yet")).read(10)).isEmpty();
  }

  @Test
  void tellsWhatIsWhole() throws Exception {
    Path file = folder.resolve("progress");
    Files.writeString(file, "hello\n{\"step\":1}\n{\"step\":2}\n{\"step\":3,\"metr");

    assertThat(ProgressFile.at(file).read(10)).extracting(Progress::step).containsExactly(1L, 2L);
  }

  @Test
  void thinsOutEvenly() throws Exception {
    Path file = folder.resolve("progress");
    Files.writeString(
        file,
        LongStream.range(0, 40)
            .mapToObj(step -> "{\"step\":" + step + "}\n")
            .collect(Collectors.joining()));

    assertThat(ProgressFile.at(file).read(12))
        .extracting(Progress::step)
        .containsExactly(0L, 4L, 8L, 12L, 16L, 20L, 24L, 28L, 32L, 36L);
  }

  @Test
  void losesNoCheckpointAmongManySteps() throws Exception {
    Path file = folder.resolve("progress");
    Files.writeString(
        file,
        LongStream.range(0, 40)
            .mapToObj(
                step ->
                    "{\"step\":"
                        + step
                        + "}\n"
                        + (step % 9 == 5 ? "{\"step\":" + step + ",\"checkpoint\":true}\n" : ""))
            .collect(Collectors.joining()));

    assertThat(ProgressFile.at(file).read(12))
        .filteredOn(Progress::isCheckpoint)
        .extracting(Progress::step)
        .containsExactly(5L, 14L, 23L, 32L);
  }

  @Test
  void tellsWhatWasUsedAsWasSaidLast() throws Exception {
    Path file = folder.resolve("progress");
    assertThat(ProgressFile.at(null).usage()).isEmpty();
    assertThat(ProgressFile.at(file).usage()).isEmpty();

    Files.writeString(file, "{\"step\":1}\n");
    assertThat(ProgressFile.at(file).usage()).isEmpty();

    Files.writeString(
        file,
        "{\"step\":1,\"usage\":{\"cpuSeconds\":1}}\n{\"step\":2,\"usage\":{\"cpuSeconds\":2}}\n"
            + "{\"step\":3}\n{\"step\":4,\"usage\":{\"cpuSec");
    assertThat(ProgressFile.at(file).usage())
        .contains(ReplicaUsage.builder().cpuSeconds(2).build());
  }

  @Test
  void isNamedWhenItCannotBeRead() {
    assertThatThrownBy(() -> ProgressFile.at(folder).read(10))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("progress file " + folder + " cannot be read: ");
  }
}
