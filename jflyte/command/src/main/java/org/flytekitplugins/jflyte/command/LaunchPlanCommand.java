package org.flytekitplugins.jflyte.command;

import picocli.CommandLine.Command;

/** The word before what is done with launch plans. */
@Command(
    name = "launchplan",
    description = "Says which version of a launch plan is active: the one whose schedule runs.",
    synopsisSubcommandLabel = "(activate | deactivate | list)")
final class LaunchPlanCommand extends WordCommand {}
