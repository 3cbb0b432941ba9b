package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.jflyte.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Says what has been started, at once, and waits for it if that is wanted. */
final class StartedExecution {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final ReportLinks links;

  StartedExecution(CommandSpec spec, boolean json, ReportLinks links) {
    this.out = spec.commandLine().getOut();
    this.err = spec.commandLine().getErr();
    this.json = json;
    this.links = links;
  }

  int report(Execution execution, boolean wait) {
    if (wait) {
      // The standard output is for the outputs.
      say(execution, err);
      return new ExecutionWait(out, err, json, links).run(execution);
    }
    if (json) {
      ExecutionJson.write(execution, out);
    } else {
      say(execution, out);
    }
    return ExitCode.OK;
  }

  private static void say(Execution execution, PrintWriter to) {
    to.println("execution " + execution.id().name());
    to.println(execution.consoleUrl());
    to.flush();
  }
}
