package org.flytekitplugins.report.internal.tensorboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TensorBoard's own reader reads what is written, every point as it is. Needs a Python with {@code
 * tensorboard}, which {@value #PYTHON} names; {@code .ci/run} makes one.
 */
class TensorBoardReaderTest {
  static final String PYTHON = "FLYTEKIT_TENSORBOARD_PYTHON";

  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00.125Z");
  private static final Replica WORKER = Replica.parse("worker-0");

  @TempDir Path folder;

  @BeforeAll
  static void needsTensorBoard() {
    assumeTrue(
        System.getenv(PYTHON) != null, PYTHON + " names no Python with tensorboard: not read");
  }

  @Test
  void readsEveryPointOfAFolderThatGrowsFileByFile() throws Exception {
    try (Reader reader = new Reader(folder)) {
      List<String> expected = new ArrayList<>();
      Random random = new Random(17);
      for (int number = 0; number < 5; number++) {
        EventFile file = EventFile.begin(NOON);
        for (int i = 0; i < 200; i++) {
          long step = number * 200L + i;
          float loss = Float.intBitsToFloat(random.nextInt(0x7f800000));
          float accuracy = i % 50 == 0 ? Float.NaN : -random.nextFloat();
          Instant time = NOON.plusMillis(step * 125);
          file.step(
              Progress.parse(
                  String.format(
                      "{\"step\":%d,\"metrics\":{\"loss\":%s,\"réussite/worker\":%s},\"time\":\"%s\"}",
                      step, loss, Float.isNaN(accuracy) ? "\"NaN\"" : accuracy, time)));
          expected.add(point("loss", step, loss, time));
          expected.add(point("réussite/worker", step, accuracy, time));
        }
        write(number, file);
        assertThat(reader.points()).containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  @Test
  void readsTheTextOfTheConfiguration() throws Exception {
    write(0, EventFile.begin(NOON).text("job", "**chief** 1, worker 2 – größer"));

    try (Reader reader = new Reader(folder)) {
      assertThat(reader.points())
          .containsExactly("job 0 " + seconds(NOON) + " **chief** 1, worker 2 – größer");
    }
  }

  private void write(int number, EventFile file) throws IOException {
    Files.write(folder.resolve(EventFile.name(NOON, WORKER, number)), file.bytes());
  }

  private static String point(String tag, long step, float value, Instant time) {
    int bits = Float.isNaN(value) ? 0x7fc00000 : Float.floatToIntBits(value);
    return tag + " " + step + " " + seconds(time) + " " + String.format("%08x", bits);
  }

  private static String seconds(Instant time) {
    return String.format("%d.%03d", time.getEpochSecond(), time.getNano() / 1_000_000);
  }

  /** A process that reads a folder again whenever it is asked. */
  private static final class Reader implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final OutputStream orders;

    Reader(Path folder) throws Exception {
      Path script = Path.of(Reader.class.getResource("read_events.py").toURI());
      process =
          new ProcessBuilder(System.getenv(PYTHON), script.toString(), folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      orders = process.getOutputStream();
    }

    List<String> points() throws IOException {
      orders.write('\n');
      orders.flush();
      List<String> points = new ArrayList<>();
      for (String line = line(); !line.equals("end"); line = line()) {
        points.add(line);
      }
      return points;
    }

    private String line() throws IOException {
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("the reader has ended: see above");
      }
      return line;
    }

    @Override
    public void close() throws IOException {
      orders.close();
      assertThat(process.onExit().join().exitValue()).isZero();
    }
  }
}
