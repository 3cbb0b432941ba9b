package org.flytekitplugins.jflyte.explain;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.explain.internal.TrainingTasks;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster will make of the training tasks of a package.
 *
 * @param platform the installation that they are explained for
 * @param tasks an explanation for each of them, in the order of their names
 * @param leftBehind what else the package has and the installation no place for, a sentence each
 */
public record PackageExplanation(
    Platform platform, List<Explanation> tasks, List<String> leftBehind) {
  /** Keeps a copy that nobody can change. */
  public PackageExplanation {
    tasks = List.copyOf(tasks);
    leftBehind = List.copyOf(leftBehind);
  }

  /**
   * Explains all training tasks of a package.
   *
   * @param images what names such as <code>{{.image.gpu}}</code> stand for
   * @param image the image of tasks that ask for no other, or null if nobody has said
   */
  public static PackageExplanation of(
      LoadedPackage loaded, Platform platform, Map<String, String> images, @Nullable String image) {
    return new PackageExplanation(
        platform,
        TrainingTasks.of(loaded, images, image).stream()
            .map(task -> Explanation.of(task, platform))
            .toList(),
        platform.flyte() == Flyte.TWO ? LeftBehind.of(loaded) : List.of());
  }

  /**
   * The same for one task.
   *
   * @throws JflyteException if there is no training task of that name; the sentence names those
   *     that are
   */
  public PackageExplanation only(String name) {
    List<Explanation> named =
        tasks.stream().filter(explanation -> explanation.name().equals(name)).toList();
    if (named.isEmpty()) {
      throw new JflyteException(
          String.format(
              "the package has no training task %s: name one that it has (%s)",
              name,
              tasks.isEmpty()
                  ? "none"
                  : tasks.stream()
                      .map(explanation -> explanation.name())
                      .collect(Collectors.joining(", "))));
    }
    return new PackageExplanation(platform, named, List.of());
  }

  /** Whether there is a finding of this severity, or of a worse one. */
  public boolean hasAtLeast(Severity severity) {
    return tasks.stream().anyMatch(explanation -> explanation.hasAtLeast(severity));
  }

  /** How many findings of this severity there are. */
  public long count(Severity severity) {
    return tasks.stream()
        .flatMap(explanation -> explanation.findings().stream())
        .filter(finding -> finding.severity() == severity)
        .count();
  }
}
