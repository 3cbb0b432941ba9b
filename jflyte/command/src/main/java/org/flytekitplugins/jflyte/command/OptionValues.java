package org.flytekitplugins.jflyte.command;

import java.util.Map;
import org.flytekitplugins.client.internal.config.PlatformVersion;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;
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

  /**
   * Which Flyte is named.
   *
   * @param version what {@code --flyte} says, or null
   * @return 1 or 2, of the flag, else of the environment; null if nobody says it
   * @throws ParameterException if there is no such Flyte
   */
  @Nullable Integer flyte(@Nullable String version, Map<String, String> environment) {
    try {
      return version == null
          ? PlatformVersion.in(environment)
          : Integer.valueOf(PlatformVersion.parse(version, FlyteVersionOption.FLAG));
    } catch (SentenceException e) {
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
