package org.flytekitplugins.jflyte.command;

import java.util.regex.Pattern;
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

  /**
   * Refuses a version that flyteadmin would: what it must escape in a URL.
   *
   * @see <a
   *     href="https://github.com/flyteorg/flyte/blob/v1.16.0/flyteadmin/pkg/manager/impl/validation/validation.go">flyteadmin's
   *     validation</a>
   */
  void requireVersion(String version) {
    requireText("--version", version, "name the version of everything in the package");
    if (!Pattern.matches("[A-Za-z0-9._~-]+", version)) {
      throw refusal(
          "--version is \""
              + version
              + "\", which Flyte cannot have in a URL: use letters, digits, and - _ . ~ only");
    }
  }
}
