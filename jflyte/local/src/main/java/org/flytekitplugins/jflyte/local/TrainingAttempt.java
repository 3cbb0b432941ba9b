package org.flytekitplugins.jflyte.local;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.execution.DeckDetails;
import org.flytekitplugins.jflyte.local.internal.attempt.FailedAttempt;
import org.flytekitplugins.jflyte.local.internal.attempt.TaskFailure;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.localcluster.JobRecorder;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.report.deck.JobRecord;
import org.flytekitplugins.spi.DeckSection;
import org.flytekitplugins.spi.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a training task, from its start on, as its deck shows it. Safe for all threads.
 */
public final class TrainingAttempt {
  private final JobRecorder recorder;
  private final Path folder;
  private final TaskContext context;
  private final String workflow;
  private final Map<String, Literal> inputs;
  private volatile @Nullable LocalJob job;
  private volatile @Nullable Map<String, Literal> outputs;
  private volatile @Nullable TaskFailure failure;
  private volatile List<DeckSection> sections = List.of();
  private volatile boolean isComplete;

  TrainingAttempt(
      JobRecorder recorder,
      Path folder,
      TaskContext context,
      String workflow,
      Map<String, Literal> inputs) {
    this.recorder = recorder;
    this.folder = folder;
    this.context = context;
    this.workflow = workflow;
    this.inputs = inputs;
  }

  void runs(LocalJob started) {
    job = started;
  }

  void succeeded(Map<String, Literal> values) {
    outputs = values;
  }

  void failed(TaskFailure why) {
    failure = why;
  }

  void added(List<DeckSection> byTheTask) {
    sections = byTheTask;
    isComplete = true;
  }

  /** Which attempt of its node it is, from 1. */
  int number() {
    return context.attempt();
  }

  /** {@code running}, {@code succeeded} or {@code failed}. */
  String state() {
    return failure != null ? "failed" : outputs != null ? "succeeded" : "running";
  }

  /** Whether nothing of it changes any more. */
  boolean isComplete() {
    return isComplete;
  }

  /** Where all that it writes is, its logs in {@code logs}. */
  public Path folder() {
    return folder;
  }

  /** What happened so far; replicas that still run are taken to end now. */
  public JobRecord record() {
    TaskFailure why = failure;
    return recorder
        .record()
        .withFailure(
            why == null ? null : FailedAttempt.text(why),
            why == null ? List.of() : FailedAttempt.failures(why))
        .withSections(sections)
        .withDetails(details());
  }

  private List<JobRecord.Detail> details() {
    DeckDetails details = DeckDetails.of(context, workflow).add("inputs", inputs);
    Map<String, Literal> returned = outputs;
    if (returned != null) {
      details.add("outputs", returned);
    }
    LocalJob known = job;
    if (known != null) {
      for (Replica replica : known.replicas().keySet()) {
        details.add("logs", replica.toString(), beside(known.log(replica)));
      }
    }
    return details.all();
  }

  // The folder may be moved, and its pages still have their links.
  private URI beside(Path file) {
    try {
      return new URI(null, null, folder.relativize(file).toString().replace('\\', '/'), null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }
}
