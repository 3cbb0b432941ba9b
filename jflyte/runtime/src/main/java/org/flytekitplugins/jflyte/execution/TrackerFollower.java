package org.flytekitplugins.jflyte.execution;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.flytekitplugins.jflyte.execution.process.ProcessEnd;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.ProgressFile;
import org.flytekitplugins.report.ProgressTail;
import org.flytekitplugins.spi.TrackedTraining;
import org.flytekitplugins.spi.TrainingParameters;
import org.flytekitplugins.spi.TrainingRecord;
import org.flytekitplugins.spi.TrainingTracker;
import org.jspecify.annotations.Nullable;

/**
 * Tells the trackers of a package how the training goes, in a thread of its own. What they cannot
 * do is said, and is no reason to fail, nor to end much later.
 */
final class TrackerFollower implements TrainingParameters {
  /** How long a point waits until a tracker gets it. */
  static final Duration PERIOD = Duration.ofSeconds(5);

  private static final String SERVICE = "META-INF/services/" + TrainingTracker.class.getName();

  /** How long the end of the process waits for what is left. */
  static final Duration PATIENCE = Duration.ofSeconds(12);

  /**
   * How many steps an elected replica tells: it tells them at once, while the end of the process
   * waits.
   */
  static final int MOST_AT_ONCE = 10_000;

  private static final Duration AFTER_SIGNAL = Duration.ofMillis(2500);

  private final ClassLoader classes;
  private final TrackedTraining training;
  private final ReplicaConsole console;
  private final Duration period;
  private final Duration patience;
  private final Runnable progress;
  private final boolean isElected;
  private final Thread thread = new Thread(this::follow, "jflyte-tracker");
  private final Queue<Map.Entry<String, String>> parameters = new ConcurrentLinkedQueue<>();
  private final Queue<Consumer<TrainingRecord>> others = new ConcurrentLinkedQueue<>();
  private final List<TrainingRecord> records = new ArrayList<>();
  private @Nullable Consumer<TrainingRecord> end;

  private TrackerFollower(
      ClassLoader classes,
      TrackedTraining training,
      Source progress,
      ReplicaConsole console,
      Duration period,
      Duration patience,
      boolean isElected) {
    this.classes = classes;
    this.training = training;
    this.console = console;
    this.period = period;
    this.patience = patience;
    this.isElected = isElected;
    this.progress = progress.tells(this::step);
    thread.setDaemon(true);
  }

  /** What the replica reports; each run tells what has come since the last. */
  private interface Source {
    Runnable tells(Consumer<Progress> reader);
  }

