package org.flytekitplugins.localcluster;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.kubeflow.operator.PodStatus;
import org.flytekitplugins.localcluster.internal.ReplicaProcess;
import org.jspecify.annotations.Nullable;

/**
 * The pod of a replica, as the kubelet keeps it: one process after the other, as the restart policy
 * says, until the pod is deleted. Used by the job's loop only.
 */
final class Pod {
  /** The machine that pods run on. */
  interface Node {
    /** Starts the process, null if that fails; its exit code comes on the job's loop. */
    @Nullable ReplicaProcess start(int restarts, IntConsumer onExit);

    /** The pod's init container has not found who it looks for, and goes on looking. */
    void waiting();

    /** The pod's init container has given up. */
    void waitedInVain();

    /** A process has ended; expected if it was told to. */
    void exited(int exitCode, Duration run, boolean expected);

    /**
     * The kubelet will start the process again.
     *
     * @param delay how long it waits before
     * @param here how long that takes here
     */
    void restarting(Duration delay, Duration here);

    /** The operator should have a look. */
    void changed();
  }

  private final Node node;
  private final Timers timers;
  private final InitContainer initContainer;
  private final RestartPolicy restartPolicy;
  private final Duration gracePeriod;
  private final KubeletBackoff backoff;

  private PodPhase phase = PodPhase.PENDING;
  private int restarts;
  private boolean deleted;
  private boolean evicted;
  private boolean frozen;
  private @Nullable ReplicaProcess process;
  private Timers.@Nullable Timer nextStart;

  Pod(
      Node node,
      Timers timers,
      InitContainer initContainer,
      RestartPolicy restartPolicy,
      Duration gracePeriod,
      KubeletBackoff backoff) {
    this.node = node;
    this.timers = timers;
    this.initContainer = initContainer;
    this.restartPolicy = restartPolicy;
    this.gracePeriod = gracePeriod;
    this.backoff = backoff;
  }

  PodStatus status() {
    PodStatus status = PodStatus.of(phase, restarts);
    return deleted ? status.terminating() : status;
  }

  OptionalLong pid() {
    return process == null ? OptionalLong.empty() : OptionalLong.of(process.pid());
  }

  /** Whether the pod was deleted, and its process is still there. */
  boolean isGoing() {
    return deleted && process != null;
  }

  /** Whether the name of the pod leads to it. */
  boolean isReady() {
    return process != null && !deleted;
  }

  /** Starts the init container, and after it the first process, at once or later. */
  void start(Duration delay) {
    if (delay.isZero()) {
      initialize();
    } else {
      initializeAfter(delay);
    }
  }

  /** Deletes the pod; whether that is news. */
  boolean delete() {
    if (deleted || phase == PodPhase.ABSENT) {
      return false;
    }
    deleted = true;
    if (process == null) {
      cancelStart();
      phase = PodPhase.ABSENT;
    } else {
      terminate(process);
    }
    return true;
  }

  /**
   * Somebody who is not the operator deletes the pod, as {@code kubectl delete pod}, a drain and a
   * preemption do; whether there was a pod to delete.
   */
  boolean deleteFromOutside() {
    if (deleted || process != null || phase != PodPhase.RUNNING) {
      return delete();
    }
    // It waits for its next start: the operator sees it with its deletion timestamp, then no more.
    deleted = true;
    cancelStart();
    timers.run(this::gone);
    return true;
  }

  /** As {@link #delete}, but without the grace period for who cannot hear SIGTERM. */
  void deleteNow() {
    if (process != null && frozen) {
      process.kill();
    }
    delete();
  }

  /** The kubelet evicts the pod, which has failed then; whether there was something to evict. */
  boolean evict() {
    if (deleted || evicted || hasEnded()) {
      return false;
    }
    evicted = true;
    if (process == null) {
      cancelStart();
      phase = PodPhase.FAILED;
    } else {
      terminate(process);
    }
    return true;
  }

  /** Kills the process; whether there was one. */
  boolean kill() {
    if (process != null) {
      process.kill();
    }
    return process != null;
  }

  /** Freezes the process; whether there was one. */
  boolean freeze() {
    if (process != null) {
      process.freeze();
      frozen = true;
    }
    return process != null;
  }

  /** Thaws the process; whether there was one. */
  boolean thaw() {
    if (process != null) {
      process.thaw();
      frozen = false;
    }
    return process != null;
  }

  private void startProcess() {
    nextStart = null;
    phase = PodPhase.RUNNING;
    process = node.start(restarts, this::exited);
  }

  private void initialize() {
    if (initContainer.finds()) {
      startProcess();
      return;
    }
    if (initContainer.isFirstTry()) {
      node.waiting();
    }
    if (initContainer.givesUp()) {
      nextStart = timers.after(InitContainer.PAUSE, this::initContainerFailed);
    } else {
      initializeAfter(InitContainer.PAUSE);
    }
  }

  private void initializeAfter(Duration delay) {
    nextStart =
        timers.after(
            delay,
            () -> {
              initialize();
              node.changed();
            });
  }

  // The kubelet starts an init container again where it would the process; its restarts do not
  // count, since the pod never came to run.
  private void initContainerFailed() {
    nextStart = null;
    node.waitedInVain();
    if (restartPolicy == RestartPolicy.NEVER) {
      phase = PodPhase.FAILED;
    } else {
      initializeAfter(initContainer.startAgain());
    }
    node.changed();
  }

  private void startAgain() {
    restarts++;
    startProcess();
    node.changed();
  }

  private void terminate(ReplicaProcess ending) {
    ending.terminate();
    timers.after(
        gracePeriod,
        () -> {
          if (ending.equals(process)) {
            ending.kill();
          }
        });
  }

  private void gone() {
    phase = PodPhase.ABSENT;
    node.changed();
  }

  private void exited(int exitCode) {
    Duration run = process == null ? Duration.ZERO : process.age();
    process = null;
    frozen = false;
    node.exited(exitCode, run, deleted || evicted);
    if (deleted) {
      phase = PodPhase.ABSENT;
    } else if (evicted) {
      phase = PodPhase.FAILED;
    } else if (restartsAfter(exitCode)) {
      Duration delay = backoff.delayAfter(run);
      Duration here = backoff.here(delay);
      node.restarting(delay, here);
      nextStart = timers.after(here, this::startAgain);
    } else {
      phase = exitCode == 0 ? PodPhase.SUCCEEDED : PodPhase.FAILED;
    }
    node.changed();
  }

  private boolean restartsAfter(int exitCode) {
    return switch (restartPolicy) {
      case NEVER -> false;
      case ON_FAILURE -> exitCode != 0;
      case ALWAYS -> true;
    };
  }

  private boolean hasEnded() {
    return phase != PodPhase.RUNNING && phase != PodPhase.PENDING;
  }

  private void cancelStart() {
    if (nextStart != null) {
      nextStart.cancel();
      nextStart = null;
    }
  }
}
