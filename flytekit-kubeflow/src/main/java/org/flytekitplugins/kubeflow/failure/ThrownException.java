package org.flytekitplugins.kubeflow.failure;

import com.google.auto.value.AutoValue;
import org.jspecify.annotations.Nullable;

/**
 * An exception, in words. Its texts have at most {@value #LONGEST_TEXT} characters; what is longer
 * is cut, and ends in {@code …}.
 */
@AutoValue
public abstract class ThrownException {
  /** How long a text is at most, in characters. */
  public static final int LONGEST_TEXT = 4000;

  ThrownException() {}

  /** The name of its class. */
  public abstract String type();

  /** Its message; null if it has none. */
  public abstract @Nullable String message();

  /** What it calls itself: most often {@code type: message}. */
  public abstract String text();

  /** An exception that calls itself as exceptions do. */
  public static ThrownException of(String type, @Nullable String message) {
    return of(type, message, message == null ? type : type + ": " + message);
  }

  /** An exception that calls itself something else. */
  public static ThrownException of(String type, @Nullable String message, String text) {
    return new AutoValue_ThrownException(
        cut(type), message == null ? null : cut(message), cut(text));
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    int end = LONGEST_TEXT - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
