package org.flytekitplugins.jflyte.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the cluster will make of a training task, and what its author had better know of it. */
public final class Explanation {
  private final DeclaredTask task;
  private final Platform platform;
  private final @Nullable JobPicture job;
  private final List<Finding> findings;
  private final List<Suppressed> suppressed;

  private Explanation(
      DeclaredTask task, Platform platform, @Nullable JobView job, List<Finding> all) {
    this.task = task;
    this.platform = platform;
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

  /** Explains a task on an installation. */
  public static Explanation of(DeclaredTask task, Platform platform) {
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

  /** The task that is explained. */
  public DeclaredTask task() {
    return task;
  }

  /** The installation that it is explained for. */
  public Platform platform() {
    return platform;
  }

  /** The job of each attempt; empty if none can be made of the task. */
  public Optional<JobPicture> job() {
    return Optional.ofNullable(job);
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
}
