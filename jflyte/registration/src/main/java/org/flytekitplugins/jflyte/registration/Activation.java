package org.flytekitplugins.jflyte.registration;

import org.jspecify.annotations.Nullable;

/**
 * That a version of a launch plan is the active one of its name, or would be.
 *
 * @param version the version
 * @param before the version that was active before, or is now; null if none
 */
public record Activation(String version, @Nullable String before) {
  /** Whether something else was active before, or nothing. */
  public boolean isChange() {
    return !version.equals(before);
  }

  /** What was done, like {@code version 2 activated, version 1 was active before}. */
  String done() {
    return isChange()
        ? "version "
            + version
            + " activated, "
            + (before == null ? "none" : "version " + before)
            + " was active before"
        : "version " + version + " was active already";
  }

  /** What is so as long as nothing is done, like {@code version 1 is active}. */
  String now() {
    return (before == null ? "none" : "version " + before) + " is active";
  }
}
