package org.flytekitplugins.jflyte.command;

import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.local.literal.LiteralText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jflyte outputs}. */
@Command(name = "outputs", description = "Prints the outputs of an execution that has succeeded.")
final class OutputsCommand extends ExecutionCommand {
  @Mixin private ReportLinks reportLinks = new ReportLinks();

  OutputsCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(FlyteClient client, Execution execution) {
    Map<String, Literal> outputs = FlyteOptions.join(execution.outputs());
    reportLinks.print(execution, err());
    out().print(isJson() ? LiteralText.json(outputs) + "\n" : LiteralText.lines(outputs));
    out().flush();
    return ExitCode.OK;
  }
}
