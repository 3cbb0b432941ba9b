package org.flytekitplugins.jflyte.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.ErrorExit;
import org.flytekitplugins.jflyte.TrainingTask;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFolder;
import org.flytekitplugins.jflyte.execution.attempt.RelayWatcher;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaEnd;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaFacts;
import org.flytekitplugins.jflyte.execution.attempt.VerdictWait;
import org.flytekitplugins.jflyte.execution.attempt.VerdictWatcher;
import org.flytekitplugins.jflyte.execution.failure.PluginNotEnabledException;
import org.flytekitplugins.jflyte.execution.process.Decision;
import org.flytekitplugins.jflyte.execution.process.LogPrefix;
import org.flytekitplugins.jflyte.execution.process.LogTail;
import org.flytekitplugins.jflyte.execution.process.OutOfMemoryHandler;
import org.flytekitplugins.jflyte.execution.process.ProcessEnd;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.execution.process.StallMonitor;
import org.flytekitplugins.jflyte.execution.process.TerminationHook;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.jflyte.loading.ContextClassLoader;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.report.ProgressFile;
import org.flytekitplugins.spi.IgnoreOutputsException;
import org.flytekitplugins.spi.TaskContext;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.spi.TrackedTraining;
import org.flytekitplugins.spi.TrainingParameters;
import org.jspecify.annotations.Nullable;

/**
 * One replica of a training task, from its start to its exit code. Ways to end besides the return
 * of {@link #run} are {@link RelayWatcher}, {@link OutOfMemoryHandler} and {@link TerminationHook};
 * {@link Decision} keeps them apart, and {@link ReplicaEnd} does what is to be done.
 */
final class TrainingExecution {
  private final ExecuteOptions options;
  private final Map<String, String> environment;
  private final BlobStore blobs;
  private final TaskSource source;
  private final TrainingContext context;
  private final ReplicaConsole console;
  private final LogTail log;
  private final Decision decision;
  private final AttemptFolder folder;
  private final VerdictWait verdict;
  private final ReplicaEnd end;
  private volatile ReplicaFacts facts;
  private final TrainingDeckFile deck;
  private String job = "";
  private Map<String, Integer> replicas = Map.of();
  private volatile @Nullable ReportWriter reports;
  private volatile @Nullable TrackerFollower tracker;
  private volatile @Nullable ProgressFollower follower;
  private volatile byte @Nullable [] outputs;

  TrainingExecution(
      ExecuteOptions options,
      Map<String, String> environment,
      BlobStore blobs,
      TaskSource source,
      TrainingContext context,
      ReplicaConsole console,
      LogTail log,
      Decision decision) {
    this.options = options;
    this.environment = environment;
    this.blobs = blobs;
    this.source = source;
    this.context = context;
    this.console = console;
    this.log = log;
    this.decision = decision;
    this.folder = new AttemptFolder(blobs, options.outputPrefix(), options.flyte(), decision);
    this.verdict = new VerdictWait(folder, console, environment);
    this.facts = ReplicaFacts.ofUnknownJob(context);
    this.deck = new TrainingDeckFile(options.task(), environment, context, folder, console);
    this.end =
        new ReplicaEnd(
            folder,
            decision,
            verdict,
            console,
            ErrorExit.of(environment),
            () -> this.facts,
            new Traces());
  }

  private final class Traces implements ReplicaEnd.Traces {
    @Override
    public void decided(@Nullable TaskError error) {
      leaveBehind(error);
    }

    @Override
    public void ended(int exitCode) {
      look();
      ReportWriter writer = reports;
      if (writer != null) {
        writer.end(exitCode);
      }
    }
  }

  /** Runs the replica; the exit code with which the caller ends the process, within 20 s. */
  int run() {
    ProcessEnd.prepare();
    LogPrefix.install(context.replica().toString(), environment);
    TerminationHook.install(decision, console, exit -> end.afterSystemExit(options.task(), exit));
    OutOfMemoryHandler.install(console, failure -> end.afterFailure(options.task(), failure));
    if (facts.isElected()) {
      new VerdictWatcher(folder, decision, console, verdict, end).start();
    } else if (facts.isPrimary() && context.isDistributed()) {
      new RelayWatcher(folder, decision, console, end).start();
    }
    int exitCode = execute();
    if (tracker != null) {
      tracker.leave();
    }
    ProcessEnd.begin(exitCode);
    return exitCode;
  }

  private int execute() {
    byte[] returned;
    try {
      if (folder.isDecidedAtStart()) {
        return leaveDecided();
      }
      TaskError relay = folder.relayAtStart();
      if (relay != null) {
        return joinRelayed(relay);
      }
      TaskSource.Task task = load();
      if (!task.isTraining()) {
        return executePlain();
      }
      returned = outputs(task);
      outputs = returned;
      deck.returned(returned);
    } catch (IgnoreOutputsException e) {
      return end.afterIgnoredOutputs(options.task(), e);
    } catch (Throwable failure) {
      return end.afterFailure(options.task(), failure);
    }
    return end.afterReturn(returned);
  }

