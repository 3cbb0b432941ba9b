package org.flytekitplugins.jflyte.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.flytekitplugins.jflyte.Distribution;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.ProcessLocale;
import org.flytekitplugins.jflyte.StandardStreams;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The root of the commands. */
@Command(
    name = "jflyte",
    description = "Registers, serializes and runs the Flyte workflows of a package of jars.",
    versionProvider = JflyteCommand.Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:not done, or not all of it; the output says what",
      "2:the command line was not understood; nothing was done",
      "3:--dry-run found something to create or to change",
      "4:training tasks have errors that 'jflyte explain' tells of; of explain --strict: or"
          + " warnings",
      "129:ended by SIGHUP: the terminal was closed",
      "130:ended by SIGINT: Ctrl-C",
      "143:ended by SIGTERM"
    },
    footer = {
      "",
      "Environment:",
      "  FLYTE_PLATFORM_URL         where flyteadmin is: host:port or dns:///host:port",
      "  FLYTE_PLATFORM_INSECURE    true for a server without TLS",
      "  FLYTE_PLATFORM_VERSION     which Flyte it is, 1 or 2",
      "  FLYTE_PLATFORM_TOKEN       a token for flyteadmin",
      "  FLYTE_PLATFORM_TOKEN_FILE  a file that has nothing but one",
      "  FLYTECTL_CONFIG            Flyte's client configuration",
      "  FLYTE_STAGING_LOCATION     where packages are staged: s3://bucket/path",
      "  FLYTE_INTERNAL_MODULE_DIR  modules: storage, token sources",
      "  FLYTE_INTERNAL_IMAGE       the image of tasks, unless --image says it",
      "  HTTPS_PROXY, NO_PROXY      the proxy to flyteadmin, and hosts without it",
      "  SSL_CERT_FILE              a PEM file of authorities that are believed too",
      "  JAVA_HOME                  the Java that runs it, else the path's",
      "  JAVA_TOOL_OPTIONS          more options for it",
      "",
      "Examples:",
      "  jflyte explain -cp target/package",
      "  jflyte execute-local --workflow com.acme.Nightly -cp target/package --i 3",
      "  jflyte register workflows -p flytesnacks -d development -v 1 \\",
      "    -cp target/package --jib-json target/jib-image.json \\",
      "    --package-dir '/app/resources:/app/classes:/app/libs/*'",
      "  jflyte run com.acme.Nightly -p flytesnacks -d development --i 3 --wait",
      "  source <(jflyte completion)"
    })
