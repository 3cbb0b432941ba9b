package org.flytekitplugins.jflyte.command;

import picocli.CommandLine.Command;

/** The word before {@code workflows}, as stock jflyte has it. */
@Command(
    name = "register",
    description = "Registers a package's entities with flyteadmin.",
    synopsisSubcommandLabel = "workflows")
final class RegisterCommand extends WordCommand {}
