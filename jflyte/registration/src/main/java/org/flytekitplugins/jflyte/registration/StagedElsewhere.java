package org.flytekitplugins.jflyte.registration;

import flyteidl.admin.TaskOuterClass.Task;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.staging.RecordedArtifacts;

/** Tasks that are registered with the same content, but for where their files are. */
public final class StagedElsewhere {
  private StagedElsewhere() {}

  /**
   * Finds them.
   *
   * @param tasks that would be registered
   * @param concurrency how many calls are under way at a time, 1 or more
   * @return the files as they are registered, of each such task
   * @throws org.flytekitplugins.jflyte.JflyteException if flyteadmin could not be asked
   */
  public static Map<Identifier, List<Artifact>> find(
      AdminClient admin, List<TaskCreateRequest> tasks, int concurrency) {
    List<TaskCreateRequest> staged =
        tasks.stream().filter(task -> !artifacts(task).isEmpty()).toList();
    List<Optional<Task>> registered =
        Failures.join(BoundedCalls.all(staged, concurrency, task -> admin.getTask(task.getId())));
    Map<Identifier, List<Artifact>> found = new LinkedHashMap<>();
    for (int i = 0; i < staged.size(); i++) {
      TaskCreateRequest task = staged.get(i);
      registered
          .get(i)
          .filter(there -> differsInLocationsOnly(there, task))
          .ifPresent(there -> found.put(task.getId(), artifacts(there)));
    }
    return found;
  }

  private static boolean differsInLocationsOnly(Task registered, TaskCreateRequest task) {
    Map<String, String> locations =
        artifacts(registered).stream()
            .collect(Collectors.toMap(Artifact::name, Artifact::location, (one, other) -> other));
    return !artifacts(registered).equals(artifacts(task))
        && RegisteredContent.differences(registered, relocated(task, locations)).isEmpty();
  }

  /**
   * The same request with files elsewhere.
   *
   * @param locations URIs by the names of files; those that are not in it stay where they are
   */
  public static TaskCreateRequest relocated(TaskCreateRequest task, Map<String, String> locations) {
    TaskCreateRequest.Builder relocated = task.toBuilder();
    relocated
        .getSpecBuilder()
        .setTemplate(RecordedArtifacts.relocated(task.getSpec().getTemplate(), locations));
    return relocated.build();
  }

  private static List<Artifact> artifacts(TaskCreateRequest task) {
    return RecordedArtifacts.of(task.getSpec().getTemplate());
  }

  private static List<Artifact> artifacts(Task registered) {
    return RecordedArtifacts.of(registered.getClosure().getCompiledTask().getTemplate());
  }
}
