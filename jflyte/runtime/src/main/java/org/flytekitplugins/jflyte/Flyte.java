package org.flytekitplugins.jflyte;

import java.util.Map;

/**
 * Which Flyte a pod belongs to. The two start pods alike, but differ in what they make of the files
 * that a pod leaves behind.
 */
public enum Flyte {
  /** Flyte 1, of flyteadmin and flytepropeller. */
  ONE,
  /** Flyte 2, of runs and actions. */
  TWO;

  /**
   * What Flyte 2 tells every pod, and nobody else does: where the files of its run are. Other
   * variables of its own, such as {@code RUN_NAME}, have names that anybody might use.
   */
  public static final String RUN_BASE = "_U_RUN_BASE";

  /** The one that has set an environment; Flyte 1 unless it is certain that it was the other. */
  public static Flyte of(Map<String, String> environment) {
    String base = environment.get(RUN_BASE);
    return base == null || base.isBlank() ? ONE : TWO;
  }
}
