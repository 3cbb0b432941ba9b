package org.flytekitplugins.jflyte.closure;

import flyteidl.core.IdentifierOuterClass.ResourceType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.flyte.api.v1.Identifier;
import org.flyte.api.v1.PartialIdentifier;
import org.flyte.api.v1.PartialLaunchPlanIdentifier;
import org.flyte.api.v1.PartialTaskIdentifier;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a reference leaves out. Without a project it is to the package itself, which must
 * hold what it names; with one and no version it is to the latest there.
 */
final class ReferenceCompletion {
  private record Parts(String project, String domain, String version) {}

  private record Remote(ResourceType type, String project, String domain, String name) {}

  private final ExecutionVariables target;
  private final LatestVersions latestVersions;
  private final Map<ResourceType, Set<String>> names;
  private final Map<Remote, String> asked = new HashMap<>();

  ReferenceCompletion(
      LoadedPackage loaded, ExecutionVariables target, LatestVersions latestVersions) {
    this.target = target;
    this.latestVersions = latestVersions;
    Set<String> tasks = new TreeSet<>();
    addNames(tasks, loaded.runnableTasks());
    addNames(tasks, loaded.dynamicWorkflowTasks());
    addNames(tasks, loaded.containerTasks());
    addNames(tasks, loaded.pluginTasks());
    Set<String> workflows = new TreeSet<>();
    addNames(workflows, loaded.workflows());
    Set<String> launchPlans = new TreeSet<>();
    addNames(launchPlans, loaded.launchPlans());
    this.names =
        Map.of(
            ResourceType.TASK, tasks,
            ResourceType.WORKFLOW, workflows,
            ResourceType.LAUNCH_PLAN, launchPlans);
  }

  private static void addNames(Set<String> names, Map<? extends Identifier, ?> entities) {
    entities.keySet().forEach(id -> names.add(id.name()));
  }

  PartialTaskIdentifier complete(PartialTaskIdentifier id, String place) {
    Parts parts = parts(ResourceType.TASK, id, place);
    return PartialTaskIdentifier.builder()
        .project(parts.project())
        .domain(parts.domain())
        .name(id.name())
        .version(parts.version())
        .build();
  }

  PartialWorkflowIdentifier complete(PartialWorkflowIdentifier id, String place) {
    Parts parts = parts(ResourceType.WORKFLOW, id, place);
    return PartialWorkflowIdentifier.builder()
        .project(parts.project())
        .domain(parts.domain())
        .name(id.name())
        .version(parts.version())
        .build();
  }

  PartialLaunchPlanIdentifier complete(PartialLaunchPlanIdentifier id, String place) {
    Parts parts = parts(ResourceType.LAUNCH_PLAN, id, place);
    return PartialLaunchPlanIdentifier.builder()
        .project(parts.project())
        .domain(parts.domain())
        .name(id.name())
        .version(parts.version())
        .build();
  }

  private Parts parts(ResourceType type, PartialIdentifier id, String place) {
    String project = or(id.project(), target.project());
    String domain = or(id.domain(), target.domain());
    String version = id.version();
    if (version != null) {
      return new Parts(project, domain, version);
    }
    if (id.project() == null) {
      requireInPackage(type, id.name(), place);
      return new Parts(project, domain, target.version());
    }
    Remote remote = new Remote(type, project, domain, id.name());
    String known = asked.get(remote);
    if (known == null) {
      known = latestVersion(remote, place);
      asked.put(remote, known);
    }
    return new Parts(project, domain, known);
  }

  private String latestVersion(Remote remote, String place) {
    try {
      return latestVersions.latestVersion(
          remote.type(), remote.project(), remote.domain(), remote.name());
    } catch (UnknownVersionException e) {
      throw new JflyteException(place + ": " + e.getMessage(), e);
    }
  }

  private void requireInPackage(ResourceType type, String name, String place) {
    Set<String> known = names.getOrDefault(type, Set.of());
    if (known.contains(name)) {
      return;
    }
    String kind = type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    throw new JflyteException(
        String.format(
            "%s refers to the %s %s, which the package does not hold: %s",
            place, kind, name, remedy(type)));
  }

  private static String remedy(ResourceType type) {
    return switch (type) {
      case TASK ->
          "annotate its class with @AutoService(SdkRunnableTask.class), or whichever kind of task"
              + " it is, or name the project it is registered in";
      case WORKFLOW -> "annotate its class with @AutoService(SdkWorkflow.class)";
      default ->
          "let an SdkLaunchPlanRegistry of the package yield it, or name the project it is"
              + " registered in";
    };
  }

  private static String or(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
