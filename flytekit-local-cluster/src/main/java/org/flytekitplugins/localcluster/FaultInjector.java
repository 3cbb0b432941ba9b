package org.flytekitplugins.localcluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.flytekitplugins.kubeflow.Replica;

/** Makes the faults of a plan happen, each once. Used by the job's loop only. */
final class FaultInjector {
  private final List<Fault> pending;
  private final List<Fault> timed = new ArrayList<>();
  private final Timers timers;
  private final Consumer<Fault> happens;

  /**
   * A plan that nothing of has happened yet.
   *
   * @param happens does to the replica what the fault says, if there is something to do it to
   */
  FaultInjector(FaultPlan plan, Timers timers, Consumer<Fault> happens) {
    pending = new ArrayList<>(plan.faults());
    this.timers = timers;
    this.happens = happens;
  }

  /** How late the first process of a replica starts. */
  Duration delay(Replica replica) {
    Duration delay = Duration.ZERO;
    for (Fault fault : List.copyOf(pending)) {
      Duration late = fault.after();
      if (fault.replica().equals(replica) && fault.action() == Fault.Action.DELAY && late != null) {
        pending.remove(fault);
        delay = delay.plus(late);
      }
    }
    return delay;
  }

  /** A process of a replica was started; the first start is what times are counted from. */
  void started(Replica replica) {
    for (Fault fault : List.copyOf(pending)) {
      Duration after = fault.after();
      if (fault.replica().equals(replica) && after != null) {
        pending.remove(fault);
        timed.add(fault);
        timers.after(
            after,
            () -> {
              timed.remove(fault);
              happens.accept(fault);
            });
      }
    }
  }

  /** A replica reported a step. */
  void progressed(Replica replica, long step) {
    for (Fault fault : List.copyOf(pending)) {
      Long due = fault.step();
      if (fault.replica().equals(replica) && due != null && step >= due) {
        pending.remove(fault);
        happens.accept(fault);
      }
    }
  }

  /** Faults that have not happened yet. */
  List<Fault> outstanding() {
    List<Fault> outstanding = new ArrayList<>(pending);
    outstanding.addAll(timed);
    return outstanding;
  }
}
