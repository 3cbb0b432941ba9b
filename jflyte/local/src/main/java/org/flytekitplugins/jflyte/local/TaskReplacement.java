package org.flytekitplugins.jflyte.local;

import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Variable;

/** What is done in place of a task. */
@FunctionalInterface
public interface TaskReplacement {
  /**
   * Does it.
   *
   * @param inputs of the task
   * @param wanted what the task returns; nothing if it is another project's
   * @return its outputs, all of them
   */
  Map<String, Literal> run(Map<String, Literal> inputs, Map<String, Variable> wanted);
}
