package org.flytekitplugins.jflyte.execution;

import java.util.Map;
import org.flytekitplugins.kubeflow.TrainingContext;

/** What tells a training operator's pod from a plain one, without a closer look. */
final class TrainingVariables {
  private TrainingVariables() {}

  /** Whether an operator has told this process who its peers are, though it may make no sense. */
  static boolean arePresent(Map<String, String> environment) {
    try {
      return TrainingContext.find(environment).isPresent();
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
