package org.flytekitplugins.jflyte.command;

import java.util.Map;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.jflyte.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jflyte abort}. */
@Command(name = "abort", description = "Ends an execution, with all that runs in it.")
final class AbortCommand extends ExecutionCommand {
  @Option(
      names = "--cause",
      paramLabel = "TEXT",
      description = "Why, for whoever looks at it later. Default: \"${DEFAULT-VALUE}\".")
  private String cause = "aborted by jflyte";

  AbortCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(FlyteClient client, Execution execution) {
    FlyteOptions.join(execution.abort(cause));
    if (isJson()) {
      ExecutionJson.write(execution, out());
    } else {
      out().println("execution " + execution.id().name() + " is being aborted");
      out().flush();
    }
    return ExitCode.OK;
  }
}