  /** The task, and what its job says about this replica. */
  @SuppressWarnings("try") // a context is there to be closed
  private TaskSource.Task load() {
    TaskSource.Task task = source.task();
    if (task.isTraining()) {
      try (ContextClassLoader closed = ContextClassLoader.set(source.classLoader())) {
        TaskTemplateExtension extension = Objects.requireNonNull(task.extension());
        TrainingCluster cluster =
            JobShape.of(TrainingTask.cluster(task.runnable(), extension), environment);
        facts = ReplicaFacts.of(context, cluster, TrainingTask.kind(task.runnable()), environment);
        StartReport report = new StartReport(options, context, cluster, task.runnable());
        report.print(console);
        job = report.job();
        replicas = replicas(cluster);
        if (cluster.size() > 1 && !TrainingVariables.arePresent(environment)) {
          throw new PluginNotEnabledException(
              options.task(), task.runnable().getType(), cluster, options.flyte());
        }
        deck.of(cluster, extension.getGeneratesDeck());
        if (cluster.size() > 1 && extension.getGeneratesDeck() && isOn(ReportWriter.VARIABLE)) {
          reports = new ReportWriter(folder, context.replica(), log::lines, console);
          deck.of(reports);
        }
      }
    }
    return task;
  }

  @SuppressWarnings("try") // a context is there to be closed
  private byte[] outputs(TaskSource.Task task) {
    ProgressFile progress = ProgressFile.of(environment);
    Map<String, Literal> inputs = Inputs.of(options, blobs, task.runnable());
    deck.given(inputs);
    KeptProgress kept = new KeptProgress(TrackerFollower.MOST_AT_ONCE);
    tracker = tracker(inputs, progress, kept);
    Configuration configuration = new Configuration(inputs, tracker);
    try (TrainingParameters.Installation parameters = TrainingParameters.install(configuration);
        TaskScope scope = TaskScope.open(options, blobs, source.classLoader(), deck.sections());
        StallMonitor stall = StallMonitor.start(stallTimeout(), progress, console);
        ProgressFollower following = follower(progress, kept, configuration)) {
      follower = following;
      return scope.run(task.runnable(), inputs);
    }
  }

  private @Nullable TrackerFollower tracker(
      Map<String, Literal> inputs, ProgressFile progress, KeptProgress kept) {
    ReplicaFacts known = facts;
    if (!known.isPrimary() && !known.isElected()) {
      return null;
    }
    TrackedTraining training =
        TrackedTraining.builder(options.task(), options.outputPrefix())
            .context(TaskContext.of(environment))
            .replicas(replicas)
            .inputs(inputs)
            .environment(environment)
            .log(console::say)
            .build();
    ClassLoader classes = source.classLoader();
    return known.isElected()
        ? TrackerFollower.ofElected(classes, training, kept, console, TrackerFollower.PATIENCE)
        : TrackerFollower.start(
            classes, training, progress, console, TrackerFollower.PERIOD, TrackerFollower.PATIENCE);
  }

  private static Map<String, Integer> replicas(TrainingCluster cluster) {
    Map<String, Integer> replicas = new LinkedHashMap<>();
    cluster.replicas().forEach((type, spec) -> replicas.put(type.lowerCaseName(), spec.replicas()));
    return replicas;
  }

  // After the document: what is shown of an attempt is no reason for it to fail.
  private void leaveBehind(@Nullable TaskError error) {
    look();
    deck.decided(error);
    TrackerFollower following = tracker;
    byte[] written = outputs;
    if (following == null) {
      return;
    }
    deck.evaluations().forEach((evaluator, report) -> following.add(evaluator, report.progress()));
    if (error != null) {
      following.failed(error.message());
    } else if (written != null) {
      following.succeeded(written);
    }
  }

  // Whoever ends the replica may not be the one that has run the task.
  private void look() {
    ProgressFollower following = follower;
    if (following != null) {
      following.look();
    }
  }

  private @Nullable ProgressFollower follower(
      ProgressFile progress, KeptProgress kept, Configuration configuration) {
    List<ProgressReader> readers = new ArrayList<>();
    readers.add(deck.reader());
    if (tracker != null && facts.isElected()) {
      readers.add(kept);
    }
    if (isOn(EventFolder.VARIABLE)) {
      readers.add(
          new EventFolder(
              blobs,
              options.rawOutputs(),
              context.replica(),
              job,
              configuration::markdown,
              console));
    }
    ReportWriter writer = reports;
    if (writer != null) {
      readers.add(writer);
    }
    return ProgressFollower.start(progress, readers, console, ProgressFollower.PERIOD);
  }

  private boolean isOn(String variable) {
    return !"false".equalsIgnoreCase(environment.get(variable));
  }

  private @Nullable Duration stallTimeout() {
    String variable = environment.get(StallMonitor.VARIABLE);
    if (options.stallTimeout() != null || variable == null || variable.isBlank()) {
      return options.stallTimeout();
    }
    try {
      return ExecuteOptions.duration(StallMonitor.VARIABLE, variable);
    } catch (UsageException e) {
      console.say(e.getMessage() + "; nothing is watched");
      return null;
    }
  }

  private int executePlain() {
    return new PlainExecution(options, blobs, source, console, decision, ErrorExit.of(environment))
        .run();
  }

  private int leaveDecided() {
    console.say("the attempt is decided already: there is nothing to run");
    learnRestartPolicy();
    return end.afterDecision();
  }

  private int joinRelayed(TaskError relay) {
    if (context.isPrimary()) {
      return end.afterRelay(relay);
    }
    console.say("a replica has failed before this one started\n" + relay.message());
    learnRestartPolicy();
    return verdict.await(facts.restartPolicy());
  }

  // Only what keeps a replica from being started again is asked for: nothing runs any more.
  private void learnRestartPolicy() {
    if (context.isPrimary()) {
      return;
    }
    try {
      load();
    } catch (RuntimeException | LinkageError e) {
      console.say("the task cannot be loaded, and it is too late to report it: " + e.getMessage());
    }
  }
}
