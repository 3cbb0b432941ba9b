package org.flytekitplugins.report.internal.tensorboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.Progress;
import org.junit.jupiter.api.Test;

/** What stands in an event file, byte by byte; that TensorBoard reads it says another test. */
class EventFileTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00.500Z");

  private static Progress progress(String line) throws Exception {
    return Progress.parse(line);
  }

  @Test
  void beginsWithTheVersionOfTheForm() {
    EventFile file = EventFile.begin(NOON);

    assertThat(file.steps()).isZero();
    // What TensorBoard 2.21.0's RecordWriter writes of this event, checksums and all.
    assertThat(hex(file.bytes()))
        .isEqualTo(
            "1800000000000000a37f4b22"
                + "09000020f004c3da411a0d627261696e2e4576656e743a32"
                + "1c48dc43");
  }

  @Test
  void leavesOutAStepWithoutNumbers() throws Exception {
    EventFile file = EventFile.begin(NOON).step(progress("{\"step\":1,\"metrics\":{}}"));

    assertThat(file.steps()).isZero();
    assertThat(file.bytes()).isEqualTo(EventFile.begin(NOON).bytes());
  }

  @Test
  void onlyGrowsWhenAStepIsAdded() throws Exception {
    byte[] before = EventFile.begin(NOON).bytes();
    EventFile file =
        EventFile.begin(NOON).step(progress("{\"step\":300,\"metrics\":{\"loss\":0.25}}"));

    assertThat(file.steps()).isEqualTo(1);
    assertThat(Arrays.copyOf(file.bytes(), before.length)).isEqualTo(before);
    assertThat(hex(file.bytes()))
        .contains("10ac02" + "2a0d" + "0a0b" + "0a04" + hex("loss") + "150000803e");
  }

  @Test
  void isNamedSoThatNamesAreInTheOrderOfTime() {
    Replica worker = Replica.parse("worker-1");
    List<String> names =
        Stream.of(
                EventFile.name(NOON, worker, 0),
                EventFile.name(NOON, worker, 9),
                EventFile.name(NOON, worker, 10),
                EventFile.name(NOON.plusSeconds(1), worker, 0))
            .collect(Collectors.toList());

    assertThat(names)
        .isSorted()
        .first()
        .isEqualTo("events.out.tfevents.1795953600.worker-1.000000");
  }

  private static String hex(String text) {
    return hex(text.getBytes(UTF_8));
  }

  private static String hex(byte[] bytes) {
    StringBuilder hex = new StringBuilder();
    for (byte b : bytes) {
      hex.append(String.format("%02x", b));
    }
    return hex.toString();
  }
}
