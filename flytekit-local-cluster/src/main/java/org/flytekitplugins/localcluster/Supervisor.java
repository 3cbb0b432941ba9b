package org.flytekitplugins.localcluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.flytekitplugins.kubeflow.Reconciliation;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.TrainingOperator;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.kubeflow.operator.JobCondition;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.JobStatus;
import org.flytekitplugins.kubeflow.operator.JobTransition;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.kubeflow.operator.PodStatus;
import org.flytekitplugins.localcluster.internal.ReplicaProcess;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.internal.usage.ProcessTable;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what the operator decides: makes and deletes pods, and has the operator look again
 * whenever something has changed. Used by the job's loop only.
 */
final class Supervisor {
  private final LocalCluster cluster;
  private final TrainingOperator operator;
  private final ReplicaLauncher launcher;
  private final EventLoop loop;
  private final SortedMap<Replica, RunningReplica> members;
  private final Path progressFolder;
  private final JobListener listeners;
  private final Consumer<JobSnapshot> published;
  private final FaultInjector faults;
  private final List<JobTransition> history = new ArrayList<>();
  private final List<Fault> late = new ArrayList<>();
  private final long startedAt = System.nanoTime();

  private JobStatus status;
  private String failure = "";
  private boolean stopped;

  Supervisor(
      LocalCluster cluster,
      TrainingOperator operator,
      ReplicaLauncher launcher,
      EventLoop loop,
      SortedMap<Replica, RunningReplica> members,
      Path progressFolder,
      JobListener listeners,
      Consumer<JobSnapshot> published) {
    this.cluster = cluster;
    this.operator = operator;
    this.launcher = launcher;
    this.loop = loop;
    this.members = members;
    this.progressFolder = progressFolder;
    this.listeners = listeners;
    this.published = published;
    status = operator.created();
    faults = new FaultInjector(cluster.faults(), loop, this::happen);
  }

  void start() {
    status.conditions().forEach(this::record);
    reconcile();
    Duration deadline = cluster.cluster().runPolicy().activeDeadline();
    if (deadline != null) {
      loop.after(deadline, this::reconcile);
    }
  }

  /** Reads what the replicas have reported since the last time. */
  void pollProgress() {
    // Most jobs never report, and need not be asked replica by replica.
    String[] files = progressFolder.toFile().list();
    if (files == null || files.length == 0) {
      return;
    }
    boolean news = false;
    for (RunningReplica member : members.values()) {
      news |= member.progress().poll();
    }
    if (news) {
      publish();
    }
  }

  /** Tells what the processes of the replicas have used so far. */
  void lookAtUsage() {
    ProcessTable processes = ProcessTable.read();
    for (RunningReplica member : members.values()) {
      Pod pod = member.pod();
      OptionalLong process = pod == null ? OptionalLong.empty() : pod.pid();
      if (process.isPresent()) {
        processes
            .family(process.getAsLong())
            .ifPresent(usage -> listeners.used(member.replica(), usage));
      }
    }
  }

  void progressed(Replica replica, Progress progress) {
    member(replica).step(progress.step());
    if (progress.isCheckpoint()) {
      listeners.checkpoint(replica, progress);
    } else {
      listeners.progress(replica, progress);
    }
    faults.progressed(replica, progress.step());
  }

  /** Says something about a replica where its log is shown. */
  void say(Replica replica, String sentence) {
    cluster.output().line(cluster.name(), replica + ": " + sentence);
  }

  /** Deletes the job: all pods go, and the operator does not look any more. */
  void stop() {
    if (!stopped) {
      missedFaults().forEach(missed -> say(missed.fault().replica(), missed.toString()));
    }
    stopped = true;
    pods().forEach(Pod::deleteNow);
    publish();
  }

  /** Ends every process at once. */
  void killAll() {
    pods().forEach(Pod::kill);
  }

