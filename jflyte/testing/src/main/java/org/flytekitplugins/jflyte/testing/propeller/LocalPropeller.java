package org.flytekitplugins.jflyte.testing.propeller;

import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import flyteidl.core.Workflow.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.idl.LiteralIdl;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageLoader;
import org.flytekitplugins.jflyte.local.LocalExecution;
import org.flytekitplugins.jflyte.local.LocalPackage;
import org.flytekitplugins.jflyte.local.LocalTarget;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.flytekitplugins.jflyte.testing.Propeller;
import org.flytekitplugins.kubeflow.internal.FolderTree;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.MissedFault;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Runs what a played Flyte accepts on this machine, each task in processes that run {@code jflyte
 * execute}: a plain task in one, a training task as a cluster of them, as its operator would run
 * it. The package is the one that was registered, from its staged files. Nodes and attempts advance
 * through Flyte's phases, with the links to logs that Flyte makes.
 *
 * <pre>{@code
 * LocalFlyteAdmin.builder()
 *     .propeller(LocalPropeller.builder().faults("Train", FaultPlan.parse("worker-1@20")).build())
 *     .start()
 * }</pre>
 *
 * <p>On Flyte 2 each action is run so. The drivers of workflows, and dynamic tasks, are processes
 * that run the command line which was registered, by the launcher that is on the class path of this
 * program; they start their nodes as actions, and are tried again when they are killed.
 *
 * <p>Not as on a cluster: the kubelet's waits before restarts pass at once; caching, timeouts and
 * resources are not played. On Flyte 1 nodes run one after the other, the workflow of a launch plan
 * runs within its node and is no execution of its own, a recovered execution runs all of its nodes
 * again, and dynamic tasks make their workflow in this process; what cannot be played, as nodes
 * that run on failure of workflows that are parts, map tasks and what is of another registration,
 * fails the execution with a sentence.
 *
 * <p>Who aborts an execution, or closes the server, ends its processes; their files go with it.
 */
public final class LocalPropeller implements Propeller {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SINGLE_TASK = ".flytegen.";

  private final @Nullable PackageClassPath packagePath;
  private final boolean thisProgram;
  private final List<Consumer<LocalExecution.Builder>> settings;
  private final List<String> jvmOptions;
  private final Map<String, String> environment;
  private @Nullable Path folder;
  private @Nullable SortedMap<String, List<MissedFault>> missedFaults;
  private final Map<WorkflowExecutionIdentifier, Run> runs = new ConcurrentHashMap<>();

  private LocalPropeller(Builder builder) {
    this.packagePath = builder.packagePath;
    this.thisProgram = builder.thisProgram;
    this.settings = List.copyOf(builder.settings);
    this.jvmOptions = List.copyOf(builder.jvmOptions);
    this.environment = Map.copyOf(builder.environment);
  }

  /** One that is made otherwise than {@link #create}. */
  public static Builder builder() {
    return new Builder();
  }

  /** One that runs packages from their staged files, and lets nothing go wrong. */
  public static LocalPropeller create() {
    return builder().build();
  }

  /** One that runs the package that is on the class path of this program. */
  public static LocalPropeller ofThisProgram() {
    return builder().thisProgram().build();
  }

