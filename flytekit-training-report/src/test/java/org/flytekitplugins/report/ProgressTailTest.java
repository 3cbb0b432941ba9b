package org.flytekitplugins.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTailTest {
  @TempDir Path folder;
  private final List<Progress> seen = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private Path file;
  private ProgressTail tail;

  @BeforeEach
  void follow() {
    file = folder.resolve("progress.jsonl");
    tail = new ProgressTail(file, seen::add, complaints::add);
  }

  @Test
  void whatAReplicaReportsIsRead() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", 0.25);
    metrics.put("accuracy", Double.NaN);
    ProgressLog log = ProgressLog.of(Map.of(ProgressLog.VARIABLE, file.toString()));

    assertThat(tail.poll()).isFalse();
    log.step(1, metrics);
    assertThat(tail.poll()).isTrue();
    log.step(2);
    log.step(3);
    assertThat(tail.poll()).isTrue();
    assertThat(tail.poll()).isFalse();

    assertThat(seen).extracting(Progress::step).containsExactly(1L, 2L, 3L);
    assertThat(seen.get(0).metrics()).isEqualTo(metrics);
    assertThat(seen.get(0).metrics().keySet()).containsExactly("loss", "accuracy");
    assertThat(seen.get(0).time()).matches("[0-9-]+T[0-9:.]+Z");
    assertThat(complaints).isEmpty();
  }

  @Test
  void aLineCountsWhenItIsWhole() throws IOException {
    append("{\"step\":7,");
    tail.poll();
    assertThat(seen).isEmpty();

    append("\"epoch\":[1,{}]}\n{\"st");
    tail.poll();
    assertThat(seen).extracting(Progress::step).containsExactly(7L);
  }

  @Test
  void whatIsNoProgressIsPassedOver() throws IOException {
    append(
        "hello\n[1]\n{\"metrics\":{}}\n{\"step\":1,\"metrics\":{\"loss\":\"low\"}}\n\n{\"step\":5}\n");
    tail.poll();

    assertThat(seen).extracting(Progress::step).containsExactly(5L);
    assertThat(complaints)
        .satisfiesExactly(
            one -> assertThat(one).startsWith("its progress line hello is passed over: "),
            two -> assertThat(two).endsWith("[1] is passed over: it is not an object"),
            three -> assertThat(three).endsWith("is passed over: it has no step from 0 up"),
            four -> assertThat(four).endsWith("is passed over: \"low\" is no number"));
  }

  @Test
  void aFileThatStartsOverIsReadFromItsStart() throws IOException {
    append("{\"step\":1}\n{\"step\":2}\n");
    tail.poll();
    Files.writeString(file, "{\"step\":3}\n");
    tail.poll();

    assertThat(seen).extracting(Progress::step).containsExactly(1L, 2L, 3L);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aFileThatIsSetAsideIsReadToItsEndFirst() throws IOException {
    appendTo(file, 1, 2);
    tail.poll();
    appendTo(file, 3);
    setAside();
    // More than was read of the one before.
    appendTo(file, 4, 5, 6, 7);
    tail.poll();
    appendTo(file, 8);
    tail.poll();

    assertThat(seen).extracting(Progress::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aFileThatIsSetAsideTwiceBeforeItIsReadHasLostSteps() throws IOException {
    appendTo(file, 1);
    tail.poll();
    // So that the system does not give the place of the file to one of the others.
    try (InputStream held = Files.newInputStream(file)) {
      assertThat(held.read()).isEqualTo('{');
      setAside();
      appendTo(file, 2);
      setAside();
      appendTo(file, 3);
      setAside();
      appendTo(file, 4, 5);
      tail.poll();
    }

    assertThat(seen).extracting(Progress::step).containsExactly(1L, 3L, 4L, 5L);
    assertThat(complaints)
        .containsExactly(
            "its progress file " + file + " grows faster than it is read: steps are lost");
  }

  @Test
  void aFileThatIsDeletedAndMadeAgainIsReadFromItsStart() throws IOException {
    append("{\"step\":1}\n");
    tail.poll();
    Files.move(file, folder.resolve("elsewhere"));
    assertThat(tail.poll()).isFalse();
    append("{\"step\":2}\n{\"step\":3}\n");
    tail.poll();

    assertThat(seen).extracting(Progress::step).containsExactly(1L, 2L, 3L);
    assertThat(complaints).isEmpty();
  }

  private static void appendTo(Path file, int... steps) throws IOException {
    for (int step : steps) {
      LineFile.append(file, ("{\"step\":" + step + "}\n").getBytes(UTF_8), Long.MAX_VALUE);
    }
  }

  // The size is looked at when the file is opened, and then once a second.
  private void setAside() throws IOException {
    appendTo(folder.resolve("another"), 0);
    LineFile.append(file, new byte[0], 1);
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
