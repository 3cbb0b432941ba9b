package org.flytekitplugins.jflyte.admin.auth;

import java.time.Instant;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/**
 * A token, as it is sent. Printing it does not show it.
 *
 * @param type like {@code Bearer}
 * @param value the secret
 * @param expiry when it is good no more; null if nobody knows
 */
public record AccessToken(String type, String value, @Nullable Instant expiry) {
  /**
   * Refuses what no header can carry.
   *
   * @throws JflyteException if it is empty or has a character that is not visible ASCII
   */
  public AccessToken {
    if (!isVisible(type) || !isVisible(value)) {
      throw new JflyteException(
          "the token that was given has a line break or another character that no header can carry:"
              + " see that its source gives the token alone");
    }
  }

  /** Whether a header can carry it. */
  static boolean isVisible(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '!' && c <= '~');
  }

  /** What the header says. */
  String header() {
    return type + " " + value;
  }

  @Override
  public String toString() {
    return "AccessToken[type=" + type + ", expiry=" + expiry + "]";
  }
}
