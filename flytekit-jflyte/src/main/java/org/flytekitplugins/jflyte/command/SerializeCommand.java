package org.flytekitplugins.jflyte.command;

import picocli.CommandLine.Command;

/** The word before {@code workflows}, as stock jflyte has it. */
@Command(
    name = "serialize",
    description = "Writes a package's entities to files, for flytectl.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "workflows")
final class SerializeCommand extends WordCommand {}
