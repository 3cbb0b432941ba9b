package org.flytekitplugins.kubeflow.failure;

import com.google.auto.value.AutoValue;

/** A place in somebody's code, written {@code com.acme.Rows:34}. */
@AutoValue
public abstract class CodeLine {
  CodeLine() {}

  /** The name of the class. */
  public abstract String className();

  /** The name of the method. */
  public abstract String methodName();

  /** The number of the line, from 1; 0 if the class does not tell. */
  public abstract int number();

  /**
   * A place.
   *
   * @param number the number of the line, from 1; less if it is not known
   */
  public static CodeLine of(String className, String methodName, int number) {
    return new AutoValue_CodeLine(className, methodName, Math.max(0, number));
  }

  /** The class with the line, or with the method where there is no line. */
  @Override
  public final String toString() {
    return className() + (number() == 0 ? "." + methodName() : ":" + number());
  }
}
