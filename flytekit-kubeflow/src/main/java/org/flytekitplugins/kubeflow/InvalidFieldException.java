package org.flytekitplugins.kubeflow;

import org.flytekitplugins.kubeflow.internal.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * A value that a training cluster cannot have. The message is one sentence that names the field,
 * the value, the rule and the remedy.
 */
public final class InvalidFieldException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String problem;

  /**
   * Refuses a value.
   *
   * @param field the path of the field, for example {@code worker.requests.cpu}
   * @param value the value as it was given, null if none was; strings are quoted, long ones cut
   *     short
   * @param rule the rule that it breaks, to be read after "but"
   * @param remedy what to write instead
   */
  public InvalidFieldException(String field, @Nullable Object value, String rule, String remedy) {
    this(field, "is " + Quoted.of(value) + ", but " + rule + ": " + remedy);
  }

  InvalidFieldException(String field, String problem) {
    super(field + " " + problem);
    this.field = field;
    this.problem = problem;
  }

  /** The path of the field that was refused. */
  public String field() {
    return field;
  }

  /** The same refusal, seen from the thing that has this field's owner as a part. */
  public InvalidFieldException within(String owner) {
    return at(owner + "." + field);
  }

  /** The same refusal of a field that whoever gave the value knows by another path. */
  public InvalidFieldException at(String path) {
    InvalidFieldException other = new InvalidFieldException(path, problem);
    other.initCause(getCause());
    other.setStackTrace(getStackTrace());
    return other;
  }
}
