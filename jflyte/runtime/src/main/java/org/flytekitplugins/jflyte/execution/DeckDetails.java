package org.flytekitplugins.jflyte.execution;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.report.deck.JobRecord.Detail;
import org.flytekitplugins.spi.ExecutionIdentifier;
import org.flytekitplugins.spi.TaskContext;

/**
 * What a deck says of an attempt besides what its replicas did: which task of which execution, what
 * it was given, what came of it, where its logs are. Of the environment it says Flyte's own
 * identifiers only, since all else there may be secret.
 */
public final class DeckDetails {
  private static final String WORKFLOW = "FLYTE_INTERNAL_EXECUTION_WORKFLOW";

  private final List<Detail> details = new ArrayList<>();

  private DeckDetails() {}

  /** The details of the attempt that an environment tells of. */
  public static DeckDetails of(Map<String, String> environment) {
    String workflow = environment.getOrDefault(WORKFLOW, "");
    return of(TaskContext.of(environment), workflow.substring(workflow.lastIndexOf(':') + 1));
  }

  /**
   * The details of an attempt.
   *
   * @param workflow the name of the workflow that it is part of; empty if there is none
   */
  public static DeckDetails of(TaskContext context, String workflow) {
    DeckDetails all = new DeckDetails();
    context
        .task()
        .ifPresent(
            task ->
                all.add(
                    "task",
                    task.version().isEmpty()
                        ? task.name()
                        : task.name() + ", version " + task.version()));
    all.add("workflow", workflow);
    context.execution().ifPresent(execution -> all.addExecution(execution, context));
    return all.add("attempt", Integer.toString(context.attempt()));
  }

  private void addExecution(ExecutionIdentifier execution, TaskContext context) {
    String name = execution.project() + "/" + execution.domain() + "/" + execution.name();
    details.add(
        context
            .consoleUrl()
            .map(url -> Detail.of("execution", name, url))
            .orElseGet(() -> Detail.of("execution", name)));
  }

  /** Adds something to read; nothing if it is empty. */
  public DeckDetails add(String label, String text) {
    if (!text.isEmpty()) {
      details.add(Detail.of(label, text));
    }
    return this;
  }

  /** Adds something to read, and where there is more. */
  public DeckDetails add(String label, String text, URI link) {
    details.add(Detail.of(label, text, link));
    return this;
  }

  /** Adds named values, long ones shortened. */
  public DeckDetails add(String label, Map<String, Literal> values) {
    return add(label, ShortValues.lines(values));
  }

  /** All that was added until now. */
  public List<Detail> all() {
    return List.copyOf(details);
  }
}
