package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.LaunchPlanVersion;
import org.flytekitplugins.jflyte.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command about launch plans. */
abstract class LaunchPlanAction implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOption help = new HelpOption();

  @Mixin private FlyteOptions flyte = new FlyteOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  LaunchPlanAction(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public final Integer call() {
    OptionValues values = new OptionValues(spec);
    output.reserveStandardOutput();
    ClientNotes notes = new ClientNotes(spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    try (FlyteClient client = flyte.client(values, environment, notes)) {
      List<LaunchPlanVersion> versions = call(client);
      if (output.isJson()) {
        ExecutionJson.writeLaunchPlans(versions, out);
      } else {
        print(versions, out);
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  /** Does it; the answer is what it concerned, as that is now. */
  abstract List<LaunchPlanVersion> call(FlyteClient client);

  /** Says for people what has been done. */
  abstract void print(List<LaunchPlanVersion> versions, PrintWriter out);

  static String text(LaunchPlanVersion plan) {
    return "launch plan " + plan.name() + ", version " + plan.version();
  }
}
