package org.flytekitplugins.jflyte.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Keeps what belongs to a workflow's inputs apart from a command's own options: what follows a
 * {@code --NAME} that is no option is its value, even if it begins with a dash.
 */
final class InputArguments {
  private InputArguments() {}

  /**
   * The arguments with {@code --NAME VALUE} as one, {@code --NAME=VALUE}, wherever the name is no
   * option of the command and the value is none either.
   */
  static String[] joined(CommandSpec command, String[] arguments) {
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (takesNext(command, argument)) {
        joined.add(argument);
        if (i + 1 < arguments.length) {
          joined.add(arguments[++i]);
        }
      } else if (isName(argument)
          && !isOption(command, argument)
          && i + 1 < arguments.length
          && !isOption(command, arguments[i + 1])) {
        joined.add(argument + "=" + arguments[++i]);
      } else {
        joined.add(argument);
      }
    }
    return joined.toArray(new String[0]);
  }

  private static boolean isName(String argument) {
    return argument.length() > 2 && argument.startsWith("--") && argument.indexOf('=') < 0;
  }

  private static boolean isOption(CommandSpec command, String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    return command.optionsMap().containsKey(name);
  }

  private static boolean takesNext(CommandSpec command, String argument) {
    OptionSpec option = command.optionsMap().get(argument);
    return option != null && option.arity().min() > 0;
  }
}
