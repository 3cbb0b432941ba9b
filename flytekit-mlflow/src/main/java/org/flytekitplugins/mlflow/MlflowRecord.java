package org.flytekitplugins.mlflow;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.spi.TrackedTraining;
import org.flytekitplugins.spi.TrainingRecord;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a training as a run. What the server does not take now waits, within bounds; what
 * it has not taken in the end is counted and said. For one thread.
 */
final class MlflowRecord implements TrainingRecord {
  /** How many points wait while the server is away. */
  static final int MOST_POINTS = 100_000;

  /** What the server takes at once: its own limits. */
  static final int POINTS_AT_ONCE = 1000;

  static final int PARAMETERS_AT_ONCE = 100;

  private static final int MOST_PARAMETERS = 10_000;

  /** How long what is to be sent may take, while the training runs and at its end. */
  static final Duration AT_MOST = Duration.ofSeconds(5);

  static final Duration AT_THE_END = Duration.ofSeconds(6);

  private static final Duration WHEN_TERMINATED = Duration.ofMillis(1500);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final TrackedTraining training;
  private final TrackingServer server;
  private final Duration atMost;
  private final Duration atTheEnd;
  private final Waiting<Point> points = new Waiting<>(MOST_POINTS, POINTS_AT_ONCE);
  private final Waiting<Map.Entry<String, String>> parameters =
      new Waiting<>(MOST_PARAMETERS, PARAMETERS_AT_ONCE);
  private final Map<String, String> values = new HashMap<>();
  private @Nullable Run run;
  private long batches;
  private @Nullable Duration pause;
  private long nextTry = System.nanoTime();

  MlflowRecord(
      TrackedTraining training, TrackingServer server, Duration atMost, Duration atTheEnd) {
    this.training = training;
    this.server = server;
    this.atMost = atMost;
    this.atTheEnd = atTheEnd;
    LiteralText.of(training.inputs()).forEach(this::parameter);
    training
        .replicas()
        .forEach((role, count) -> parameter("replicas." + role, String.valueOf(count)));
  }

  @Override
  public void parameter(String name, String value) {
    String key = EntryName.of(name);
    String text = RunTags.cut(value);
    String first = values.get(key);
    if (first == null && values.size() < MOST_PARAMETERS) {
      values.put(key, text);
      parameters.add(Map.entry(key, text));
    } else if (!text.equals(first)) {
      parameters.leaveOut();
      say(
          "parameter "
              + key
              + (first == null
                  ? " is one too many: it is left out"
                  : " has a value already: another one is left out"));
    }
  }

  @Override
  public void step(long step, Map<String, Double> metrics, Instant time) {
    metrics.forEach(
        (name, value) ->
            points.add(new Point(EntryName.of(name), value, step, time.toEpochMilli())));
  }

  @Override
  public void flush() {
    if (nextTry - System.nanoTime() <= 0) {
      send(atMost);
    }
  }

  @Override
  public void succeeded(Map<String, Literal> outputs) {
    Map<String, String> tags = new LinkedHashMap<>();
    LiteralText.of(outputs)
        .forEach((name, text) -> tags.put("flyte.output." + EntryName.of(name), RunTags.cut(text)));
    end(RunStatus.FINISHED, tags, atTheEnd);
  }

  @Override
  public void failed(String message) {
    end(RunStatus.FAILED, Map.of("flyte.error", RunTags.cut(message)), atTheEnd);
  }

  @Override
  public void terminated() {
    end(RunStatus.KILLED, Map.of(), WHEN_TERMINATED);
  }

  private void end(RunStatus status, Map<String, String> tags, Duration patience) {
    Deadline deadline = Deadline.after(patience);
    boolean isTold = false;
    // The status before the points: it is what a process that is killed has least time for.
    while (!isTold || !isAllSent()) {
      try {
        Run known = open(deadline);
        if (!isTold) {
          known.end(status, tags, deadline.left());
          isTold = true;
        }
        sendAll(known, deadline);
      } catch (IOException e) {
        if (!deadline.pause(FIRST_PAUSE)) {
          sayWhy(e, isTold ? "" : ", nor that it is " + status);
          break;
        }
      }
    }
    sayMissing();
  }

  private boolean isAllSent() {
    return points.isEmpty() && parameters.isEmpty();
  }

  private void sayWhy(IOException e, String status) {
    say("it does not take the last of the run" + status + ": " + e.getMessage());
  }

  private void sayMissing() {
    if (points.missing() > 0) {
      say(points.missing() + " of " + points.taken() + " points are not in the run");
    }
    if (parameters.missing() > 0) {
      say(parameters.missing() + " of " + parameters.taken() + " parameters are not in the run");
    }
  }

  private void send(Duration patience) {
    Deadline deadline = Deadline.after(patience);
    long before = batches;
    try {
      sendAll(open(deadline), deadline);
      recovered();
    } catch (IOException e) {
      if (batches > before) {
        // Slow, but there: the rest goes with the next.
        recovered();
      } else {
        troubled(e);
      }
    }
  }

  private Run open(Deadline deadline) throws IOException {
    Run known = run;
    if (known == null) {
      known = Run.open(server, training, training.start(), deadline);
      run = known;
      say("this attempt is run " + known.page());
    }
    return known;
  }

  private void sendAll(Run known, Deadline deadline) throws IOException {
    while (!parameters.isEmpty()) {
      send(parameters, batch -> known.parameters(batch, deadline.left()));
    }
    while (!points.isEmpty()) {
      send(points, batch -> known.points(batch, deadline.left()));
    }
  }

  private interface Sending<T> {
    void send(List<T> batch) throws IOException;
  }

  private <T> void send(Waiting<T> waiting, Sending<T> sending) throws IOException {
    List<T> batch = waiting.batch();
    try {
      sending.send(batch);
      waiting.sent(batch);
      batches++;
    } catch (SlowServerException e) {
      waiting.tooMany(batch);
      throw e;
    } catch (RefusedException e) {
      if (!e.isForGood()) {
        throw e;
      }
      if (batch.size() == 1) {
        say("it refuses " + batch.get(0) + ": " + e.getMessage());
      }
      waiting.refused(batch);
    }
  }

  private void troubled(IOException e) {
    Duration before = pause;
    if (before == null) {
      say("it takes nothing now (" + e.getMessage() + "); what is reported waits");
    }
    Duration next = before == null ? FIRST_PAUSE : before.multipliedBy(2);
    pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    nextTry = System.nanoTime() + pause.toNanos();
  }

  private void recovered() {
    if (pause != null) {
      say("it takes what is reported again");
      pause = null;
    }
  }

  private void say(String what) {
    training.log().accept("MLflow at " + server.address() + ": " + what);
  }
}
