package org.flytekitplugins.jflyte.dynamic;

import java.util.Arrays;
import java.util.Map;
import org.flytekitplugins.jflyte.execution.Command;

/** {@code jflyte execute-dynamic-workflow}, for whoever starts a pod. */
public final class ExecuteDynamicWorkflowCommand implements Command {
  /** Made by the service loader. */
  public ExecuteDynamicWorkflowCommand() {}

  @Override
  public String word() {
    return "execute-dynamic-workflow";
  }

  @Override
  public int run(String[] words, Map<String, String> environment) {
    return ExecuteDynamicWorkflowMain.run(Arrays.copyOfRange(words, 1, words.length), environment);
  }
}
