package org.flytekitplugins.jflyte.explain;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkRunnableTask;
import org.flytekitplugins.jflyte.explain.internal.DeclaredTask;
import org.flytekitplugins.jflyte.explain.internal.JobView;
import org.flytekitplugins.jflyte.explain.internal.Rule;
import org.flytekitplugins.jflyte.explain.internal.Rules;
import org.flytekitplugins.jflyte.explain.internal.SdkTasks;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster will make of a training task, and what its author had better know of it. A unit
 * test keeps findings away:
 *
 * <pre>{@code
 * @Test
 * void theClusterRunsItAsItSays() {
 *   Explanation.of(new TrainDigits()).assertNone(Severity.WARNING);
 * }
 * }</pre>
 */
public final class Explanation {
  private final DeclaredTask task;
  private final Platform platform;
  private final @Nullable JobView view;
  private final @Nullable JobPicture job;
  private final List<Finding> findings;
  private final List<Suppressed> suppressed;

  private Explanation(
      DeclaredTask task, Platform platform, @Nullable JobView job, List<Finding> all) {
    this.task = task;
    this.platform = platform;
    this.view = job;
    this.job = job == null ? null : JobPicture.of(job);
    List<Finding> told = new ArrayList<>();
    List<Suppressed> silent = new ArrayList<>();
    Map<String, String> reasons = task.extension().getSuppressedFindings();
    for (Finding finding : all) {
      String reason = reasons.get(finding.id());
      if (reason == null || reason.isBlank()) {
        told.add(finding);
      } else {
        silent.add(new Suppressed(finding, reason));
      }
    }
    told.sort(Comparator.comparing(Finding::severity));
    this.findings = List.copyOf(told);
    this.suppressed = List.copyOf(silent);
  }

  /**
   * Explains a task on an installation that leaves flyteadmin's defaults and limits as they come.
   *
   * @throws IllegalArgumentException if the task does not run as a job
   */
  public static Explanation of(SdkRunnableTask<?, ?> task) {
    return of(task, Platform.stock());
  }

  /**
   * Explains a task on an installation.
   *
   * @throws IllegalArgumentException if the task does not run as a job
   */
  public static Explanation of(SdkRunnableTask<?, ?> task, Platform platform) {
    return of(SdkTasks.of(task), platform);
  }

  /**
   * Explains a task on an installation that leaves flyteadmin's defaults and limits as they come.
   *
   * @throws IllegalArgumentException if the task does not run as a job
   */
  public static Explanation of(SdkContainerTask<?, ?> task) {
    return of(task, Platform.stock());
  }

  /**
   * Explains a task on an installation.
   *
   * @throws IllegalArgumentException if the task does not run as a job
   */
  public static Explanation of(SdkContainerTask<?, ?> task, Platform platform) {
    return of(SdkTasks.of(task), platform);
  }

  /** Explains what a package declares. */
  static Explanation of(DeclaredTask task, Platform platform) {
    List<Finding> findings = new ArrayList<>();
    Rules.all().forEach(rule -> findings.addAll(rule.check(task)));
    JobView job = null;
    try {
      job = new JobView(task, platform);
    } catch (IllegalArgumentException e) {
      // What is wrong with the custom field is among the findings.
    }
    if (job != null) {
      for (Rule rule : Rules.all()) {
        findings.addAll(rule.check(job));
      }
    }
    return new Explanation(task, platform, job, findings);
  }

  /** The name of the task. */
  public String name() {
    return task.name();
  }

  /** Where the user's code says what the task is; empty if nobody knows. */
  public Optional<SourceLine> line() {
    return Optional.ofNullable(task.line());
  }

  /** What the task says of itself. */
  public TaskPicture task() {
    return TaskPicture.of(task);
  }

  /** The installation that it is explained for. */
  public Platform platform() {
    return platform;
  }

  /** The job of each attempt; empty if none can be made of the task. */
  public Optional<JobPicture> job() {
    return Optional.ofNullable(job);
  }

  /** The pods of that job, by role, then by index; none if none can be made of the task. */
  public List<PodPicture> pods() {
    return view == null ? List.of() : PodPicture.of(view);
  }

  /** The same with all that is known of it. */
  Optional<JobView> view() {
    return Optional.ofNullable(view);
  }

  /** What was found, the worst first. */
  public List<Finding> findings() {
    return findings;
  }

  /** What was found and the task does not want to be told, with the reasons. */
  public List<Suppressed> suppressed() {
    return suppressed;
  }

  /** Whether there is a finding of this severity, or of a worse one. */
  public boolean hasAtLeast(Severity severity) {
    return findings.stream().anyMatch(finding -> finding.severity().compareTo(severity) <= 0);
  }

  /**
   * Fails a test if anything was found that the task does not {@linkplain
   * org.flytekitplugins.spi.TaskTemplateExtension#getSuppressedFindings suppress}.
   *
   * @return this
   * @throws AssertionError with what was found, and what to do about it
   */
  public Explanation assertNoFindings() {
    return assertNone(Severity.NOTE);
  }

  /**
   * Fails a test if anything of a severity, or of a worse one, was found that the task does not
   * {@linkplain org.flytekitplugins.spi.TaskTemplateExtension#getSuppressedFindings suppress}.
   *
   * @return this
   * @throws AssertionError with what was found, and what to do about it
   */
  public Explanation assertNone(Severity severity) {
    List<Finding> found =
        findings.stream().filter(finding -> finding.severity().compareTo(severity) <= 0).toList();
    if (!found.isEmpty()) {
      throw new AssertionError(complaint(found));
    }
    return this;
  }

  private String complaint(List<Finding> found) {
    StringBuilder text =
        new StringBuilder(name())
            .append(line().map(line -> " (" + line + ")").orElse(""))
            .append(found.size() == 1 ? " has a finding" : " has " + found.size() + " findings")
            .append(", by ")
            .append(
                platform.isAssumed()
                    ? platform.name() + " defaults and limits"
                    : "the defaults and limits of " + platform.name())
            .append(":");
    for (Finding finding : found) {
      text.append("\n  ").append(finding).append("\n    what to do: ").append(finding.remedy());
    }
    return text.append("\nOne that does not matter here is named in getSuppressedFindings(), with")
        .append(" the reason.")
        .toString();
  }

  /** What was found, a line each. */
  @Override
  public String toString() {
    return name() + findings.stream().map(finding -> "\n  " + finding).collect(joining());
  }
}
