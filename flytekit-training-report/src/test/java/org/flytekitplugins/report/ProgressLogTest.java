package org.flytekitplugins.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProgressLogTest {
  private static final String TIME = "\"time\":\"[0-9-]+T[0-9:.]+Z\"";

  @TempDir Path folder;

  @Test
  void aStepIsOneLineOfJson() throws IOException {
    Path file = folder.resolve("progress.jsonl");
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", 0.25);
    metrics.put("accuracy", 1.0);

    log(file).step(200, metrics);
    log(file).step(201);

    assertThat(Files.readAllLines(file))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .matches(
                        "\\{\"step\":200,\"metrics\":\\{\"loss\":0.25,\"accuracy\":1.0},"
                            + TIME
                            + "}"),
            second -> assertThat(second).matches("\\{\"step\":201,\"metrics\":\\{}," + TIME + "}"));
  }

  @Test
  void aCheckpointIsALineOfItsOwn() throws IOException {
    Path file = folder.resolve("progress.jsonl");

    log(file).checkpoint(200);

    assertThat(Files.readString(file))
        .matches("\\{\"step\":200,\"checkpoint\":true," + TIME + "}\n");
    assertThat(read(file))
        .singleElement()
        .satisfies(read -> assertThat(read.isCheckpoint()).isTrue())
        .satisfies(read -> assertThat(read.step()).isEqualTo(200));
  }

  @Test
  void whatJsonHasNoNumberForIsAString() throws IOException {
    Path file = folder.resolve("progress.jsonl");

    log(file).step(1, Map.of("loss", Double.NaN));
    log(file).step(2, Map.of("loss", Float.NEGATIVE_INFINITY));

    assertThat(Files.readString(file))
        .contains("{\"loss\":\"NaN\"}")
        .contains("{\"loss\":\"-Infinity\"}");
  }

  @Test
  void linesOfManyThreadsStayWhole() throws IOException {
    Path file = folder.resolve("progress.jsonl");
    ProgressLog log = log(file);

    IntStream.range(0, 500).parallel().forEach(step -> log.step(step, Map.of("loss", step)));

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(500).allMatch(line -> line.startsWith("{") && line.endsWith("\"}"));
    assertThat(
            lines.stream().map(line -> line.replaceAll("\"step\":([0-9]+).*|.", "$1")).distinct())
        .hasSize(500);
  }

  @Test
  void aThreadThatIsInterruptedSpoilsTheFileForNobody() throws IOException {
    Path file = folder.resolve("progress.jsonl");
    log(file).step(1);
    Thread.currentThread().interrupt();
    log(file).step(2);
    assertThat(Thread.interrupted()).isTrue();
    log(file).step(3);

    assertThat(Files.readAllLines(file)).hasSize(3);
  }

  @Test
  void eachOfSeveralFilesGetsItsOwnLines() throws IOException {
    Path first = folder.resolve("first.jsonl");
    Path second = folder.resolve("second.jsonl");
    log(first).step(1);
    log(second).step(2);
    log(first).step(3);

    assertThat(read(first)).extracting(Progress::step).containsExactly(1L, 3L);
    assertThat(read(second)).extracting(Progress::step).containsExactly(2L);
  }

  @Test
  void aFileThatIsDeletedIsMadeAgainWithinASecondOrSo() throws Exception {
    Path file = folder.resolve("progress.jsonl");
    log(file).step(1);
    Files.delete(file);
    Thread.sleep(1100);
    log(file).step(2);

    assertThat(read(file)).extracting(Progress::step).containsExactly(2L);
  }

  @Test
  void withoutTheVariableNothingHappens() {
    ProgressLog.of(Map.of()).step(1, Map.of("loss", 1));
    ProgressLog.of(Map.of(ProgressLog.VARIABLE, " ")).step(1);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aSystemPropertyNamesTheFileWhereTheVariableDoesNot() throws IOException {
    Path file = folder.resolve("progress.jsonl");
    System.setProperty(ProgressLog.PROPERTY, file.toString());
    try {
      ProgressLog.current().step(7);
    } finally {
      System.clearProperty(ProgressLog.PROPERTY);
    }

    assertThat(Files.readString(file)).startsWith("{\"step\":7,");
  }

  @Test
  void theFileOfAPropertyIsSetAsideWhenItIsTooLarge() throws IOException {
    Path file = folder.resolve("progress.jsonl");
    Path former = folder.resolve("progress.jsonl.1");
    Files.writeString(former, "what was set aside before");
    long tooLarge = (32L << 20) + 1;
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(tooLarge);
    }
    System.setProperty(ProgressLog.PROPERTY, file.toString());
    try {
      ProgressLog.current().step(7);
    } finally {
      System.clearProperty(ProgressLog.PROPERTY);
    }

    assertThat(Files.readString(file)).startsWith("{\"step\":7,");
    assertThat(former).hasSize(tooLarge);
  }

  /** In a pod it is the launcher that wants to know, and not the training. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsSaidOnceAndNoReasonToFailWhereThePropertyNamesTheFile() {
    PrintStream standard = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, UTF_8));
    System.setProperty(ProgressLog.PROPERTY, "/dev/full");
    try {
      ProgressLog.current().step(7);
      ProgressLog.current().checkpoint(7);
      ProgressLog.current().step(8, Map.of("loss", 0.5));
    } finally {
      System.clearProperty(ProgressLog.PROPERTY);
      System.setErr(standard);
    }

    assertThat(said.toString(UTF_8))
        .isEqualTo(
            "step 7 cannot be written to /dev/full: No space left on device; the training goes on,"
                + " and pictures of it lack what cannot be written there\n");
    assertThatThrownBy(() -> log(Path.of("/dev/full")).step(7))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("FLYTEKIT_PROGRESS is /dev/full, but step 7 cannot be written");
  }

  @Test
  void whatIsWrittenAfterALineThatCouldNotBeIsALineOfItsOwn() throws IOException {
    Path file = folder.resolve("later").resolve("progress.jsonl");
    assertThatThrownBy(() -> log(file).step(7)).isInstanceOf(UncheckedIOException.class);
    Files.createDirectory(file.getParent());
    // What a disk that became full has taken of it.
    Files.writeString(file, "{\"step\":7,\"metr");
    log(file).step(8);
    log(file).step(9);

    assertThat(read(file)).extracting(Progress::step).containsExactly(8L, 9L);
    assertThat(Files.readAllLines(file)).hasSize(3);
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    Path file = folder.resolve("nowhere").resolve("progress.jsonl");

    assertThatThrownBy(() -> log(file).step(7))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("FLYTEKIT_PROGRESS is " + file + ", but step 7 cannot be written");
  }

  @Test
  void aLineThatFailsLeavesNothingOfItselfInTheNext() throws IOException {
    Path file = folder.resolve("progress.jsonl");
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", 0.25);
    metrics.put("accuracy", null);

    assertThatThrownBy(() -> log(file).step(200, metrics)).isInstanceOf(NullPointerException.class);
    log(file).step(201);

    assertThat(Files.readString(file)).matches("\\{\"step\":201,\"metrics\":\\{}," + TIME + "}\n");
  }

  private static List<Progress> read(Path file) {
    List<Progress> read = new ArrayList<>();
    new ProgressTail(file, read::add, complaint -> {}).poll();
    return read;
  }

  private static ProgressLog log(Path file) {
    return ProgressLog.of(Map.of(ProgressLog.VARIABLE, file.toString()));
  }
}
