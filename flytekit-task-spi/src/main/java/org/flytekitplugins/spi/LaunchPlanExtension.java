package org.flytekitplugins.spi;

import java.util.Map;

/**
 * The part of Flyte launch plans that flytekit-java's own model cannot carry. An {@code
 * SdkLaunchPlanRegistry} implements it; the launcher finds it through a {@link
 * LaunchPlanExtensionRegistrar} and merges it into the launch plans by their names. Stock jflyte
 * does not look for it.
 */
public interface LaunchPlanExtension {
  /**
   * What is to be said of launch plans of the same package beside what they say, by their names.
   */
  Map<String, LaunchPlanSettings> getLaunchPlanSettings();
}
