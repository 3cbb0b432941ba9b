package org.flytekitplugins.jflyte.command;

import picocli.CommandLine.Command;

/** The word before {@code workflows}, as stock jflyte has it. */
@Command(
    name = "serialize",
    description = "Writes a package's entities to files, for flytectl.",
    synopsisSubcommandLabel = "workflows")
final class SerializeCommand extends WordCommand {}
