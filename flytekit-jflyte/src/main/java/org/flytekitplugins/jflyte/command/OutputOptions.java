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

  boolean isJson() {
    return format == Format.json;
  }
}
