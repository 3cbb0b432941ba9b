package org.flytekitplugins.client.internal.admin.auth;

import com.google.auto.value.AutoValue;
import java.time.Instant;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/** A token, as it is sent. Printing it does not show it. */
@AutoValue
public abstract class AccessToken {
  AccessToken() {}

  /**
   * A token.
   *
   * @param type like {@code Bearer}
   * @param value the secret
   * @param expiry when it is good no more; null if nobody knows
   * @throws SentenceException if it is empty or has a character that is not visible ASCII
   */
  public static AccessToken of(String type, String value, @Nullable Instant expiry) {
    if (!isVisible(type) || !isVisible(value)) {
      throw new SentenceException(
          "the token that was given has a line break or another character that no header can carry:"
              + " see that its source gives the token alone");
    }
    return new AutoValue_AccessToken(type, value, expiry);
  }

  /** Like {@code Bearer}. */
  public abstract String type();

  /** The secret. */
  public abstract String value();

  /** When it is good no more; null if nobody knows. */
  public abstract @Nullable Instant expiry();

  /** Whether a header can carry it. */
  static boolean isVisible(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '!' && c <= '~');
  }

  /** What the header says. */
  String header() {
    return type() + " " + value();
  }

  @Override
  public final String toString() {
    return "AccessToken[type=" + type() + ", expiry=" + expiry() + "]";
  }
}