  /** Does something to pods before the operator looks again; whether it could be done to any. */
  boolean act(List<RunningReplica> acted, Predicate<Pod> action) {
    boolean done = false;
    for (RunningReplica member : acted) {
      Pod pod = member.pod();
      done |= pod != null && action.test(pod);
    }
    reconcile();
    return done;
  }

  private RunningReplica member(Replica replica) {
    return Objects.requireNonNull(members.get(replica), () -> "the job has no " + replica);
  }

  private List<Pod> pods() {
    List<Pod> pods = new ArrayList<>();
    for (RunningReplica member : members.values()) {
      Pod pod = member.pod();
      if (pod != null) {
        pods.add(pod);
      }
    }
    return pods;
  }

  private void reconcile() {
    boolean again = !stopped;
    while (again) {
      Duration active = Duration.ofNanos(System.nanoTime() - startedAt);
      Map<Replica, PodStatus> pods = podStatuses();
      Reconciliation next = operator.reconcile(status, pods, active);
      explain(next.status(), pods);
      again = carryOut(next);
    }
    publish();
  }

  /** What made the job fail, where no process has said it. */
  private void explain(JobStatus next, Map<Replica, PodStatus> pods) {
    if (!next.is(JobState.FAILED) || status.is(JobState.FAILED)) {
      return;
    }
    for (Map.Entry<Replica, PodStatus> pod : pods.entrySet()) {
      if (pod.getValue().isTerminating() && pod.getValue().counted() == PodPhase.FAILED) {
        failure =
            pod.getKey()
                + " was deleted while it ran, as by kubectl delete, a drain or a preemption, which"
                + " fails the job under every restart policy: retries of the task (getRetries) and"
                + " checkpoints save a training from that";
      }
    }
    if (failure.isEmpty()) {
      List<JobCondition> conditions = next.conditions();
      failure = conditions.get(conditions.size() - 1).message();
    }
  }

  /** Whether there is a reason to look again. */
  private boolean carryOut(Reconciliation next) {
    boolean changed = !next.status().equals(status);
    JobStatus before = status;
    status = next.status();
    for (JobCondition condition : status.conditions()) {
      if (condition.holds() && !before.conditions().contains(condition)) {
        record(condition);
      }
    }
    if (!next.deleted().isEmpty()) {
      lookAtUsage(); // for the last time: a parameter server never ends by itself
    }
    for (Replica replica : next.deleted()) {
      Pod pod = member(replica).pod();
      changed |= pod != null && pod.delete();
    }
    for (Replica replica : next.created().stream().sorted().toList()) {
      create(member(replica));
      changed = true;
    }
    return changed;
  }

  private Map<Replica, PodStatus> podStatuses() {
    Map<Replica, PodStatus> statuses = new TreeMap<>();
    members.forEach((replica, member) -> statuses.put(replica, member.podStatus()));
    return statuses;
  }

  private void create(RunningReplica member) {
    Pod pod =
        new Pod(
            new Machine(member),
            loop,
            initContainer(member.replica()),
            restartPolicy(member.replica()),
            cluster.gracePeriod(),
            new KubeletBackoff(cluster.restartDelayScale()));
    member.pod(pod);
    pod.start(faults.delay(member.replica()));
  }

  private InitContainer initContainer(Replica replica) {
    Replica awaited = awaited(replica);
    return new InitContainer(
        () -> awaited == null || isReady(awaited), new KubeletBackoff(cluster.restartDelayScale()));
  }

  private @Nullable Replica awaited(Replica replica) {
    return cluster.kind().awaited(cluster.cluster(), replica).orElse(null);
  }

  private boolean isReady(Replica replica) {
    Pod pod = member(replica).pod();
    return pod != null && pod.isReady();
  }

  private RestartPolicy restartPolicy(Replica replica) {
    ReplicaSpec spec = cluster.cluster().replicas().get(replica.type());
    return spec == null ? RestartPolicy.NEVER : spec.restartPolicy();
  }