  /**
   * Follows from now on.
   *
   * @param classes those of the package
   * @return null if the package has no tracker, or there is nothing to follow
   */
  static @Nullable TrackerFollower start(
      ClassLoader classes,
      TrackedTraining training,
      ProgressFile progress,
      ReplicaConsole console,
      Duration period,
      Duration patience) {
    Path file = progress.path();
    if (file == null || !isTracked(classes)) {
      return null;
    }
    // Lines that are no progress are whoever reads them on the other side to complain of.
    Source source = reader -> new ProgressTail(file, reader, complaint -> {})::poll;
    TrackerFollower follower =
        new TrackerFollower(
            classes, training, source, console, period, patience, /* isElected= */ false);
    follower.thread.start();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(follower::terminatedIfSignalled, "jflyte-tracker-end"));
    return follower;
  }

  /**
   * Follows a replica that may turn out to lead: its trackers hear of the training when it has
   * succeeded or failed here, and of nothing if that is decided by another replica.
   *
   * @param classes those of the package
   * @param progress what it has reported by then
   * @return null if the package has no tracker
   */
  static @Nullable TrackerFollower ofElected(
      ClassLoader classes,
      TrackedTraining training,
      KeptProgress progress,
      ReplicaConsole console,
      Duration patience) {
    return isTracked(classes)
        ? new TrackerFollower(
            classes,
            training,
            reader -> () -> progress.all().forEach(reader),
            console,
            patience,
            patience,
            /* isElected= */ true)
        : null;
  }

  private static boolean isTracked(ClassLoader classes) {
    return classes.getResource(SERVICE) != null;
  }

  /** Steps that another replica has reported, told at the end with its name. */
  void add(Replica other, List<Progress> reported) {
    for (Progress progress : reported) {
      Map<String, Double> metrics = new LinkedHashMap<>();
      progress.metrics().forEach((name, value) -> metrics.put(other + "/" + name, value));
      if (!metrics.isEmpty()) {
        Instant time = progress.timeOr(training.start());
        others.add(record -> record.step(progress.step(), metrics, time));
      }
    }
  }

  @Override
  public void put(String name, String value) {
    parameters.add(Map.entry(name, value));
  }

  /** The outputs are written; throws nothing. */
  void succeeded(byte[] outputs) {
    end(record -> record.succeeded(LiteralMapBytes.read(outputs)), patience, false);
  }

  /** Why the attempt has failed is written; throws nothing. */
  void failed(String message) {
    end(record -> record.failed(message), patience, false);
  }

  /** The process ends, the attempt does not; nothing if how it ended is told already. */
  void leave() {
    if (!isElected) {
      end(TrainingRecord::flush, patience, false);
    }
  }

  // Whoever else ends the process tells how the attempt ended, or leaves.
  private void terminatedIfSignalled() {
    if (ProcessEnd.isSignalled()) {
      terminated();
    }
  }

  /** The process is told to end; throws nothing. */
  void terminated() {
    end(TrainingRecord::terminated, AFTER_SIGNAL, true);
  }

  private void end(Consumer<TrainingRecord> how, Duration atMost, boolean isUrgent) {
    synchronized (this) {
      if (end != null) {
        return;
      }
      end = how;
      notifyAll();
      if (isUrgent) {
        thread.interrupt(); // a flush may take longer than there is left
      }
    }
    if (isElected) {
      thread.start();
    }
    try {
      thread.join(atMost.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      console.say("the tracker takes too long for the last of it, which is left out");
    }
  }

  private void follow() {
    thread.setContextClassLoader(classes);
    begin();
    Consumer<TrainingRecord> last = null;
    while (last == null) {
      last = awaitEnd();
      takeIn();
      // Its last word sends what is left; before it there may be no time for anything.
      if (last == null) {
        each(TrainingRecord::flush);
      }
    }
    others.forEach(this::each);
    each(last);
  }

  private void begin() {
    try {
      for (TrainingTracker tracker : ServiceLoader.load(TrainingTracker.class, classes)) {
        TrainingRecord record = tracker.begin(training);
        if (record != null) {
          records.add(record);
        }
      }
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      console.say("a tracker of the package cannot begin: " + e);
    }
  }

  private synchronized @Nullable Consumer<TrainingRecord> awaitEnd() {
    long due = System.nanoTime() + period.toNanos();
    for (long left = period.toNanos(); left > 0 && end == null; left = due - System.nanoTime()) {
      try {
        wait(left / 1_000_000 + 1);
      } catch (InterruptedException e) {
        // The end has come, or it is nobody of ours.
      }
    }
    if (end != null) {
      Thread.interrupted();
    }
    return end;
  }

  private void takeIn() {
    for (Map.Entry<String, String> said = parameters.poll();
        said != null;
        said = parameters.poll()) {
      Map.Entry<String, String> parameter = said;
      each(record -> record.parameter(parameter.getKey(), parameter.getValue()));
    }
    progress.run();
  }

  private void step(Progress progress) {
    Instant start = training.start();
    Instant time = progress.timeOr(start);
    // Where the file outlives a process, the one before has told this already.
    if (!progress.isCheckpoint() && !time.isBefore(start)) {
      each(record -> record.step(progress.step(), progress.metrics(), time));
    }
  }

  private void each(Consumer<TrainingRecord> action) {
    for (TrainingRecord record : List.copyOf(records)) {
      try {
        action.accept(record);
      } catch (RuntimeException | LinkageError e) {
        console.say("a tracker of the package has failed, and is told nothing more: " + e);
        records.remove(record);
      }
    }
  }
}
