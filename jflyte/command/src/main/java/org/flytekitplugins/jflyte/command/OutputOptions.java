package org.flytekitplugins.jflyte.command;

import picocli.CommandLine.Option;

/** The flag that says for whom the output is. */
final class OutputOptions {
  /** For whom the output is. */
  enum Format {
    /** People. */
    text,
    /** Machines. */
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text for people, json for machines. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.text;

  /**
   * Keeps the standard output for the one document that is for machines: from here on, what is
   * printed goes to the standard error, also by loggers that keep the stream they find. To be
   * called before anything of a package is loaded; for good, because its threads may live on.
   */
  void reserveStandardOutput() {
    if (isJson()) {
      reserve();
    }
  }

  /** The same, for commands with formats of their own. */
  static void reserve() {
    System.setOut(System.err);
  }

  boolean isJson() {
    return format == Format.json;
  }
}
