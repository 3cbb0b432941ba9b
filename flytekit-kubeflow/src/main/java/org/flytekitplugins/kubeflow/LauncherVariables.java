package org.flytekitplugins.kubeflow;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.internal.Quoted;

/**
 * Variables by which launchers of any kind tell a process that it has peers. Where no kind of job
 * makes sense of them, a process that took itself for the only one would lead a job of its own, and
 * its peers would do the same.
 */
final class LauncherVariables {
  private static final Set<String> NAMES =
      Set.of("JOB_COMPLETION_INDEX", "RANK", "TF_CONFIG", "WORLD_SIZE");
  private static final List<String> PREFIXES = List.of("OMPI_COMM_WORLD_", "PET_");

  private LauncherVariables() {}

  static boolean isOne(String name) {
    return NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
  }

  /**
   * Refuses an environment in which no kind of job was found, and which yet says that there are
   * peers.
   *
   * @throws IllegalArgumentException if it has such a variable
   */
  static void checkNone(Map<String, String> environment, JobKinds kinds) {
    SortedMap<String, String> found = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (!value.isBlank() && isOne(name)) {
            found.put(name, value);
          }
        });
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(
          found.entrySet().stream()
                  .map(variable -> variable.getKey() + " is " + Quoted.of(variable.getValue()))
                  .collect(joining(", "))
              + ", by which a launcher tells a process of its peers, but not one of those that are"
              + " known here: expected "
              + expected(kinds)
              + ", or none of them for a process that is alone");
    }
  }

  private static String expected(JobKinds kinds) {
    return kinds.all().isEmpty()
        ? "a framework's jar on the class path"
        : kinds.all().stream()
            .map(
                kind ->
                    kind.variableNames().stream().sorted().collect(joining(", "))
                        + " of a "
                        + kind.kubernetesKind())
            .collect(joining(", or "));
  }
}
