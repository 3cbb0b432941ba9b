package org.flytekitplugins.jflyte.execution;

import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.StandardStreams;
import org.jspecify.annotations.Nullable;

/**
 * What a pod starts with. The first word may be {@code jflyte}, because containers of tasks are
 * started as {@code java -jar … jflyte execute …}.
 *
 * <p>{@code execute}, which every replica runs, is run at once, and parses its few flags itself:
 * looking for the other commands takes time, and a library for command lines takes as long as a
 * replica's whole start.
 */
public final class PodMain {
  /** What SLF4J says of itself; of 2.0.10 and later. The package's class loader minds 1.7. */
  private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

  private PodMain() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    StandardStreams.writeAllText();
    // That a package has no binder is known to those who made it; SLF4J would say it in every pod.
    if (System.getProperty(SLF4J_VERBOSITY) == null) {
      System.setProperty(SLF4J_VERBOSITY, "ERROR");
    }
    System.exit(run(args, System.getenv()));
  }

  private static int run(String[] args, Map<String, String> environment) {
    String[] words =
        args.length > 0 && args[0].equals("jflyte")
            ? Arrays.copyOfRange(args, 1, args.length)
            : args;
    String word = words.length > 0 ? words[0] : Command.ANY;
    if (word.equals("execute")) {
      return ExecuteMain.run(Arrays.copyOfRange(words, 1, words.length), environment);
    }
    if (WholeLauncher.isElsewhere()) {
      return WholeLauncher.run(args);
    }
    Command command = command(word);
    if (command == null) {
      System.err.println(
          "jflyte: " + word + " is not a command of this class path: add flytekit-jflyte to it");
      return ExitCode.USAGE;
    }
    return command.run(words, environment);
  }

  private static @Nullable Command command(String word) {
    Command any = null;
    for (Command command : ServiceLoader.load(Command.class, PodMain.class.getClassLoader())) {
      if (command.word().equals(word)) {
        return command;
      }
      if (command.word().equals(Command.ANY)) {
        any = command;
      }
    }
    return any;
  }
}
