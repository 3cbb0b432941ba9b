package org.flytekitplugins.jflyte.local;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.failure.RootCause;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.local.internal.process.MachineProgram;
import org.flytekitplugins.jflyte.local.literal.WorkflowInputs;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.Fault;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.LogOutput;
import org.flytekitplugins.localcluster.MissedFault;

/**
 * A workflow of a package, run on this machine: plain tasks in this process, each training task as
 * a cluster of processes that run what its pods would run, each container task as a process of a
 * program of this machine, retries and failures as Flyte treats them. Plugin tasks and tasks of
 * other projects cannot run here.
 *
 * <p>If this process ends, all of its replicas end with it, however it ends.
 */
public final class LocalExecution {
  private final LocalPackage localPackage;
  private final LocalTarget target;
  private final ExecutionVariables place;
  private final Map<String, Literal> inputs;
  private final RunFolder folder;
  private final TaskSettings settings;
  private final MissedFaults faultOutcomes;
  private final LocalExecutionListener listener;

  private LocalExecution(Builder builder, Path folder) {
    this.localPackage = builder.localPackage;
    this.target = builder.target;
    this.place = builder.place;
    this.inputs = target.inputs(builder.inputs);
    this.folder = new RunFolder(folder);
    this.settings =
        new TaskSettings(
            builder.singleProcess,
            builder.separateProcesses,
            builder.restartDelayScale,
            builder.replacements,
            builder.clusters,
            builder.faults,
            builder.containerPrograms,
            builder.jvmOptions,
            builder.environment,
            builder.logs);
    this.faultOutcomes = new MissedFaults(builder.faults);
    this.listener = new ExecutionListeners(List.copyOf(builder.listeners));
  }

  /**
   * An execution of a workflow.
   *
   * @param localPackage the package, which must stay open while it runs
   * @param workflow the name of the workflow
   * @throws JflyteException if the package has no such workflow
   */
  public static Builder builder(LocalPackage localPackage, String workflow) {
    return builder(localPackage, LocalTarget.workflow(localPackage, workflow));
  }

  /**
   * An execution.
   *
   * @param localPackage the package, which must stay open while it runs
   * @param target what of it is run
   */
  public static Builder builder(LocalPackage localPackage, LocalTarget target) {
    return new Builder(localPackage, target);
  }

  /**
   * Runs it to its end. Once a node of it has failed, the failure node of its workflow runs if it
   * has one.
   *
   * @return the outputs of the workflow
   * @throws JflyteException if a node fails: the sentence says which, and why in the first place
   */
  public Map<String, Literal> run() {
    RunFolder.make(folder.path());
    NodeTracker tracker = new NodeTracker(listener, Clock.systemUTC());
    LocalContext context =
        new LocalContext(
            place,
            target.workflowName(),
            localPackage.classLoader(),
            localPackage.blobs(),
            folder,
            tracker,
            listener,
            !settings.separateProcesses());
    EngineRun engine =
        new EngineRun(
            localPackage, context, new LocalTasks(localPackage, context, settings, faultOutcomes));
    try {
      return engine.run(target.template(), inputs);
    } catch (RuntimeException | Error e) {
      NodeStatus node = tracker.current();
      List<String> parts = tracker.runningParts();
      tracker.failed();
      RuntimeException failure = failure(node, e);
      // What was refused before it began has not failed.
      throw node.path().isEmpty()
          ? failure
          : new OnFailure(localPackage, engine, tracker)
              .run(target.workflowName(), parts, inputs, failure);
    }
  }

  /**
   * The faults that have not happened, or not yet, by the name of their task, each with how far its
   * replica came. A test that asks for faults asserts that this is empty.
   */
  public SortedMap<String, List<MissedFault>> missedFaults() {
    return faultOutcomes.missed();
  }

  private static RuntimeException failure(NodeStatus node, Throwable thrown) {
    if (node.path().isEmpty() && thrown instanceof JflyteException refused) {
      return refused;
    }
    return new JflyteException(sentence(node, thrown), thrown);
  }