final class JflyteCommand implements Runnable {
  @Option(
      names = "--verbose",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show the stack trace of what failed.")
  private boolean verbose;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  static int run(String[] args, Map<String, String> environment) {
    JflyteCommand root = new JflyteCommand();
    CommandLine commandLine = new CommandLine(root);
    commands(environment, args)
        .forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
    // An input's value may begin with @.
    commandLine.setExpandAtFiles(false);
    commandLine.registerConverter(Path.class, new PathText());
    commandLine.setOut(StandardStreams.writer(System.out));
    commandLine.setErr(StandardStreams.writer(System.err));
    commandLine.setParameterExceptionHandler(JflyteCommand::usage);
    commandLine.setExecutionExceptionHandler(
        (exception, command, parsed) -> root.failed(exception, command.getErr()));
    if (isUnreadable(args)) {
      commandLine
          .getErr()
          .println(
              "jflyte: the command line has letters that this process's locale cannot read (LC_ALL"
                  + " is C, or none is set): set LC_ALL=C.UTF-8");
      return ExitCode.USAGE;
    }
    PrintStream standard = System.out;
    int exitCode = commandLine.execute(withInputs(args, commandLine));
    commandLine.getOut().flush();
    return standard.checkError() ? lost(exitCode, commandLine.getErr()) : exitCode;
  }

  /**
   * The commands that may be asked for: the one that comes first of all, else any. To describe all
   * of them takes a tenth of a second.
   */
  private static Map<String, Supplier<CommandLine>> commands(
      Map<String, String> environment, String[] args) {
    Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
    all.put(
        "register",
        () ->
            new CommandLine(new RegisterCommand())
                .addSubcommand(new RegisterWorkflowsCommand(environment)));
    all.put(
        "serialize",
        () ->
            new CommandLine(new SerializeCommand())
                .addSubcommand(new SerializeWorkflowsCommand(environment)));
    all.put("explain", () -> new CommandLine(new ExplainCommand(environment)));
    all.put("inputs", () -> new CommandLine(new InputsCommand(environment)));
    all.put("execute-local", () -> new CommandLine(new ExecuteLocalCommand(environment)));
    all.put("run", () -> new CommandLine(new RunCommand(environment)));
    all.put("watch", () -> new CommandLine(new WatchCommand(environment)));
    all.put("abort", () -> new CommandLine(new AbortCommand(environment)));
    all.put("outputs", () -> new CommandLine(new OutputsCommand(environment)));
    all.put("executions", () -> new CommandLine(new ExecutionsCommand(environment)));
    all.put("relaunch", () -> new CommandLine(new RelaunchCommand(environment)));
    all.put("recover", () -> new CommandLine(new RecoverCommand(environment)));
    all.put("logs", () -> new CommandLine(new LogsCommand(environment)));
    all.put(
        "launchplan",
        () ->
            new CommandLine(new LaunchPlanCommand())
                .addSubcommand(new LaunchPlanActivateCommand(environment))
                .addSubcommand(new LaunchPlanDeactivateCommand(environment))
                .addSubcommand(new LaunchPlanListCommand(environment)));
    Supplier<CommandLine> asked = args.length == 0 ? null : all.get(args[0]);
    if (asked != null) {
      return Map.of(args[0], asked);
    }
    all.put("completion", () -> new CommandLine(new CompletionCommand()));
    all.put("help", () -> new CommandLine(new WordsHelpCommand()));
    return all;
  }

  /** The arguments, with inputs as one word each if they are of a command that has some. */
  private static String[] withInputs(String[] args, CommandLine root) {
    for (String arg : args) {
      CommandLine command = root.getSubcommands().get(arg);
      if (command != null && (arg.equals("execute-local") || arg.equals("run"))) {
        return InputArguments.joined(command.getCommandSpec(), args);
      }
      if (!arg.startsWith("-")) {
        break;
      }
    }
    return args;
  }

  /** What could not be written was not done, for whoever reads it. */
  private static int lost(int exitCode, PrintWriter err) {
    if (exitCode == ExitCode.FAILURE || exitCode == ExitCode.USAGE) {
      return exitCode;
    }
    err.println(
        "jflyte: the standard output cannot be written: its disk is full, or nobody reads it");
    err.flush();
    return ExitCode.FAILURE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: a command is missing");
  }

  // The JVM has put another letter in the place of each that it could not read.
  private static boolean isUnreadable(String[] args) {
    if (ProcessLocale.isAscii()) {
      for (String argument : args) {
        if (argument.indexOf('\uFFFD') >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  private int failed(Exception exception, PrintWriter err) {
    if (verbose) {
      exception.printStackTrace(err);
    } else if (exception instanceof InvalidPathException && ProcessLocale.isAscii()) {
      err.println(
          "jflyte: a path has letters that this process's locale cannot write (LC_ALL is C, or none"
              + " is set): set LC_ALL=C.UTF-8");
    } else if (exception instanceof SentenceException || isSentence(exception)) {
      err.println("jflyte: " + exception.getMessage());
    } else {
      err.println("jflyte: " + exception + " (--verbose shows where)");
    }
    err.flush();
    return ExitCode.FAILURE;
  }

  /** Storage says what failed where; an exception that only wraps another says a class name. */
  private static boolean isSentence(Exception exception) {
    return exception instanceof UncheckedIOException
        && exception.getMessage() != null
        && !exception.getMessage().equals(String.valueOf(exception.getCause()));
  }

  private static int usage(ParameterException exception, String[] args) {
    CommandLine command = exception.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + exception.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
    String name = command.getCommandSpec().qualifiedName();
    String what = command.getSubcommands().isEmpty() ? "options" : "commands";
    err.println(name + " --help lists the " + what);
    err.flush();
    return ExitCode.USAGE;
  }

  /** Tells which distribution of jflyte this is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Distribution.NAME + " " + Distribution.VERSION};
    }
  }
}
