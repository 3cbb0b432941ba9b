package org.flytekitplugins.jflyte.command;

import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses values of options before anything is loaded or sent. */
final class OptionValues {
  /** What to do about a {@code --classpath} that names nothing. */
  static final String CLASS_PATH_REMEDY = "name the directory that holds the package's jars";

  private final CommandSpec command;

  /**
   * @param command whose options they are
   */
  OptionValues(CommandSpec command) {
    this.command = command;
  }

  /** A value that cannot be taken, to be thrown. */
  ParameterException refusal(String sentence) {
    return new ParameterException(command.commandLine(), sentence);
  }

  /**
   * What {@code --classpath} says.
   *
   * @throws ParameterException if it says nothing that is there
   */
  PackageClassPath classPath(String text) {
    requireText("--classpath", text, CLASS_PATH_REMEDY);
    try {
      return PackageClassPath.of(text);
    } catch (JflyteException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Refuses an empty value, which is what an unset shell variable leaves. */
  void requireText(String flag, String value, String remedy) {
    if (value.isBlank()) {
      throw refusal(flag + " is empty: " + remedy);
    }
  }
}