  /** Which node has failed, and why in the first place. */
  static String sentence(NodeStatus node, Throwable thrown) {
    String place = node.path().isEmpty() ? "the workflow" : "node " + node.name();
    String entity = node.entity().isEmpty() ? "" : " (" + node.entity() + ")";
    String attempts = node.attempt() > 1 ? " after " + node.attempt() + " attempts" : "";
    return place + entity + " failed" + attempts + ": " + RootCause.of(thrown);
  }

  /** Says how a workflow is run. */
  public static final class Builder {
    private final LocalPackage localPackage;
    private final LocalTarget target;
    private final TrainingTasks trainings;
    private Map<String, Literal> inputs = Map.of();
    private boolean singleProcess;
    private boolean separateProcesses;
    private double restartDelayScale = 1;
    private ExecutionVariables place = LocalPackage.VARIABLES;
    private final Map<String, TaskReplacement> replacements = new HashMap<>();
    private final Map<String, TrainingCluster> clusters = new HashMap<>();
    private final Map<String, FaultPlan> faults = new HashMap<>();
    private final Map<String, Path> containerPrograms = new HashMap<>();
    private List<String> jvmOptions = List.of();
    private Map<String, String> environment = Map.of();
    private LogOutput logs = LogOutput.none();
    private final List<LocalExecutionListener> listeners = new ArrayList<>();

    private Builder(LocalPackage localPackage, LocalTarget target) {
      this.localPackage = localPackage;
      this.target = target;
      this.trainings = new TrainingTasks(localPackage.loaded());
    }

    /**
     * The inputs; see {@link WorkflowInputs}. Those that a launch plan has defaults for may be left
     * out.
     */
    public Builder inputs(Map<String, Literal> inputs) {
      this.inputs = inputs;
      return this;
    }

    /** Runs training tasks in this process, alone, instead of as clusters. */
    public Builder singleProcess(boolean singleProcess) {
      this.singleProcess = singleProcess;
      return this;
    }

    /**
     * Runs plain tasks as their pods would: each attempt in a process of its own, by {@code jflyte
     * execute}. The next node waits for its JVM, and an interrupted execution ends it.
     */
    public Builder separateProcesses(boolean separateProcesses) {
      this.separateProcesses = separateProcesses;
      return this;
    }

    /**
     * What the kubelet's waits before restarts of replicas (none, then 10 s doubled up to 300 s)
     * are multiplied by; 1 unless set. With 0 they pass at once, as tests want it.
     */
    public Builder restartDelayScale(double restartDelayScale) {
      this.restartDelayScale = restartDelayScale;
      return this;
    }

    /**
     * Does something else in place of a task, in this process: of whatever kind the task is, and
     * also if it is another project's.
     *
     * @param task the name of the task, or its last part if that is enough to tell
     * @throws JflyteException if neither the package nor one of its workflows knows such a task
     */
    public Builder replace(String task, TaskReplacement replacement) {
      replacements.put(TaskNames.find(task, knownTasks(), "task"), replacement);
      return this;
    }

    private Set<String> knownTasks() {
      Set<String> known = new TreeSet<>(localPackage.tasks().keySet());
      for (WorkflowTemplate workflow : localPackage.workflows().values()) {
        WorkflowNodes.forEach(
            workflow.nodes(),
            node -> {
              if (node.taskNode() != null) {
                known.add(node.taskNode().referenceId().name());
              }
            });
      }
      return known;
    }

    /**
     * Runs a training task as another cluster than its own.
     *
     * @param task the name of the task, or its last part if that is enough to tell
     * @throws JflyteException if there is no such training task, or no job can have this shape
     */
    public Builder cluster(String task, TrainingCluster cluster) {
      String name = trainings.name(task);
      ResizedCluster.check(cluster, trainings.kind(name));
      clusters.put(name, cluster);
      return this;
    }

    /**
     * Runs a training task with other numbers of replicas.
     *
     * @param task the name of the task, or its last part if that is enough to tell
     * @param sizes numbers by role, for example {@code worker=3,evaluator=1}; others stay as they
     *     are
     * @throws JflyteException if there is no such training task, the text is not such, or no job
     *     can have this shape
     */
    public Builder replicas(String task, String sizes) {
      String name = trainings.name(task);
      Map<ReplicaType, Integer> parsed = ResizedCluster.parse(sizes);
      return cluster(name, ResizedCluster.of(clusterOf(name), parsed));
    }

