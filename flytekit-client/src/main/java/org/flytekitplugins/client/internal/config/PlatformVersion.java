package org.flytekitplugins.client.internal.config;

import java.util.Map;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/** Which Flyte somebody says it is. There are two. */
public final class PlatformVersion {
  /** The environment variable that says it. */
  public static final String VARIABLE = "FLYTE_PLATFORM_VERSION";

  private PlatformVersion() {}

  /**
   * What the environment says.
   *
   * @return 1 or 2; null if it says nothing
   * @throws SentenceException if it is another one
   */
  public static @Nullable Integer in(Map<String, String> environment) {
    String text = environment.get(VARIABLE);
    return text == null || text.isBlank() ? null : parse(text, VARIABLE);
  }

  /**
   * What a text says.
   *
   * @param name where it stands, for the refusal
   * @return 1 or 2
   * @throws SentenceException if it is another one
   */
  public static int parse(String text, String name) {
    switch (text.strip()) {
      case "1":
        return 1;
      case "2":
        return 2;
      default:
        throw new SentenceException(
            name
                + " is "
                + (text.isBlank() ? "empty" : text.strip())
                + ": write 1 or 2, or leave it out");
    }
  }
}
