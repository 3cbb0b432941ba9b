package org.flytekitplugins.jflyte.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionId;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.FlyteException;
import org.flytekitplugins.client.Launch;
import org.flytekitplugins.client.LaunchableEntity;
import org.flytekitplugins.client.NodeStatus;
import org.flytekitplugins.client.TaskAttempt;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.local.literal.WorkflowInputs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jflyte logs}. */
@Command(
    name = "logs",
    description =
        "Says where the logs of an execution are: pods, Flyte's links, and what shows them.")
final class LogsCommand extends ExecutionCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NODE",
      description = "This node only, as watch shows it: train, or branch/train.")
  private @Nullable String node;

  LogsCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(FlyteClient client, Execution execution) {
    List<PodLogs> logs = new ArrayList<>();
    for (NodeStatus one : nodes(execution)) {
      for (TaskAttempt attempt : FlyteOptions.join(execution.attempts(one))) {
        logs.add(
            PodLogs.of(execution.id(), one, attempt, task(client, attempt), client.flyteVersion()));
      }
    }
    if (isJson()) {
      JsonDocument.print(out(), json -> write(json, execution.id(), logs));
    } else {
      logs.forEach(this::print);
      out().flush();
    }
    return ExitCode.OK;
  }

  // A task that a dynamic one has made, or of another project, is not there.
  private static @Nullable LaunchableEntity task(FlyteClient client, TaskAttempt attempt) {
    try {
      return FlyteOptions.join(
          client.find(Launch.task(attempt.task()).version(attempt.version()).build()));
    } catch (JflyteException e) {
      if (e.getCause() instanceof FlyteException cause
          && cause.reason() == FlyteException.Reason.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private List<NodeStatus> nodes(Execution execution) {
    List<NodeStatus> nodes =
        FlyteOptions.join(execution.nodes()).stream().filter(one -> !one.isParent()).toList();
    if (node == null) {
      return nodes;
    }
    List<NodeStatus> named = nodes.stream().filter(one -> one.name().equals(node)).toList();
    if (named.isEmpty()) {
      throw new JflyteException(
          String.format(
              "execution %s has no node %s that runs a task: name one of %s",
              execution.id().name(),
              node,
              WorkflowInputs.names(nodes.stream().map(NodeStatus::name).toList())));
    }
    return named;
  }

  private void print(PodLogs logs) {
    out().println(logs.node() + " (" + logs.entity() + "), attempt " + logs.attempt());
    logs.links().forEach((title, uri) -> out().println("  " + title + ": " + uri));
    logs.commands().forEach(command -> out().println("  " + command));
  }

  private static void write(JsonGenerator json, ExecutionId execution, List<PodLogs> logs)
      throws IOException {
    json.writeStringField("execution", execution.name());
    json.writeArrayFieldStart("attempts");
    for (PodLogs one : logs) {
      json.writeStartObject();
      json.writeStringField("node", one.node());
      json.writeStringField("task", one.entity());
      json.writeNumberField("attempt", one.attempt());
      writeTexts(json, "pods", one.pods());
      writeTexts(json, "links", one.links());
      json.writeArrayFieldStart("commands");
      for (String command : one.commands()) {
        json.writeString(command);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeTexts(JsonGenerator json, String field, Map<String, String> texts)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      json.writeStringField(text.getKey(), text.getValue());
    }
    json.writeEndObject();
  }
}