    /**
     * Lets things go wrong in the first attempt of a training task.
     *
     * @param task the name of the task, or its last part if that is enough to tell
     * @throws JflyteException if there is no such training task
     */
    public Builder faults(String task, FaultPlan plan) {
      String name = trainings.name(task);
      List<Fault> all = new ArrayList<>(faults.getOrDefault(name, FaultPlan.none()).faults());
      all.addAll(plan.faults());
      faults.put(name, FaultPlan.of(all.toArray(new Fault[0])));
      return this;
    }

    /**
     * Runs a program of this machine in place of the one that a container task starts: of its
     * image's entry point or, if the task has a command, of the first word of that. All other words
     * stay.
     *
     * @param task the name of the task, or its last part if that is enough to tell
     * @param program a path, or a name that is on {@code PATH}
     * @throws JflyteException if there is no such container task, or no such program
     */
    public Builder containerProgram(String task, String program) {
      String name = TaskNames.find(task, containerTasks(), "container task");
      Path file = MachineProgram.find(program, Map.of());
      if (file == null) {
        throw new JflyteException(
            String.format(
                "the container program of task %s is %s, but no such program can be run: name an"
                    + " executable file, or a program that is on PATH",
                name, program));
      }
      containerPrograms.put(name, file);
      return this;
    }

    /** Options of every replica's JVM, after those that let them share this machine. */
    public Builder jvmOptions(List<String> jvmOptions) {
      this.jvmOptions = jvmOptions;
      return this;
    }

    /** What replicas find in their environment besides that of this process. */
    public Builder environment(Map<String, String> environment) {
      this.environment = environment;
      return this;
    }

    /**
     * Where its tasks are said to be registered, which they find in their environment and in {@link
     * org.flytekitplugins.spi.TaskContext}. The execution's name there is that of its folder.
     */
    public Builder registeredAs(String project, String domain, String version) {
      this.place = new ExecutionVariables(project, domain, version);
      return this;
    }

    /** Where the replicas' lines are shown; nowhere unless set, but there are log files. */
    public Builder logs(LogOutput logs) {
      this.logs = logs;
      return this;
    }

    /** Adds somebody who is told what happens. */
    public Builder listener(LocalExecutionListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Checks what can only be checked together.
     *
     * @throws JflyteException if an input is not given that has to be, or one is that there is not,
     *     if a task would run with more replicas than a job may have here, if a fault is of a
     *     replica that its cluster does not have, or if a single process shall have faults or other
     *     replicas
     */
    public Builder check() {
      target.check(inputs);
      clusters.forEach(this::checkSize);
      if (singleProcess) {
        checkSingle("faults (--kill)", faults.keySet());
        checkSingle("replicas (--replicas)", clusters.keySet());
      }
      faults.forEach((task, plan) -> checkFaults(task, plan));
      return this;
    }

    /**
     * Builds the execution.
     *
     * @param folder where all that it writes goes; made if it is not there
     * @throws JflyteException as {@link #check()}
     */
    public LocalExecution build(Path folder) {
      check();
      return new LocalExecution(this, folder);
    }

    private void checkSize(String task, TrainingCluster cluster) {
      if (!singleProcess) {
        PlayedTraining.checkSize(task, cluster);
      }
    }

    private static void checkSingle(String what, Set<String> tasks) {
      if (!tasks.isEmpty()) {
        throw new JflyteException(
            String.format(
                "%s of task %s are asked for, but a single process (--single-process) has no"
                    + " replicas: leave out one of the two",
                what, tasks.iterator().next()));
      }
    }

    private void checkFaults(String task, FaultPlan plan) {
      for (Fault fault : plan.strayIn(clusterOf(task))) {
        throw new JflyteException(
            String.format(
                "\"%s\" cannot happen to task %s, which has no %s: name a replica that it has",
                fault, task, fault.replica()));
      }
    }

    private TrainingCluster clusterOf(String name) {
      TrainingCluster changed = clusters.get(name);
      return changed == null ? trainings.cluster(name) : changed;
    }

    private Set<String> containerTasks() {
      return localPackage.loaded().containerTasks().keySet().stream()
          .map(TaskIdentifier::name)
          .collect(Collectors.toSet());
    }
  }
}
