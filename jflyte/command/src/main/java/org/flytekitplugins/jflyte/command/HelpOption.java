package org.flytekitplugins.jflyte.command;

import picocli.CommandLine.Option;

/** The flag for help; without picocli's {@code --version}, which is the package's version here. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  @SuppressWarnings("unused") // asked by picocli
  private boolean requested;
}
