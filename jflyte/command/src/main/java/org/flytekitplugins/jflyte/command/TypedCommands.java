package org.flytekitplugins.jflyte.command;

import java.util.Map;
import org.flytekitplugins.jflyte.execution.Command;

/** The commands that people type, and what is said of words that are none. */
public final class TypedCommands implements Command {
  /** Made by the service loader. */
  public TypedCommands() {}

  @Override
  public String word() {
    return ANY;
  }

  @Override
  public int run(String[] words, Map<String, String> environment) {
    try {
      return JflyteCommand.run(words, environment);
    } finally {
      StderrFilter.end();
    }
  }
}
