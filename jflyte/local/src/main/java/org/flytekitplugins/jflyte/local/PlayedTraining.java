package org.flytekitplugins.jflyte.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Task;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.TrainingTask;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptDocuments;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.flytekitplugins.jflyte.local.internal.attempt.FailedAttempt;
import org.flytekitplugins.jflyte.local.internal.attempt.TaskFailure;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.JobListener;
import org.flytekitplugins.localcluster.JobRecorder;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.Program;
import org.flytekitplugins.report.deck.OwnSections;
import org.flytekitplugins.report.deck.TrainingDeck;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.flytekitplugins.spi.TaskContext;
import org.flytekitplugins.spi.TaskTemplateExtension;

/**
 * A training task that runs as it does on a cluster: each attempt is a job, each replica of it a
 * process that runs what its pod runs.
 */
final class PlayedTraining extends LocalTask {
  /** As long as it takes: whoever waits can end it, and so can the job's own deadline. */
  private static final Duration DEADLINE = Duration.ofDays(365);

  /** How long a process has between SIGTERM and SIGKILL. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private static final int LONGEST_NAME = 40;

  private final Task task;
  private final TaskTemplateExtension extension;
  private final ReplicaCommand replicas;
  private final LocalContext context;
  private final TaskSettings settings;
  private final MissedFaults faultOutcomes;

  PlayedTraining(
      Task task,
      TaskTemplateExtension extension,
      ReplicaCommand replicas,
      LocalContext context,
      TaskSettings settings,
      MissedFaults faultOutcomes) {
    super(task.getName(), task.getInterface());
    this.task = task;
    this.extension = extension;
    this.replicas = replicas;
    this.context = context;
    this.settings = settings;
    this.faultOutcomes = faultOutcomes;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.TRAINING;
  }

  @Override
  public Map<String, Literal> run(Map<String, Literal> inputs) {
    TrainingCluster cluster =
        settings.clusters().containsKey(getName())
            ? settings.clusters().get(getName())
            : TrainingTask.cluster(task, extension);
    checkSize(getName(), cluster);
    TaskInputs given = TaskInputs.write(context, inputs);
    TaskFolders folders = new TaskFolders(context);
    return new Attempts(context.tracker(), task.getRetries())
        .run(
            number -> {
              FaultPlan faults =
                  number == 1
                      ? settings.faults().getOrDefault(getName(), FaultPlan.none())
                      : FaultPlan.none();
              AttemptFolders attempt = folders.next(number);
              Map<String, String> environment =
                  PodEnvironment.of(replicas.environment(), settings, context);
              Program program = replicas.program(cluster, given, attempt, environment);
              return attempt(
                  cluster, program, environment, record(cluster, given, attempt), faults);
            });
  }

  /**
   * Refuses a job that this machine is not asked to bear.
   *
   * @throws JflyteException if it has more replicas than a local cluster's processes
   */
  static void checkSize(String task, TrainingCluster cluster) {
    if (cluster.size() > LocalCluster.DEFAULT_MAX_PROCESSES) {
      throw new JflyteException(
          String.format(
              "task %s would run as %d processes, but a job on this machine has at most %d: run it"
                  + " with fewer replicas, as with --replicas %s:worker=2",
              task, cluster.size(), LocalCluster.DEFAULT_MAX_PROCESSES, task));
    }
  }

  private Recorded record(TrainingCluster cluster, TaskInputs given, AttemptFolders attempt) {
    JobRecorder recorder = new JobRecorder(context.tracker().current().name(), cluster);
    return new Recorded(
        recorder,
        new TrainingAttempt(
            recorder,
            attempt.folder(),
            TaskContext.of(PodEnvironment.ofFlyte(context)),
            context.workflow(),
            given.values()));
  }

  /** An attempt, and who is told what its job does. */
  private record Recorded(JobRecorder recorder, TrainingAttempt attempt) {}

  private Map<String, Literal> attempt(
      TrainingCluster cluster,
      Program program,
      Map<String, String> environment,
      Recorded recorded,
      FaultPlan faults) {
    NodeStatus node = context.tracker().current();
    TrainingAttempt attempt = recorded.attempt();
    Path folder = attempt.folder();
    context.listener().trainingStarted(node, attempt);
    List<JobListener> listeners = new ArrayList<>();
    listeners.add(recorded.recorder());
    listeners.addAll(context.listener().jobListeners(node, cluster));
    LocalCluster localCluster =
        LocalCluster.builder()
            .name(jobName(node))
            .kind(TrainingTask.kind(task))
            .cluster(cluster)
            .faults(faults)
            .environment(environment)
            .logFolder(RunFolder.make(folder.resolve(AttemptFolders.LOGS)))
            .output(settings.logs())
            .listeners(listeners)
            .gracePeriod(GRACE)
            .restartDelayScale(settings.restartDelayScale())
            .program(program)
            .build();
    try (LocalJob job = localCluster.start()) {
      attempt.runs(job);
      try {
        Map<String, Literal> outputs = outcome(job, folder);
        attempt.succeeded(outputs);
        return outputs;
      } catch (TaskFailure failure) {
        attempt.failed(failure);
        throw new FailedAttempt(folder, job, failure).withPlaces();
      }
    } catch (TimeoutException | InterruptedException e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new TaskFailure(
          "the job did not end: " + e.getMessage(), /* recoverable= */ false, Origin.USER, e);
    } finally {
      writeDeck(attempt);
    }
  }

  private Map<String, Literal> outcome(LocalJob job, Path folder)
      throws InterruptedException, TimeoutException {
    try {
      JobState end = job.await(DEADLINE);
      // Of a success and a failure that came at once, both of which hold, Flyte reads the success.
      boolean succeeded =
          job.conditions().stream().anyMatch(c -> c.holds() && c.state() == JobState.SUCCEEDED);
      return new AttemptDocuments(folder, getInterface())
          .outcome(succeeded ? JobState.SUCCEEDED : end, job.failure());
    } finally {
      if (!job.faults().equals(FaultPlan.none())) {
        faultOutcomes.ended(getName(), job.missedFaults());
      }
    }
  }

  // The operator wants a DNS label, which replicas' names are added to.
  static String jobName(NodeStatus node) {
    String name = node.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String label = name.matches("[a-z].*") ? name : "n-" + name;
    String cut = label.substring(0, Math.min(label.length(), LONGEST_NAME));
    return cut.replaceAll("-+$", "");
  }

  // Whatever becomes of it: a picture is no reason to fail, and hides no other.
  private static void writeDeck(TrainingAttempt attempt) {
    Path file = attempt.folder().resolve(TrainingDeck.FILE);
    try {
      // The primary's own page, which knows of one replica only, but of what the task has added.
      String page = Files.exists(file) ? Files.readString(file) : "";
      attempt.added(OwnSections.of(page));
      TrainingDeck.of(attempt.record()).writeTo(file);
    } catch (IOException | RuntimeException e) {
      ReplicaConsole.standard().say("the deck cannot be written to " + file + ": " + e);
    }
  }
}
