package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.NodeStatus;
import org.flytekitplugins.jflyte.JflyteException;
import picocli.CommandLine.Option;

/**
 * Says where reports can be read. Whoever has such an address can read one, so that it is kept out
 * of what may be a log unless somebody wants it there.
 */
final class ReportLinks {
  @Option(
      names = "--report-links",
      description =
          "Say where its tasks' reports can be read, by anybody who has the address as long as that"
              + " is good. Default: on a terminal only.")
  private boolean asked;

  /** Whether they are wanted in a document for machines. */
  boolean isAsked() {
    return asked;
  }

  /** Prints them on the standard error, if they are wanted there. */
  void print(Execution execution, PrintWriter err) {
    if (asked || Boolean.getBoolean("jflyte.terminal")) {
      of(execution, err)
          .forEach((node, address) -> err.println("report of " + node + ": " + address));
      err.flush();
    }
  }

  /** The addresses by nodes; what cannot be had is said, and no reason to fail. */
  Map<String, String> of(Execution execution, PrintWriter err) {
    Map<String, String> links = new LinkedHashMap<>();
    try {
      List<NodeStatus> nodes = FlyteOptions.join(execution.nodes());
      Map<String, CompletableFuture<Optional<String>>> asked = new LinkedHashMap<>();
      nodes.forEach(node -> asked.put(node.name(), execution.reportLink(node)));
      asked.forEach(
          (node, link) -> FlyteOptions.join(link).ifPresent(address -> links.put(node, address)));
    } catch (JflyteException e) {
      err.println("jflyte: " + e.getMessage());
      err.flush();
    }
    return links;
  }
}
