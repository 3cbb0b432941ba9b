package org.flytekitplugins.jflyte.execution.scripted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.spi.TrackedTraining;
import org.flytekitplugins.spi.TrainingRecord;
import org.flytekitplugins.spi.TrainingTracker;

/** Keeps what it is told, line by line, in the file {@code tracked} of the job's folder. */
public final class FolderTracker implements TrainingTracker {
  @Override
  public TrainingRecord begin(TrackedTraining training) {
    Path file = Path.of(training.environment().get("ROOM")).resolve("tracked");
    write(
        file,
        "begin "
            + training.task()
            + " "
            + training.replicas()
            + " "
            + training.inputs().keySet()
            + " "
            + training.context().attempt());
    training.log().accept("is tracked in " + training.attemptFolder());
    return new Lines(file);
  }

  private static void write(Path file, String line) {
    try {
      Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Lines implements TrainingRecord {
    private final Path file;

    private Lines(Path file) {
      this.file = file;
    }

    @Override
    public void parameter(String name, String value) {
      write(file, name + " " + value);
    }

    @Override
    public void step(long step, Map<String, Double> metrics, Instant time) {
      write(file, "step " + step + " " + metrics);
    }

    @Override
    public void succeeded(Map<String, Literal> outputs) {
      write(file, "succeeded " + outputs.keySet());
    }

    @Override
    public void failed(String message) {
      write(file, "failed " + message.lines().findFirst().orElse(""));
    }

    @Override
    public void terminated() {
      write(file, "terminated");
    }
  }
}
