package org.flytekitplugins.jflyte.command;

import java.security.Security;
import java.util.Arrays;
import java.util.Map;
import org.flytekitplugins.jflyte.dynamic.ExecuteDynamicWorkflowMain;
import org.flytekitplugins.jflyte.execution.ExecuteMain;

/**
 * Runs a command. The first word may be {@code jflyte}, because containers of tasks are started as
 * {@code java -jar … jflyte execute …}.
 *
 * <p>What replicas run at their start, {@code execute}, parses its few flags itself: the start of
 * the command line's library alone takes as long as a replica's whole start.
 */
public final class Main {
  /** What SLF4J says of itself; of 2.0.10 and later. The package's class loader minds 1.7. */
  private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    // The names of replicas appear some seconds after the first of them is looked for.
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    StandardStreams.writeAllText();
    // That a package has no binder is known to those who made it; SLF4J would say it in every pod.
    if (System.getProperty(SLF4J_VERBOSITY) == null) {
      System.setProperty(SLF4J_VERBOSITY, "ERROR");
    }
    int exitCode = run(args, System.getenv());
    StderrFilter.end();
    System.exit(exitCode);
  }

  /**
   * Runs a command.
   *
   * @param args the command line, with or without a first {@code jflyte}
   * @param environment the environment variables
   * @return one of {@link org.flytekitplugins.jflyte.ExitCode}
   */
  public static int run(String[] args, Map<String, String> environment) {
    String[] words =
        args.length > 0 && args[0].equals("jflyte")
            ? Arrays.copyOfRange(args, 1, args.length)
            : args;
    if (words.length > 0 && words[0].equals("execute")) {
      return ExecuteMain.run(Arrays.copyOfRange(words, 1, words.length), environment);
    }
    if (words.length > 0 && words[0].equals("execute-dynamic-workflow")) {
      return ExecuteDynamicWorkflowMain.run(
          Arrays.copyOfRange(words, 1, words.length), environment);
    }
    return JflyteCommand.run(words, environment);
  }
}
