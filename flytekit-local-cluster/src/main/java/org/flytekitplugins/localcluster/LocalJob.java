package org.flytekitplugins.localcluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobCondition;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.JobTransition;

/**
 * A job that was started on this machine. Everything here may be called by any thread. Whoever
 * starts a job closes it; if this process ends first, however it ends, the job ends with it.
 */
public final class LocalJob implements AutoCloseable {
  private final JobRuntime runtime;

  private LocalJob(JobRuntime runtime) {
    this.runtime = runtime;
  }

  static LocalJob start(LocalCluster cluster) {
    return new LocalJob(JobRuntime.start(cluster));
  }

  /** The name of the job. */
  public String name() {
    return runtime.cluster().name();
  }

  /** How far the job is: the latest condition that holds. */
  public JobState state() {
    return runtime.snapshot().status().state();
  }

  /** The conditions of the job now, the latest last, as the operator keeps them. */
  public List<JobCondition> conditions() {
    return runtime.snapshot().status().conditions();
  }

  /** Every condition that came to hold, from the first to the latest. */
  public List<JobTransition> history() {
    return runtime.snapshot().history();
  }

  /** How the replicas are, by role and index. */
  public SortedMap<Replica, ReplicaStatus> replicas() {
    return runtime.snapshot().replicas();
  }

  /**
   * How a replica is.
   *
   * @throws IllegalArgumentException if the job has no such replica
   */
  public ReplicaStatus replica(Replica replica) {
    return runtime.known(replica, replicas().get(replica));
  }

  /** Where the replicas are to listen, as {@code host:port}. */
  public SortedMap<Replica, String> addresses() {
    return runtime.addresses();
  }

  /**
   * The log file of a replica, over all its restarts.
   *
   * @throws IllegalArgumentException if the job has no such replica
   */
  public Path log(Replica replica) {
    return runtime.member(replica).log().path();
  }

  /**
   * The last lines, at most 20, that a replica has written; also after {@link #close}.
   *
   * @throws IllegalArgumentException if the job has no such replica
   */
  public List<String> lastLines(Replica replica) {
    return runtime.member(replica).log().lastLines();
  }

  /**
   * Why the job failed, in our words: which replica ended last with which exit code, and the last
   * lines of its log. Empty while nothing has failed. The operator's own words are in {@link
   * #conditions}.
   */
  public String failure() {
    return runtime.snapshot().failure();
  }

  /** What goes wrong by plan. */
  public FaultPlan faults() {
    return runtime.cluster().faults();
  }

  /**
   * What the fault plan says and has not happened, or not yet, each with how far its replica came;
   * also after {@link #close}. Empty when everything has gone wrong that was to go wrong.
   */
  public List<MissedFault> missedFaults() {
    return runtime.snapshot().missedFaults();
  }

  /**
   * Waits until the job has ended and the pods that its clean pod policy deletes are gone.
   *
   * @return {@code SUCCEEDED} or {@code FAILED}
   * @throws TimeoutException if it takes longer; the message says how the replicas are
   * @throws IllegalStateException if the job was stopped before it ended
   */
  public JobState await(Duration deadline) throws InterruptedException, TimeoutException {
    JobSnapshot end = runtime.await(deadline, JobSnapshot::isSettled);
    if (!end.status().isFinished()) {
      throw new IllegalStateException(
          "job " + name() + " was stopped while it was " + end.status().state());
    }
    return end.status().state();
  }

  /**
   * Waits until the job has been in a state.
   *
   * @throws TimeoutException if it takes longer; the message says how the replicas are
   */
  public void awaitState(JobState state, Duration deadline)
      throws InterruptedException, TimeoutException {
    runtime.await(
        deadline,
        now -> now.history().stream().anyMatch(then -> then.condition().state() == state));
  }

  /**
   * Waits until a replica is as a condition says.
   *
   * @throws TimeoutException if it takes longer; the message says how the replicas are
   * @throws IllegalArgumentException if the job has no such replica
   */
  public void awaitReplica(Replica replica, Predicate<ReplicaStatus> condition, Duration deadline)
      throws InterruptedException, TimeoutException {
    runtime.await(
        deadline, now -> condition.test(runtime.known(replica, now.replicas().get(replica))));
  }

  /**
   * Kills a replica's processes with SIGKILL, as the kernel does when memory is out. Its restart
   * policy decides what follows.
   *
   * @throws IllegalArgumentException if the job has no such replica
   * @throws IllegalStateException if no process of the replica runs
   */
  public void kill(Replica replica) {
    runtime.act("kill", List.of(replica), Pod::kill);
  }

  /**
   * Deletes a replica's pod, as {@code kubectl delete pod} does: SIGTERM, SIGKILL after the grace
   * period. The operator counts a running pod that was deleted as failed, so the job fails at once,
   * under every restart policy. A pod that has ended is made anew, unless the job is over.
   *
   * @throws IllegalArgumentException if the job has no such replica
   * @throws IllegalStateException if the replica has no pod
   */
  public void delete(Replica replica) {
    runtime.act("delete", List.of(replica), Pod::deleteFromOutside);
  }

  /**
   * Drains or loses a node on which these replicas run, or preempts their pods: all of them are
   * deleted before the operator looks. What follows is what follows {@link #delete}.
   *
   * @throws IllegalArgumentException if the job has no such replica
   * @throws IllegalStateException if none of the replicas has a pod
   */
  public void drain(Replica... replicas) {
    runtime.act("drain", List.of(replicas), Pod::deleteFromOutside);
  }

  /**
   * Has the kubelet evict a replica's pod, as when its node's disk is full: SIGTERM, SIGKILL after
   * the grace period, and the pod has failed whatever the exit code. The operator makes a new one
   * unless the restart policy is {@code NEVER}. A drain is no such eviction: see {@link #drain}.
   *
   * @throws IllegalArgumentException if the job has no such replica
   * @throws IllegalStateException if the replica has no pod, or its pod has ended
   */
  public void evict(Replica replica) {
    runtime.act("evict", List.of(replica), Pod::evict);
  }

  /**
   * Stops a replica's processes with SIGSTOP: it is there, but says nothing any more.
   *
   * @throws IllegalArgumentException if the job has no such replica
   * @throws IllegalStateException if no process of the replica runs
   * @throws UnsupportedOperationException on a system without signals
   */
  public void freeze(Replica replica) {
    runtime.act("freeze", List.of(replica), Pod::freeze);
  }

  /**
   * Lets a frozen replica go on.
   *
   * @throws IllegalArgumentException if the job has no such replica
   * @throws IllegalStateException if no process of the replica runs
   * @throws UnsupportedOperationException on a system without signals
   */
  public void thaw(Replica replica) {
    runtime.act("thaw", List.of(replica), Pod::thaw);
  }

  /**
   * Deletes the job, as one would on a cluster: every replica gets SIGTERM, and SIGKILL after the
   * grace period; frozen ones SIGKILL at once. Returns when all are gone. The job keeps its last
   * state.
   */
  public void stop() {
    runtime.stop();
  }

  /**
   * Stops the job and removes its temporary files. Does nothing the second time.
   *
   * @throws LocalClusterException if a process is still there; the message names it
   */
  @Override
  public void close() {
    runtime.close();
  }
}