  /**
   * Where inputs, outputs, logs and decks of executions are, each in a folder of its name; another
   * one after {@link #close}.
   */
  public Path folder() {
    synchronized (runs) {
      if (folder == null) {
        try {
          folder = Files.createTempDirectory("local-propeller-");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return folder;
    }
  }

  /**
   * The faults that have happened in none of the executions that have ended, by the name of their
   * task, each with how far its replica came in the last of them; nothing before one has ended. A
   * test that asks for faults asserts that this is empty.
   */
  public SortedMap<String, List<MissedFault>> missedFaults() {
    synchronized (runs) {
      return missedFaults == null ? new TreeMap<>() : missedFaults;
    }
  }

  private void ended(SortedMap<String, List<MissedFault>> missed) {
    SortedMap<String, List<MissedFault>> all = new TreeMap<>(missed);
    synchronized (runs) {
      SortedMap<String, List<MissedFault>> before = missedFaults;
      if (before != null) {
        all.replaceAll((task, now) -> inBoth(before.getOrDefault(task, List.of()), now));
        all.values().removeIf(List::isEmpty);
      }
      missedFaults = Collections.unmodifiableSortedMap(all);
    }
  }

  private static List<MissedFault> inBoth(List<MissedFault> before, List<MissedFault> now) {
    return now.stream()
        .filter(one -> before.stream().anyMatch(other -> other.fault().equals(one.fault())))
        .toList();
  }

  @Override
  public void start(PlayedExecution execution) {
    Run run = new Run(execution);
    runs.put(execution.id(), run);
    run.thread.start();
  }

  @Override
  public void abort(PlayedExecution execution) {
    Run run = runs.get(execution.id());
    if (run == null) {
      execution.aborted();
    } else {
      run.abort();
    }
  }

  @Override
  public void close() {
    List<Run> last = List.copyOf(runs.values());
    last.forEach(Run::abort);
    last.forEach(Run::await);
    Path written = forget();
    if (written != null) {
      try {
        FolderTree.delete(written);
      } catch (IOException e) {
        throw new UncheckedIOException(written + " cannot be deleted: " + e, e);
      }
    }
  }

  private @Nullable Path forget() {
    synchronized (runs) {
      Path written = folder;
      folder = null;
      missedFaults = null;
      return written;
    }
  }

  /** An execution that runs. */
  private final class Run {
    private final PlayedExecution execution;
    private final Path runFolder;
    private final NodeEvents events;
    private final Thread thread;
    private volatile boolean aborted;

    Run(PlayedExecution execution) {
      this.execution = execution;
      this.runFolder = folder().resolve(execution.id().getName());
      this.events = new NodeEvents(execution, runFolder, topLevelNames(execution));
      this.thread = new Thread(this::run, "propeller-" + execution.id().getName());
      thread.setDaemon(true);
    }

    void abort() {
      aborted = true;
      events.abort();
      thread.interrupt();
    }

    void await() {
      try {
        thread.join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void run() {
      try {
        execution.running();
        execution.node("start-node").succeeded(execution.inputs());
        Map<String, Literal> outputs = outputs();
        if (aborted) {
          execution.aborted();
        } else {
          execution.succeeded(LiteralIdl.toIdl(outputs));
        }
      } catch (RuntimeException | Error e) {
        end(e);
      } finally {
        runs.remove(execution.id());
      }
    }

    private void end(Throwable thrown) {
      if (aborted) {
        execution.aborted();
        return;
      }
      ExecutionError error = events.error();
      execution.failed(
          error == null
              ? NodeEvents.error("UnknownError", String.valueOf(thrown.getMessage()), Origin.USER)
              : error);
    }

    private Map<String, Literal> outputs() {
      Unplayed.refuse(execution.workflow(), /* onePackage= */ thisProgram || packagePath != null);
      Optional<DriverContainer> driver = DriverContainer.of(execution, imagePath(), jvmOptions);
      return driver.isPresent() ? drive(driver.get()) : ofPackage();
    }

    private Map<String, Literal> drive(DriverContainer driver) {
      try (LocalPackage alone = LocalPackage.ofContainerTask(driver, environment)) {
        return builder(alone).build(runFolder).run();
      }
    }

    private Map<String, Literal> ofPackage() {
      try (LocalPackage localPackage = open()) {
        LocalExecution.Builder builder = builder(localPackage);
        settings.forEach(setting -> setting.accept(builder));
        LocalExecution local = builder.build(runFolder);
        try {
          return local.run();
        } finally {
          ended(local.missedFaults());
        }
      }
    }

    private LocalExecution.Builder builder(LocalPackage localPackage) {
      Identifier workflow = execution.workflow().getPrimary().getTemplate().getId();
      LocalExecution.Builder builder =
          LocalExecution.builder(localPackage, target(execution, localPackage))
              .inputs(LiteralIdl.fromIdl(execution.inputs()))
              .separateProcesses(true)
              .restartDelayScale(0)
              .registeredAs(workflow.getProject(), workflow.getDomain(), workflow.getVersion())
              .jvmOptions(jvmOptions)
              .environment(environment())
              .listener(events);
      execution.action().ifPresent(action -> builder.listener(new SystemFailureLoop()));
      return builder;
    }

    private Map<String, String> environment() {
      Map<String, String> all = new HashMap<>(environment);
      execution.action().ifPresent(action -> all.putAll(action.environment()));
      return all;
    }

    private LocalPackage open() {
      if (thisProgram) {
        return LocalPackage.ofThisProgram(environment);
      }
      return LocalPackage.load(
          packagePath == null
              ? StagedPackage.fetch(
                  execution.workflow(),
                  folder().resolve("packages").resolve(runFolder.getFileName()))
              : packagePath,
          environment);
    }
  }

  /** The package that is in the image of all tasks; null if it is staged. */
  private @Nullable PackageClassPath imagePath() {
    if (!thisProgram) {
      return packagePath;
    }
    try (PackageLoader program = PackageLoader.ofThisProgram()) {
      return program.classPath();
    }
  }

  private static LocalTarget target(PlayedExecution execution, LocalPackage localPackage) {
    String name = workflowName(execution);
    return name.startsWith(SINGLE_TASK)
        ? LocalTarget.task(localPackage, name.substring(SINGLE_TASK.length()))
        : LocalTarget.workflow(localPackage, name);
  }

  private static String workflowName(PlayedExecution execution) {
    return execution.workflow().getPrimary().getTemplate().getId().getName();
  }

  /** A task that runs alone has a node that flyteadmin has named. */
  private static Map<String, String> topLevelNames(PlayedExecution execution) {
    String name = workflowName(execution);
    if (!name.startsWith(SINGLE_TASK)) {
      return Map.of();
    }
    String here = LocalTarget.nodeOfTask(name.substring(SINGLE_TASK.length()));
    return execution.workflow().getPrimary().getTemplate().getNodesList().stream()
        .filter(Node::hasTaskNode)
        .findFirst()
        .map(node -> Map.of(here, node.getId()))
        .orElse(Map.of());
  }

  /** Says how executions are run. */
  public static final class Builder {
    private @Nullable PackageClassPath packagePath;
    private boolean thisProgram;
    private final List<Consumer<LocalExecution.Builder>> settings = new ArrayList<>();
    private List<String> jvmOptions = List.of();
    private final Map<String, String> environment = new HashMap<>();

    private Builder() {}

    /**
     * The package of all executions, in place of the staged files of each; whatever they refer to
     * is taken from it, by its name.
     *
     * @param classPath entries joined by colons, each a jar, a folder of classes or {@code DIR/*}
     */
    public Builder packagePath(String classPath) {
      this.packagePath = PackageClassPath.ofClassPath(classPath);
      return this;
    }

    /**
     * The package of all executions is on the class path of this program; whatever they refer to is
     * taken from it, by its name.
     */
    public Builder thisProgram() {
      this.thisProgram = true;
      return this;
    }

    /**
     * Lets things go wrong in the first attempt of a training task, in each execution.
     *
     * @param task the name of the task, or its last part if that is enough to tell
     */
    public Builder faults(String task, FaultPlan plan) {
      settings.add(execution -> execution.faults(task, plan));
      return this;
    }

    /**
     * Runs a training task with other numbers of replicas.
     *
     * @param task the name of the task, or its last part if that is enough to tell
     * @param sizes numbers by role, for example {@code worker=3,evaluator=1}; others stay as they
     *     are
     */
    public Builder replicas(String task, String sizes) {
      settings.add(execution -> execution.replicas(task, sizes));
      return this;
    }

    /**
     * Runs a program of this machine in place of the one that a container task starts.
     *
     * @param task the name of the task, or its last part if that is enough to tell
     * @param program a path, or a name that is on {@code PATH}
     */
    public Builder containerProgram(String task, String program) {
      settings.add(execution -> execution.containerProgram(task, program));
      return this;
    }

    /** Options of the JVM of every pod. */
    public Builder jvmOptions(String... options) {
      jvmOptions = List.of(options);
      return this;
    }

    /** What every pod finds in its environment. */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** The propeller; a server that it is given to closes it. */
    public LocalPropeller build() {
      if (thisProgram && packagePath != null) {
        throw new JflyteException(
            "packagePath and thisProgram are both asked for, but there is one package: leave out"
                + " one of the two");
      }
      return new LocalPropeller(this);
    }
  }
}
