package org.flytekitplugins.jflyte.command;

import java.util.List;
import java.util.function.IntSupplier;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.execution.failure.RootCause;
import org.flytekitplugins.jflyte.execution.process.SystemExitException;
import org.flytekitplugins.jflyte.execution.process.SystemExitGuard;
import org.flytekitplugins.jflyte.loading.Launcher;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageProgram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Goes on with a command where the package's flytekit-api can be shared: here, or, if the package
 * has a newer one, as the same command line in another class loader.
 */
public final class PackageCommand implements PackageProgram {
  private final @Nullable IntSupplier command;

  /** For the other class loader. */
  public PackageCommand() {
    this(null);
  }

  private PackageCommand(@Nullable IntSupplier command) {
    this.command = command;
  }

  /**
   * Goes on with a command.
   *
   * @param spec the command that was parsed
   * @param classPath the package
   * @param command what to do if it can be done here
   */
  static int run(CommandSpec spec, PackageClassPath classPath, IntSupplier command) {
    List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
    return Launcher.run(new PackageCommand(command), classPath, arguments);
  }

  @Override
  @SuppressWarnings("try") // a guard is there to be closed
  public int run(PackageClassPath classPath, List<String> arguments) {
    if (command == null) {
      return JflyteCommand.run(arguments.toArray(new String[0]), System.getenv());
    }
    try (SystemExitGuard guard = SystemExitGuard.open(PackageCommand::ended)) {
      return command.getAsInt();
    }
  }

  // Constructors and getters of tasks run here, and so may whatever they do.
  private static int ended(SystemExitException exit) {
    System.err.println("jflyte: the package cannot be loaded: " + RootCause.of(exit));
    return ExitCode.FAILURE;
  }
}
