package org.flytekitplugins.jflyte.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses values of options before anything is loaded or sent. */
final class Values {
  private final CommandSpec command;

  /**
   * @param command whose options they are
   */
  Values(CommandSpec command) {
    this.command = command;
  }

  /** A value that cannot be taken, to be thrown. */
  ParameterException refusal(String sentence) {
    return new ParameterException(command.commandLine(), sentence);
  }

  /** Refuses an empty value, which is what an unset shell variable leaves. */
  void requireText(String flag, String value, String remedy) {
    if (value.isBlank()) {
      throw refusal(flag + " is empty: " + remedy);
    }
  }
}
