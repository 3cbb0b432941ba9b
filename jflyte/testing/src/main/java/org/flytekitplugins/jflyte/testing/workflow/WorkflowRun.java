package org.flytekitplugins.jflyte.testing.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.local.LocalExecution;
import org.flytekitplugins.jflyte.local.LocalPackage;
import org.flytekitplugins.jflyte.local.LocalTarget;
import org.flytekitplugins.kubeflow.internal.FolderTree;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.MissedFault;
import org.jspecify.annotations.Nullable;

/**
 * A workflow, a launch plan or a task of this program's class path, run in a test of its author's,
 * with what takes long or needs a cluster replaced by values or functions.
 *
 * <pre>{@code
 * TaskValues outputs =
 *     WorkflowRun.ofWorkflow(DigitsWorkflow.class)
 *         .with("steps", 8)
 *         .replace(TrainDigits.class, outputs().with("model", model))
 *         .replace(Evaluate.class, inputs -> outputs().with("accuracy", 0.9))
 *         .run();
 * assertThat(outputs.number("accuracy")).isEqualTo(0.9);
 * }</pre>
 *
 * <p>Names and types of inputs and outputs are checked as Flyte checks them. What is not replaced
 * runs as {@code jflyte execute-local} runs it: plain tasks in this process, training tasks as
 * clusters of processes.
 */
public final class WorkflowRun {
  private final String what;
  private final BiFunction<LocalPackage, String, LocalTarget> find;
  private final String name;
  private final List<Consumer<LocalExecution.Builder>> settings = new ArrayList<>();
  private final Set<String> replaced = new HashSet<>();
  private TaskValues inputs = TaskValues.inputs();
  private @Nullable String classPath;
  private @Nullable Path folder;

  private WorkflowRun(
      String what, BiFunction<LocalPackage, String, LocalTarget> find, String name) {
    this.what = what;
    this.find = find;
    this.name = name;
  }

  /** A workflow by its class. */
  public static WorkflowRun ofWorkflow(Class<?> workflow) {
    return ofWorkflow(workflow.getName());
  }

  /** A workflow by its full name. */
  public static WorkflowRun ofWorkflow(String name) {
    return new WorkflowRun("workflow", LocalTarget::workflow, name);
  }

  /** A workflow with the defaults and fixed inputs of a launch plan. */
  public static WorkflowRun ofLaunchPlan(String name) {
    return new WorkflowRun("launch plan", LocalTarget::launchPlan, name);
  }

  /** A task, alone, by its class. */
  public static WorkflowRun ofTask(Class<?> task) {
    return ofTask(task.getName());
  }

  /** A task, alone, by its name, or the last part of it if that is enough to tell. */
  public static WorkflowRun ofTask(String name) {
    return new WorkflowRun("task", LocalTarget::task, name);
  }

  /**
   * An input.
   *
   * @param value as in {@link TaskValues#with}
   */
  public WorkflowRun with(String input, Object value) {
    inputs = inputs.with(input, value);
    return this;
  }

  /** All inputs. */
  public WorkflowRun inputs(TaskValues inputs) {
    this.inputs = inputs;
    return this;
  }

  /** These outputs, whenever the task would run. */
  public WorkflowRun replace(Class<?> task, TaskValues outputs) {
    return replace(task.getName(), outputs);
  }

  /** These outputs, whenever the task would run; also for a task of another project. */
  public WorkflowRun replace(String task, TaskValues outputs) {
    return replace(task, inputs -> outputs);
  }

  /** This function of its inputs, whenever the task would run. */
  public WorkflowRun replace(Class<?> task, UnaryOperator<TaskValues> function) {
    return replace(task.getName(), function);
  }

  /**
   * This function of its inputs, whenever the task would run. What it throws is what the task would
   * have thrown: it may be tried again as often as the task may.
   *
   * @param task its name, or the last part of it if that is enough to tell; also of a task of
   *     another project
   */
  public WorkflowRun replace(String task, UnaryOperator<TaskValues> function) {
    if (!replaced.add(task)) {
      throw new JflyteException("task " + task + " is replaced twice: replace it once");
    }
    settings.add(
        execution ->
            execution.replace(
                task,
                (given, wanted) ->
                    function
                        .apply(TaskValues.of(given))
                        .literals(wanted, "the replacement of task " + task)));
    return this;
  }

  /** Training tasks that are not replaced run in this process, alone, and not as clusters. */
  public WorkflowRun singleProcess() {
    settings.add(execution -> execution.singleProcess(true));
    return this;
  }

  /**
   * A training task runs with other numbers of replicas.
   *
   * @param sizes for example {@code worker=1,ps=0}
   */
  public WorkflowRun replicas(String task, String sizes) {
    settings.add(execution -> execution.replicas(task, sizes));
    return this;
  }

  /**
   * Things go wrong in the first attempt of a training task.
   *
   * @param faults in the written form, for example {@code worker-1@200}
   */
  public WorkflowRun faults(String task, String faults) {
    settings.add(execution -> execution.faults(task, FaultPlan.parse(faults)));
    return this;
  }

  /** The package is not on this program's class path but on this one. */
  public WorkflowRun classPath(String classPath) {
    this.classPath = classPath;
    return this;
  }

  /** Inputs, outputs, logs and decks stay in this folder. Otherwise they go when it has ended. */
  public WorkflowRun folder(Path folder) {
    this.folder = folder;
    return this;
  }

  /**
   * Runs it to its end.
   *
   * @return its outputs
   * @throws JflyteException if a node fails, a fault has not happened, an input or output is
   *     missing or of another type, or there is no such thing as is to be run or replaced: the
   *     sentence says which and why
   */
  public TaskValues run() {
    if (folder != null) {
      return run(folder);
    }
    try {
      Path temporary = Files.createTempDirectory("workflow-run-");
      try {
        return run(temporary);
      } finally {
        FolderTree.delete(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TaskValues run(Path folder) {
    try (LocalPackage localPackage =
        classPath == null
            ? LocalPackage.ofThisProgram(Map.of())
            : LocalPackage.load(PackageClassPath.ofClassPath(classPath), Map.of())) {
      LocalTarget target = find.apply(localPackage, name);
      Map<String, Literal> given = inputs.literals(target.inputs(), what + " " + target.name());
      LocalExecution.Builder execution =
          LocalExecution.builder(localPackage, target).inputs(given).restartDelayScale(0);
      settings.forEach(setting -> setting.accept(execution));
      LocalExecution local = execution.build(folder);
      TaskValues outputs = TaskValues.of(local.run());
      local.missedFaults().forEach(WorkflowRun::refuse);
      return outputs;
    }
  }

  private static void refuse(String task, List<MissedFault> missed) {
    throw new JflyteException(
        "task " + task + ": " + missed.get(0) + "; ask for one that can, or for none");
  }
}
