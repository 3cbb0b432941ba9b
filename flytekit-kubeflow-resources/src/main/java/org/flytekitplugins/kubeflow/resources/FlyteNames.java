package org.flytekitplugins.kubeflow.resources;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a Flyte calls the job of an attempt, and what it writes on the job's pods. */
enum FlyteNames {
  /** Flyte 1: the execution, the node, the attempt. */
  ONE("<execution>", "<project>-<domain>", "(?<run>.+?)-.+-[0-9]+") {
    @Override
    Map<String, String> labels(String run, String action) {
      return Map.of(FlyteDefaults.EXECUTION, run);
    }
  },

  /** Flyte 2: the run, the action, the retry. */
  TWO("<run>-a0-<retry>", "flyte", "(?<run>.+)-(?<action>a0)-[0-9]+") {
    @Override
    Map<String, String> labels(String run, String action) {
      return Map.of("run", run, "action", action);
    }
  };

  private final String job;
  private final String namespace;
  private final Pattern pattern;

  FlyteNames(String job, String namespace, String pattern) {
    this.job = job;
    this.namespace = namespace;
    this.pattern = Pattern.compile(pattern);
  }

  /** What stands for the name of a job until there is an execution. */
  String job() {
    return job;
  }

  /** The namespace of a job, or what stands for it. */
  String namespace() {
    return namespace;
  }

  /** Whether the namespace is the same for all executions, unless the installation says another. */
  boolean isOneNamespace() {
    return this == TWO;
  }

  /**
   * The labels by which pods are found.
   *
   * @param name of the job; null if nobody has said it
   * @return none if it is not a name that this Flyte gives
   */
  Map<String, String> labels(@Nullable String name) {
    if (name == null) {
      return this == ONE ? labels(job, "") : labels("<run>", "a0");
    }
    Matcher flytes = pattern.matcher(name);
    return flytes.matches()
        ? new TreeMap<>(labels(flytes.group("run"), this == ONE ? "" : flytes.group("action")))
        : Map.of();
  }

  abstract Map<String, String> labels(String run, String action);
}
