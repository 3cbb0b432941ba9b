package org.flytekitplugins.client;

import java.security.SecureRandom;

/**
 * Names by lot. They are made here, because a call that is tried again must not start a second
 * execution, as it would if flyteadmin made a name for each try.
 */
final class ExecutionNames {
  // flyteadmin's own are as long: pods' names are made of them.
  private static final int LETTERS = 19;
  private static final SecureRandom RANDOM = new SecureRandom();

  private ExecutionNames() {}

  static ExecutionId fresh(String project, String domain) {
    StringBuilder name = new StringBuilder("f");
    for (int i = 0; i < LETTERS; i++) {
      name.append(Character.forDigit(RANDOM.nextInt(16), 16));
    }
    return ExecutionId.of(project, domain, name.toString());
  }
}
