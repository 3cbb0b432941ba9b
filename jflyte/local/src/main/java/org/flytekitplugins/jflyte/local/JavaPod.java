package org.flytekitplugins.jflyte.local;

import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;

/** A pod that runs Java code of the package by {@code jflyte execute}. */
record JavaPod(JavaProgram java) implements PodCommand {
  @Override
  public Map<String, String> environment() {
    return java.environment();
  }

  @Override
  public List<String> words(
      TaskInputs inputs, AttemptFolders attempt, Map<String, String> environment) {
    return java.program(1, inputs, attempt, environment).command();
  }
}
