package org.flytekitplugins.jflyte.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.localcluster.Fault;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.MissedFault;
import org.jspecify.annotations.Nullable;

/**
 * Which faults of an execution have not happened. A task may run several times, in several nodes; a
 * fault that happened in one of them has happened.
 */
final class MissedFaults {
  private final SortedMap<String, List<MissedFault>> missed = new TreeMap<>();

  /** What is to go wrong, by the name of the task. */
  MissedFaults(Map<String, FaultPlan> plans) {
    plans.forEach(
        (task, plan) ->
            missed.put(
                task,
                plan.faults().stream()
                    .map(fault -> new MissedFault(fault, "the task has not run"))
                    .toList()));
  }

  /** A job of a task with its faults has ended, and these have not happened in it. */
  synchronized void ended(String task, List<MissedFault> inJob) {
    List<MissedFault> still = new ArrayList<>();
    for (MissedFault before : missed.getOrDefault(task, List.of())) {
      MissedFault now = find(before.fault(), inJob);
      if (now != null) {
        still.add(now);
      }
    }
    missed.put(task, List.copyOf(still));
  }

  /** Those that have not happened, by the name of the task. */
  synchronized SortedMap<String, List<MissedFault>> missed() {
    SortedMap<String, List<MissedFault>> all = new TreeMap<>(missed);
    all.values().removeIf(List::isEmpty);
    return Collections.unmodifiableSortedMap(all);
  }

  private static @Nullable MissedFault find(Fault fault, List<MissedFault> among) {
    return among.stream().filter(now -> now.fault().equals(fault)).findFirst().orElse(null);
  }
}
