package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.FlyteClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command about one execution. */
abstract class ExecutionCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOption help = new HelpOption();

  @Mixin private FlyteOptions flyte = new FlyteOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      index = "0",
      paramLabel = "ID",
      description =
          "The execution: its name, or PROJECT/DOMAIN/NAME, or its page in Flyte's console; the"
              + " latter two need no --project and --domain.")
  private String id = "";

  ExecutionCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public final Integer call() {
    OptionValues values = new OptionValues(spec);
    output.reserveStandardOutput();
    PrintWriter err = spec.commandLine().getErr();
    try (FlyteClient client = flyte.client(id, values, environment, new ClientNotes(err))) {
      return call(client, flyte.execution(client, id, values));
    }
  }

  /** Does it; the answer is the exit code. */
  abstract int call(FlyteClient client, Execution execution);

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  boolean isJson() {
    return output.isJson();
  }

  CommandSpec spec() {
    return spec;
  }
}
