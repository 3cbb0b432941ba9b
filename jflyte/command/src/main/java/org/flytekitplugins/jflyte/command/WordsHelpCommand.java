package org.flytekitplugins.jflyte.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jflyte help}: the same as {@code --help} after the command, which may be of two words. */
@Command(name = "help", helpCommand = true, description = "Shows what a command does.")
final class WordsHelpCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The command; without it, all of them are listed.")
  private List<String> words = new ArrayList<>();

  @Override
  public void run() {
    CommandLine command = spec.root().commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new ParameterException(command, "there is no command \"" + word + "\"");
      }
      command = next;
    }
    command.usage(spec.commandLine().getOut());
  }
}
