package org.flytekitplugins.jflyte.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.spi.LaunchPlanSettings;
import org.jspecify.annotations.Nullable;

/** What of a package Flyte 2 has no place for, and what to do instead. */
final class LeftBehind {
  private final List<String> sentences = new ArrayList<>();

  private LeftBehind() {}

  /** A sentence for each sort of thing that the package has. */
  static List<String> of(LoadedPackage loaded) {
    LeftBehind left = new LeftBehind();
    left.add(
        "workflow",
        loaded.workflows().keySet().stream().map(WorkflowIdentifier::name),
        "Flyte 2 has none: register makes a task of its name that drives it");
    left.add(
        "dynamic task",
        loaded.dynamicWorkflowTasks().keySet().stream().map(TaskIdentifier::name),
        "Flyte 2 runs no workflow that it makes: its own pod drives it");
    left.add(
        "launch plan",
        loaded.launchPlans().keySet().stream().map(LaunchPlanIdentifier::name),
        "Flyte 2 has none: register makes a task of its name that drives it");
    left.add(
        "schedule",
        loaded.launchPlans().entrySet().stream()
            .filter(plan -> isScheduled(plan, loaded.launchPlanSettings().get(plan.getKey())))
            .map(plan -> plan.getKey().name()),
        "Flyte 2 starts nothing by itself: let a CronJob call jflyte run");
    return List.copyOf(left.sentences);
  }

  private static boolean isScheduled(
      Map.Entry<LaunchPlanIdentifier, LaunchPlan> plan, @Nullable LaunchPlanSettings settings) {
    return plan.getValue().cronSchedule() != null
        || (settings != null && settings.fixedRate() != null);
  }

  private void add(String what, Stream<String> names, String sentence) {
    List<String> sorted = names.sorted().toList();
    if (!sorted.isEmpty()) {
      sentences.add(
          what + (sorted.size() == 1 ? " " : "s ") + String.join(", ", sorted) + ": " + sentence);
    }
  }
}
