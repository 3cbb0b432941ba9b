package org.flytekitplugins.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flytekitplugins.report.internal.usage.UsageJson;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever started this replica how far its training is: one line of JSON a step, {@code
 * {"step":200,"metrics":{"loss":0.25},"time":"2026-11-22T10:15:30.123Z"}}, and one a checkpoint,
 * {@code {"step":200,"checkpoint":true,"time":"2026-11-22T10:15:31.456Z"}}, at the end of the file
 * that {@value #VARIABLE} names. Where the variable is absent, the system property {@value
 * #PROPERTY} may name the file, which is how {@code jflyte execute} asks for it in a pod. Without
 * either nothing happens, so training code can always call it. Safe for use by several threads and
 * processes at once.
 */
public final class ProgressLog {
  /** The environment variable that holds the path of the file. */
  public static final String VARIABLE = "FLYTEKIT_PROGRESS";

  /**
   * The system property that holds the path of the file where the variable does not, a file that no
   * other process writes. One that grows over 32 MiB is set aside, beside it as {@code .1}, in
   * place of the one that was set aside before: a pod's disk is small. What cannot be written there
   * is said once, on the standard error, and is no reason to fail: the training has not asked for
   * it.
   */
  public static final String PROPERTY = "flytekit.progress";

  private static final long LARGEST_OF_PROPERTY = 32L << 20;

  private static final AtomicBoolean HAS_COMPLAINED = new AtomicBoolean();

  private static final ProgressLog OF_ENVIRONMENT = of(System.getenv());

  // A training asks for the present one each time it reports.
  private static volatile ProgressLog ofProperty = OF_ENVIRONMENT;
  private static @Nullable ProgressLineWriter writer;

  private final @Nullable Path file;
  private final boolean isOfProperty;

  private ProgressLog(@Nullable Path file, boolean isOfProperty) {
    this.file = file;
    this.isOfProperty = isOfProperty;
  }

  /** The progress log of this process. */
  public static ProgressLog current() {
    String file = System.getProperty(PROPERTY, "");
    if (OF_ENVIRONMENT.file != null || file.isBlank()) {
      return OF_ENVIRONMENT;
    }
    ProgressLog known = ofProperty;
    if (!file.equals(String.valueOf(known.file))) {
      known = new ProgressLog(Path.of(file), /* isOfProperty= */ true);
      ofProperty = known;
    }
    return known;
  }

  /** The progress log that an environment asks for. */
  public static ProgressLog of(Map<String, String> environment) {
    String file = environment.get(VARIABLE);
    return new ProgressLog(
        file == null || file.isBlank() ? null : Path.of(file), /* isOfProperty= */ false);
  }

  /** Whether anybody has asked for it; if not, nothing happens. */
  public boolean isRead() {
    return file != null;
  }

  /**
   * Reports a step without metrics.
   *
   * @throws UncheckedIOException as {@link #step(long, Map)} does
   */
  public void step(long step) {
    step(step, Map.of());
  }

  /**
   * Reports a step.
   *
   * @param step how many steps this replica has done, from 0 up
   * @param metrics numbers by name, in the map's order; those that JSON has no number for are
   *     written as {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}
   * @throws UncheckedIOException if the line cannot be written to the file that {@value #VARIABLE}
   *     names; the message names it too
   */
  public void step(long step, Map<String, ? extends Number> metrics) {
    step(step, metrics, null);
  }

  /**
   * Reports a step, and what this process has used so far: now and then, since it costs more than a
   * step alone.
   *
   * @param usage what it has used, from its start; null to say nothing of it
   * @throws UncheckedIOException as {@link #step(long, Map)} does
   */
  public void step(long step, Map<String, ? extends Number> metrics, @Nullable ReplicaUsage usage) {
    write(
        step,
        json -> {
          json.writeObjectFieldStart("metrics");
          for (Map.Entry<String, ? extends Number> metric : metrics.entrySet()) {
            json.writeNumberField(metric.getKey(), metric.getValue().doubleValue());
          }
          json.writeEndObject();
          if (usage != null) {
            json.writeFieldName("usage");
            UsageJson.write(usage, json);
          }
        });
  }

  /**
   * Reports that a checkpoint is written, so that pictures of the training show it.
   *
   * @param step how many steps the training had done that it keeps, from 0 up
   * @throws UncheckedIOException as {@link #step(long, Map)} does
   */
  public void checkpoint(long step) {
    write(step, json -> json.writeBooleanField("checkpoint", true));
  }

  private void write(long step, ProgressLineWriter.Fields fields) {
    if (file == null) {
      return;
    }
    try {
      LineFile.append(
          file, line(step, fields), isOfProperty ? LARGEST_OF_PROPERTY : Long.MAX_VALUE);
    } catch (IOException e) {
      if (isOfProperty) {
        complain(file, step, e);
        return;
      }
      throw new UncheckedIOException(
          VARIABLE + " is " + file + ", but step " + step + " cannot be written there: " + e, e);
    }
  }

  private static void complain(Path file, long step, IOException why) {
    if (HAS_COMPLAINED.compareAndSet(false, true)) {
      System.err.println(
          "step "
              + step
              + " cannot be written to "
              + file
              + ": "
              + why.getMessage()
              + "; the training goes on, and pictures of it lack what cannot be written there");
    }
  }

  private static synchronized byte[] line(long step, ProgressLineWriter.Fields fields)
      throws IOException {
    ProgressLineWriter used = writer == null ? new ProgressLineWriter() : writer;
    writer = null; // One that fails midway is not used again.
    byte[] line = used.line(step, fields, Instant.now());
    writer = used;
    return line;
  }
}
