package org.flytekitplugins.jflyte.admin.auth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token, as it is sent. Printing it does not show it.
 *
 * @param type like {@code Bearer}
 * @param value the secret
 * @param expiry when it is good no more; null if nobody knows
 */
public record AccessToken(String type, String value, @Nullable Instant expiry) {
  /** What the header says. */
  String header() {
    return type + " " + value;
  }

  @Override
  public String toString() {
    return "AccessToken[type=" + type + ", expiry=" + expiry + "]";
  }
}
