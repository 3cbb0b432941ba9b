package org.flytekitplugins.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingOperator;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.kubeflow.internal.Replicas;
import org.flytekitplugins.localcluster.internal.FreePorts;
import org.flytekitplugins.localcluster.internal.LogTail;
import org.flytekitplugins.localcluster.internal.ProcessGuard;
import org.flytekitplugins.localcluster.internal.ReplicaLog;
import org.flytekitplugins.localcluster.internal.Uninterrupted;
import org.flytekitplugins.report.ProgressTail;
import org.jspecify.annotations.Nullable;

/** What a running job holds of this machine, from its start to its close. */
final class JobRuntime implements AutoCloseable {
  private static final Duration PROGRESS_PERIOD = Duration.ofMillis(100);
  private static final Duration USAGE_PERIOD = Duration.ofSeconds(2);

  /** How long the system may take to remove processes that were killed. */
  private static final Duration LAST_WAIT = Duration.ofSeconds(10);

  private final LocalCluster cluster;
  private final SortedMap<Replica, String> addresses = new TreeMap<>();
  private final SortedMap<Replica, RunningReplica> members = new TreeMap<>();
  private final SnapshotBoard board = new SnapshotBoard();
  private final Closer closer = new Closer();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread hook = new Thread(this::close, "local-cluster shutdown");
  private final EventLoop loop;
  private final Supervisor supervisor;

  private JobRuntime(LocalCluster cluster, Closer acquired) throws IOException {
    this.cluster = cluster;
    JobFolder folder = acquired.add(JobFolder.create(cluster.name()));
    ProcessGuard guard = acquired.add(ProcessGuard.create(folder.path()));
    List<Replica> replicas = Replicas.of(cluster.cluster());
    FreePorts ports = acquired.add(FreePorts.find(replicas.size()));
    for (int i = 0; i < replicas.size(); i++) {
      addresses.put(replicas.get(i), "127.0.0.1:" + ports.numbers().get(i));
    }
    TrainingOperator operator =
        cluster.kind().operator(cluster.namespace(), cluster.name(), cluster.cluster());
    ReplicaLauncher launcher = new ReplicaLauncher(cluster, addresses, guard, folder.path());
    loop = acquired.add(new EventLoop(cluster.name()));
    JobListeners listeners = new JobListeners(cluster.listeners());
    Path progress = Files.createDirectory(folder.path().resolve("progress"));
    supervisor =
        new Supervisor(
            cluster, operator, launcher, loop, members, progress, listeners, board::publish);
    Path logs = cluster.logFolder() == null ? folder.path() : cluster.logFolder();
    for (Replica replica : replicas) {
      members.put(replica, acquired.add(member(replica, progress, logs, listeners)));
    }
    closer.add(acquired);
  }

  /**
   * Starts a job.
   *
   * @throws LocalClusterException if it cannot be started
   */
  static JobRuntime start(LocalCluster cluster) {
    ReplicaLauncher.check(cluster);
    Closer acquired = new Closer();
    JobRuntime runtime;
    try {
      runtime = new JobRuntime(cluster, acquired);
    } catch (IOException e) {
      acquired.close();
      throw new LocalClusterException(
          "job " + cluster.name() + " cannot be started, its files cannot be made: " + e, e);
    } catch (RuntimeException e) {
      acquired.close();
      throw e;
    }
    runtime.start();
    return runtime;
  }

  LocalCluster cluster() {
    return cluster;
  }

  JobSnapshot snapshot() {
    return board.latest();
  }

  SortedMap<Replica, String> addresses() {
    return new TreeMap<>(addresses);
  }

  RunningReplica member(Replica replica) {
    return known(replica, members.get(replica));
  }

  /** What belongs to a replica, if there is such a replica. */
  <T> T known(Replica replica, @Nullable T found) {
    if (found == null) {
      throw new IllegalArgumentException(
          "replica is " + replica + ", but the job has only " + addresses.keySet() + ": name one");
    }
    return found;
  }

  /** Does something to pods of the job. */
  void act(String verb, List<Replica> replicas, Predicate<Pod> action) {
    List<RunningReplica> acted = replicas.stream().map(this::member).toList();
    if (closed.get() || !loop.call(() -> supervisor.act(acted, action))) {
      throw new IllegalStateException(
          replicas.stream()
              .map(
                  replica ->
                      String.format(
                          "cannot %s %s: it is %s and has no process",
                          verb,
                          replica,
                          known(replica, snapshot().replicas().get(replica)).phase()))
              .collect(Collectors.joining("; ")));
    }
  }

  JobSnapshot await(Duration deadline, Predicate<JobSnapshot> condition)
      throws InterruptedException, TimeoutException {
    return board.await(deadline, condition, () -> lateMessage(deadline));
  }

  void stop() {
    if (closed.get()) {
      return;
    }
    loop.call(supervisor::stop);
    if (!isGone(cluster.gracePeriod().plus(LAST_WAIT))) {
      loop.call(supervisor::killAll);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    removeHook();
    loop.call(supervisor::stop);
    boolean gone = isGone(cluster.gracePeriod().plus(LAST_WAIT));
    closer.close();
    cluster.output().drain();
    if (!gone) {
      throw new LocalClusterException(
          "job " + cluster.name() + " is closed, but these are still there: " + processes());
    }
  }

  private void start() {
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      loop.call(supervisor::start);
      Timers.Timer poll = loop.every(PROGRESS_PERIOD, supervisor::pollProgress);
      closer.add(poll::cancel);
      Timers.Timer look = loop.every(USAGE_PERIOD, supervisor::lookAtUsage);
      closer.add(look::cancel);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private RunningReplica member(
      Replica replica, Path progressFolder, Path logs, JobListeners listeners) throws IOException {
    if (!Files.isDirectory(logs)) {
      throw new IOException("logFolder is " + logs + ", but that is no folder: make it");
    }
    ReplicaLog log =
        new ReplicaLog(
            logs.resolve(cluster.name() + "-" + replica + ".log"),
            line -> {
              cluster.output().line(replica.toString(), line);
              listeners.line(replica, line);
            },
            complaint -> cluster.output().line(cluster.name(), replica + ": " + complaint));
    ProgressTail progress =
        new ProgressTail(
            progressFolder.resolve(replica + ".jsonl"),
            step -> supervisor.progressed(replica, step),
            complaint -> supervisor.say(replica, complaint));
    return new RunningReplica(replica, known(replica, addresses.get(replica)), log, progress);
  }

  private boolean isGone(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    try {
      return Uninterrupted.<Boolean, TimeoutException>await(
          () -> {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            board.await(left, now -> !now.hasProcesses(), () -> "");
            return true;
          });
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This is the shutdown: the hook runs, or need not run any more.
      return;
    }
  }

  private String processes() {
    return board.latest().replicas().values().stream()
        .filter(replica -> replica.pid().isPresent())
        .map(replica -> replica.replica() + " (process " + replica.pid().getAsLong() + ")")
        .collect(Collectors.joining(", "));
  }

  private String lateMessage(Duration deadline) {
    StringBuilder message = new StringBuilder();
    message.append(
        String.format(
            "job %s is %s after %s",
            cluster.name(), board.latest().status().state(), DurationText.limit(deadline)));
    for (Map.Entry<Replica, ReplicaStatus> replica : board.latest().replicas().entrySet()) {
      message
          .append("\n  ")
          .append(replica.getKey())
          .append(" is ")
          .append(replica.getValue().phase())
          .append(LogTail.of(member(replica.getKey()).log()));
    }
    return message.toString();
  }
}
