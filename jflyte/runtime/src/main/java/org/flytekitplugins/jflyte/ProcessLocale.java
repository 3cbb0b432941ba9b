package org.flytekitplugins.jflyte;

/**
 * The locale that the JVM was started in. It alone says how paths and arguments are encoded, and no
 * option of the JVM changes that.
 */
public final class ProcessLocale {
  /** The variable that says another one, for a process that this one starts. */
  public static final String VARIABLE = "LC_ALL";

  /** A value of {@link #VARIABLE} that knows all letters. */
  public static final String UTF_8 = "C.UTF-8";

  private ProcessLocale() {}

  /** Whether it has ASCII only, as {@code LC_ALL=C} does, and a pod where no variable is set. */
  public static boolean isAscii() {
    return "ANSI_X3.4-1968".equals(System.getProperty("native.encoding"));
  }
}
