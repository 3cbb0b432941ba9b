package org.flytekitplugins.kubeflow.internal;

import org.jspecify.annotations.Nullable;

/** Values as messages show them: strings in quotes, and of what is long only the beginning. */
public final class Quoted {
  private static final int LONGEST = 300;

  private Quoted() {}

  /** A value; null as such. */
  public static String of(@Nullable Object value) {
    String text = shortened(String.valueOf(value));
    return value instanceof CharSequence ? "\"" + text + "\"" : text;
  }

  /** A text without quotes. */
  public static String shortened(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
  }
}
