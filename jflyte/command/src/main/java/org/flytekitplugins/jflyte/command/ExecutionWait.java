package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionPhase;
import org.flytekitplugins.client.ExecutionStatus;
import org.flytekitplugins.client.FlyteException;
import org.flytekitplugins.client.NodeStatus;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.command.progress.ProgressLines;
import org.flytekitplugins.jflyte.command.progress.ProgressTree;
import org.flytekitplugins.jflyte.command.progress.RemoteProgress;
import org.flytekitplugins.jflyte.local.literal.LiteralText;
import org.jspecify.annotations.Nullable;

/** Waits for an execution, shows it meanwhile, and reports its end. */
final class ExecutionWait {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final ReportLinks links;

  /**
   * @param json whether what is printed is for machines
   * @param links which reports' addresses are printed too
   */
  ExecutionWait(PrintWriter out, PrintWriter err, boolean json, ReportLinks links) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.links = links;
  }

  /**
   * Waits and reports.
   *
   * @return the exit code
   * @throws org.flytekitplugins.jflyte.JflyteException if it has not succeeded; it names the node
   */
  int run(Execution execution) {
    ExecutionStatus end = watch(execution);
    if (end.phase() == ExecutionPhase.SUCCEEDED) {
      Map<String, Literal> outputs = FlyteOptions.join(execution.outputs());
      if (json) {
        ExecutionJson.write(execution, end, null, outputs, reports(execution), out);
      } else {
        links.print(execution, err);
        out.print(LiteralText.lines(outputs));
        out.flush();
      }
      return ExitCode.OK;
    }
    List<NodeStatus> nodes = FlyteOptions.join(execution.nodes());
    @Nullable FailedNode failed = FailedNode.among(nodes).orElse(null);
    if (json) {
      ExecutionJson.write(execution, end, failed, null, reports(execution), out);
    } else {
      links.print(execution, err);
    }
    throw FailedNode.sentence(end, failed);
  }

  private @Nullable Map<String, String> reports(Execution execution) {
    return links.isAsked() ? links.of(execution, err) : null;
  }

  /** The failure of a watch, with what is to be done about the execution. */
  private static RuntimeException outOfSight(RuntimeException failure, Execution execution) {
    return failure.getCause() instanceof FlyteException cause
            && cause.reason() != FlyteException.Reason.NOT_FOUND
        ? new JflyteException(
            failure.getMessage()
                + "; the execution may run on, and is shown by: jflyte watch "
                + execution.id(),
            cause)
        : failure;
  }

  private ExecutionStatus watch(Execution execution) {
    if (json || !Boolean.getBoolean("jflyte.terminal")) {
      return watch(execution, new RemoteProgress(new ProgressLines(err)), () -> {});
    }
    try (ProgressTree tree = new ProgressTree(err)) {
      return watch(execution, new RemoteProgress(tree), tree::close);
    }
  }

  /**
   * @param quiet ends what is shown, so that a question can be read
   */
  private ExecutionStatus watch(Execution execution, RemoteProgress progress, Runnable quiet) {
    try (StopNotice notice =
        StopNotice.start(
            signal -> {
              quiet.run();
              AbortOffer.onTerminal(err).make(execution);
            })) {
      try {
        return FlyteOptions.join(execution.watch(progress));
      } catch (RuntimeException e) {
        notice.awaitEndBySignal();
        throw outOfSight(e, execution);
      }
    }
  }
}
