package org.flytekitplugins.report.internal.tensorboard;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.Progress;

/**
 * One event file, complete in memory, as TensorBoard reads them: records, each an {@code Event},
 * the first of which names the version of the form. A scalar is a {@code float}, as in most files
 * that TensorBoard meets: a {@code double} is rounded to the nearest.
 *
 * <p>For one thread.
 */
public final class EventFile {
  private static final String VERSION = "brain.Event:2";

  private final Records records = new Records();
  private final Instant opened;
  private long steps;

  private EventFile(Instant opened) {
    this.opened = opened;
  }

  /**
   * A file without anything in it.
   *
   * @param opened when it was begun, and the time of each step that has none
   */
  public static EventFile begin(Instant opened) {
    EventFile file = new EventFile(opened);
    file.records.add(event(opened, 0).text(3, VERSION));
    return file;
  }

  /**
   * The name of a replica's file. TensorBoard takes a folder's files in the order of their names,
   * and looks for more only in the last; so names grow with the time at which the process of the
   * replica began, and with their number.
   *
   * @param process when that process began
   * @param number of the file, from 0 up
   */
  public static String name(Instant process, Replica replica, int number) {
    return String.format(
        Locale.ROOT,
        "events.out.tfevents.%010d.%s.%06d",
        process.getEpochSecond(),
        replica,
        number);
  }

  /** Adds a text, in Markdown, that TensorBoard shows under a name. */
  public EventFile text(String tag, String markdown) {
    Message metadata = new Message().message(1, new Message().text(1, "text"));
    Message string = new Message().number(1, 7).message(2, new Message()).text(8, markdown);
    Message value = new Message().text(1, tag).message(9, metadata).message(8, string);
    records.add(event(opened, 0).message(5, new Message().message(1, value)));
    return this;
  }

  /** Adds the numbers of a step; a step without numbers adds nothing. */
  public EventFile step(Progress progress) {
    if (progress.metrics().isEmpty()) {
      return this;
    }
    Message summary = new Message();
    for (Map.Entry<String, Double> metric : progress.metrics().entrySet()) {
      summary.message(
          1, new Message().text(1, metric.getKey()).float32(2, metric.getValue().floatValue()));
    }
    records.add(event(progress.timeOr(opened), progress.step()).message(5, summary));
    steps++;
    return this;
  }

  private static Message event(Instant time, long step) {
    double seconds = time.getEpochSecond() + time.getNano() / 1e9;
    Message event = new Message().float64(1, seconds);
    return step == 0 ? event : event.number(2, step);
  }

  /** How many steps with numbers were added. */
  public long steps() {
    return steps;
  }

  /** The file as it is now. */
  public byte[] bytes() {
    return records.bytes();
  }
}
