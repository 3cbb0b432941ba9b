package org.flytekitplugins.jflyte.execution;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.TrainingTask;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.jflyte.loading.ContextClassLoader;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/**
 * One replica of a training task, from its start to its exit code: {@link Conclusion} says what its
 * end means, this class does it. Ways to end besides the return of {@link #run} are {@link
 * RelayWatcher}, {@link OutOfMemoryHandler} and {@link TerminationHook}; {@link Decision} keeps
 * them apart.
 */
final class TrainingExecution {
  private static final int DONE = 0;
  private static final int FAILED = 1;

  private final ExecuteOptions options;
  private final Map<String, String> environment;
  private final BlobStore blobs;
  private final TaskSource source;
  private final TrainingContext context;
  private final ReplicaConsole console;
  private final Decision decision = new Decision();
  private final MemoryReserve reserve = new MemoryReserve();
  private final AttemptFolder folder;
  private final VerdictWait verdict;
  private volatile ReplicaFacts facts;
  private volatile @Nullable TrainingDeckFile deck;

  TrainingExecution(
      ExecuteOptions options,
      Map<String, String> environment,
      BlobStore blobs,
      TaskSource source,
      TrainingContext context,
      ReplicaConsole console) {
    this.options = options;
    this.environment = environment;
    this.blobs = blobs;
    this.source = source;
    this.context = context;
    this.console = console;
    this.folder = new AttemptFolder(blobs, options, decision);
    this.verdict = new VerdictWait(folder, console, environment);
    this.facts = ReplicaFacts.ofUnknownJob(context);
  }

  /** Runs the replica; the exit code with which the caller ends the process, within 20 s. */
  int run() {
    TerminationHook.install(decision, console);
    OutOfMemoryHandler.install(reserve, console, this::outOfMemoryElsewhere);
    if (context.isPrimary() && context.isDistributed()) {
      new RelayWatcher(folder, decision, console, this::writeDeck).start();
    }
    int exitCode = execute();
    ProcessEnd.begin(exitCode);
    return exitCode;
  }

  private int execute() {
    byte[] outputs;
    try {
      if (folder.isDecidedAtStart()) {
        return leaveDecided();
      }
      TaskError relay = folder.relayAtStart();
      if (relay != null) {
        return joinRelayed(relay);
      }
      TaskSource.Task task = load();
      if (!TrainingTask.isType(task.runnable().getType())) {
        return executePlain();
      }
      outputs = outputs(task);
    } catch (Throwable failure) {
      return conclude(null, failure);
    }
    return conclude(outputs, null);
  }

  /** The task, and what its job says about this replica. */
  @SuppressWarnings("try") // a context is there to be closed
  private TaskSource.Task load() {
    TaskSource.Task task = source.task();
    if (TrainingTask.isType(task.runnable().getType())) {
      try (ContextClassLoader closed = ContextClassLoader.set(source.classLoader())) {
        TaskTemplateExtension extension = task.extension();
        TrainingCluster cluster =
            JobShape.of(
                TrainingCluster.fromCustom(
                    task.runnable().getCustom(),
                    extension == null ? 0 : extension.getTaskTypeVersion()),
                environment);
        facts = ReplicaFacts.of(context, cluster);
        new StartReport(options, context, cluster, task.runnable()).print(console);
        if (cluster.size() > 1 && !TrainingVariables.arePresent(environment)) {
          throw new PluginNotEnabledException(options.task(), task.runnable().getType(), cluster);
        }
        if (context.isPrimary()) {
          deck = new TrainingDeckFile(options.task(), cluster, context.replica());
        }
      }
    }
    return task;
  }

  @SuppressWarnings("try") // a context is there to be closed
  private byte[] outputs(TaskSource.Task task) {
    ProgressFile progress = ProgressFile.of(environment);
    TrainingDeckFile drawn = deck;
    if (drawn != null) {
      drawn.follow(progress);
    }
    Map<String, Literal> inputs = Inputs.read(blobs, options.inputs());
    try (TaskScope scope = TaskScope.open(options, blobs, source.classLoader());
        StallMonitor stall = StallMonitor.start(options.stallTimeout(), progress, console)) {
      // Complete in memory before anything is written.
      return LiteralMapBytes.write(task.runnable().run(inputs));
    }
  }

  private int executePlain() {
    return decision.make()
        ? new PlainExecution(options, blobs, source, console).run()
        : Pause.forEver();
  }

  private int leaveDecided() {
    console.say("the attempt is decided already: there is nothing to run");
    learnRestartPolicy();
    return verdict.leave(facts.restartPolicy());
  }

  private int joinRelayed(TaskError relay) {
    if (context.isPrimary()) {
      console.say("ends the attempt, because a replica failed\n" + relay.message());
      return finish(() -> Conclusion.of(facts, null, relay, 0), null);
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

  private int outOfMemoryElsewhere(OutOfMemoryError failure) {
    return conclude(null, failure);
  }

  private int conclude(byte @Nullable [] outputs, @Nullable Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      reserve.release();
    }
    return finish(() -> conclusion(thrown), outputs);
  }

  private int finish(Supplier<Conclusion> conclusion, byte @Nullable [] outputs) {
    if (!decision.make()) {
      return Pause.forEver();
    }
    try {
      return carryOut(conclusion.get(), outputs);
    } catch (TerminatedException e) {
      return Pause.forEver();
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(OutOfMemoryHandler.HELPLESS);
      return Pause.forEver();
    } catch (RuntimeException e) {
      console.say("how this replica ended cannot be written: " + e.getMessage() + ": exit 1");
      return FAILED;
    }
  }

  private Conclusion conclusion(@Nullable Throwable thrown) {
    ReplicaFacts known = facts;
    if (thrown == null) {
      return Conclusion.of(known, null, known.isPrimary() ? folder.relay() : null, 0);
    }
    console.say("task " + options.task() + " failed", thrown);
    TaskError failure = FailureDocuments.of(thrown, known.replica(), Instant.now());
    int restarts = known.restarts() ? folder.restarts(known.replica()) : 0;
    return Conclusion.of(known, failure, folder.relay(), restarts);
  }

  private int carryOut(Conclusion conclusion, byte @Nullable [] outputs) {
    ReplicaFacts known = facts;
    TaskError error = conclusion.error();
    switch (conclusion.action()) {
      case WRITE_OUTPUTS -> {
        if (outputs != null) {
          folder.writeOutputs(outputs);
        }
        writeDeck();
        return DONE;
      }
      case WRITE_ERROR -> {
        if (error != null) {
          folder.writeError(error);
        }
        writeDeck();
        return DONE;
      }
      case RESTART -> {
        int restarts = folder.restarts(known.replica()) + 1;
        folder.writeRestarts(known.replica(), restarts);
        console.say("exits with 1 to be started again (restart " + restarts + ")");
        return FAILED;
      }
      case RELAY -> {
        if (error != null) {
          folder.writeRelay(error);
        }
        return verdict.await(known.restartPolicy());
      }
      case WAIT -> {
        return verdict.await(known.restartPolicy());
      }
      case STAY, LEAVE -> {
        return verdict.leave(known.restartPolicy());
      }
    }
    throw new IllegalStateException(conclusion.toString());
  }

  // After the document, and whatever becomes of it: a picture is no reason to fail.
  private void writeDeck() {
    TrainingDeckFile drawn = deck;
    if (drawn == null) {
      return;
    }
    try {
      byte[] page = drawn.draw();
      if (page.length > 0) {
        folder.writeDeck(page);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      console.say("the deck cannot be written: " + e.getMessage());
    }
  }
}