  private void happen(Fault fault) {
    List<RunningReplica> replica = List.of(member(fault.replica()));
    Duration length = fault.length();
    boolean done =
        switch (fault.action()) {
          case KILL -> act(replica, Pod::kill);
          case DELETE, DRAIN -> act(replica, Pod::deleteFromOutside);
          case EVICT -> act(replica, Pod::evict);
          case FREEZE -> act(replica, Pod::freeze);
          case DELAY -> true;
        };
    say(fault.replica(), "fault " + fault + (done ? "" : " comes too late, nothing of it runs"));
    if (fault.action() == Fault.Action.FREEZE && length != null) {
      loop.after(length, () -> act(replica, Pod::thaw));
    }
    if (!done) {
      late.add(fault);
      publish();
    }
  }

  private List<MissedFault> missedFaults() {
    List<MissedFault> missed = new ArrayList<>();
    for (Fault fault : faults.outstanding()) {
      missed.add(new MissedFault(fault, member(fault.replica()).whyNotYet(fault)));
    }
    for (Fault fault : late) {
      missed.add(new MissedFault(fault, "nothing of " + fault.replica() + " ran any more"));
    }
    return missed;
  }

  private void record(JobCondition condition) {
    JobTransition transition = JobTransition.of(Instant.now(), condition);
    history.add(transition);
    cluster.output().line(cluster.name(), condition.message());
    listeners.condition(transition);
  }

  private void publish() {
    SortedMap<Replica, ReplicaStatus> replicas = new TreeMap<>();
    members.forEach((replica, member) -> replicas.put(replica, member.status()));
    published.accept(
        JobSnapshot.of(status, history, replicas, isSettled(), stopped, failure, missedFaults()));
  }

  // The look at a finished job has said which pods go; those that are not gone have a process.
  private boolean isSettled() {
    return (stopped || status.isFinished()) && pods().stream().noneMatch(Pod::isGoing);
  }

  /** This machine, as the pods of one replica see it. */
  private final class Machine implements Pod.Node {
    private final RunningReplica member;

    Machine(RunningReplica member) {
      this.member = member;
    }

    @Override
    public @Nullable ReplicaProcess start(int restarts, IntConsumer onExit) {
      Replica replica = member.replica();
      try {
        ReplicaProcess process =
            launcher.start(
                replica,
                member.progress().path(),
                member.log(),
                exitCode -> loop.run(() -> onExit.accept(exitCode)));
        listeners.started(replica, restarts);
        faults.started(replica);
        return process;
      } catch (IOException e) {
        member.log().add(replica + " cannot start: " + e.getMessage());
        // What a container has whose program cannot be started.
        loop.run(() -> onExit.accept(128));
        return null;
      }
    }

    @Override
    public void waiting() {
      say(member.replica(), "waits until " + awaited(member.replica()) + " runs");
    }

    @Override
    public void waitedInVain() {
      failure =
          String.format(
              "%s did not start: its init container has looked for %s for %s, and never found it",
              member.replica(),
              awaited(member.replica()),
              DurationText.limit(InitContainer.PAUSE.multipliedBy(InitContainer.TRIES)));
      say(member.replica(), "its init container has given up");
    }

    @Override
    public void exited(int exitCode, Duration run, boolean expected) {
      // Before the end is dealt with, so that nobody misses the last step.
      member.progress().poll();
      member.exited(exitCode);
      if (exitCode != 0 && !expected) {
        failure = member.failure(exitCode, run);
      }
      listeners.exited(member.replica(), exitCode);
    }

    @Override
    public void restarting(Duration delay, Duration here) {
      member.waits(delay);
      String onCluster =
          delay.equals(here) ? "" : " (" + DurationText.limit(delay) + " on a cluster)";
      say(member.replica(), "ended, starts again in " + here.toMillis() + " ms" + onCluster);
    }

    @Override
    public void changed() {
      reconcile();
    }
  }
}
