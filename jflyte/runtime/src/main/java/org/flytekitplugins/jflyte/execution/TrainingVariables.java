package org.flytekitplugins.jflyte.execution;

import java.util.Map;

/** What tells a training operator's pod from a plain one, without a closer look. */
final class TrainingVariables {
  private TrainingVariables() {}

  /** Whether an operator has told this process who its peers are. */
  static boolean arePresent(Map<String, String> environment) {
    String tfConfig = environment.get("TF_CONFIG");
    return (tfConfig != null && !tfConfig.isBlank())
        || environment.containsKey("PET_RDZV_ENDPOINT")
        || (environment.containsKey("RANK") && environment.containsKey("MASTER_ADDR"));
  }
}
