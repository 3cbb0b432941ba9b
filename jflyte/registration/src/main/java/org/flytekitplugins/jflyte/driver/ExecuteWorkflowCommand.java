package org.flytekitplugins.jflyte.driver;

import java.util.Arrays;
import java.util.Map;
import org.flytekitplugins.jflyte.execution.Command;

/** {@code jflyte execute-workflow}, for whoever starts a pod. */
public final class ExecuteWorkflowCommand implements Command {
  static final String WORD = "execute-workflow";

  /** Made by the service loader. */
  public ExecuteWorkflowCommand() {}

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public int run(String[] words, Map<String, String> environment) {
    return ExecuteWorkflowMain.run(Arrays.copyOfRange(words, 1, words.length), environment);
  }
}
