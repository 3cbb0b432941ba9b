package org.flytekitplugins.pytorch;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkStruct;
import org.flyte.flytekit.SdkType;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.kubeflow.internal.UnwrittenOutput;
import org.flytekitplugins.pytorch.internal.PytorchJobKind;
import org.flytekitplugins.spi.RecoverableException;
import org.flytekitplugins.spi.SharedMemory;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/**
 * A Flyte task that runs as a Kubeflow PyTorchJob that a master leads: every replica of the job
 * calls {@link #run} with the same input, and most often that runs a Python script.
 *
 * <pre>{@code
 * public Output run(Input input) {
 *   return runPython(input, s -> s.file("/app/train.py"));
 * }
 * }</pre>
 *
 * <p>The script finds the input in a JSON file that {@code FLYTEKIT_INPUTS} names, who it is in
 * {@code RANK}, {@code WORLD_SIZE}, {@code MASTER_ADDR} and {@code MASTER_PORT} as the operator
 * sets them, and writes the output as JSON to the file that {@code FLYTEKIT_OUTPUTS} names. Only
 * what the master's script writes, rank 0, is the output of the task. A Blob in it is the path of a
 * file or folder, which is uploaded then, or a URI.
 *
 * <p>Subclasses are found as {@code SdkRunnableTask} services. Further fields of the task template,
 * environment, secrets and the like, are methods to override, inherited from {@link
 * TaskTemplateExtension}.
 *
 * @param <InputT> the input, which may be {@code Void} for none
 * @param <OutputT> the output, which may be {@code Void} for none
 */
public abstract class PyTorchTask<InputT extends @Nullable Object, OutputT extends @Nullable Object>
    extends SdkRunnableTask<InputT, OutputT> implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  /** How long the end of a peer takes to be noticed and told, if it has something to tell. */
  private static final Duration PEERS_PATIENCE = Duration.ofSeconds(5);

  private final PyTorchJob job;

  /**
   * A task for subclasses to run as a job.
   *
   * @param inputType how the input is read from Flyte's literals
   * @param outputType how the output is written as Flyte's literals
   * @param job the job to run as
   */
  protected PyTorchTask(SdkType<InputT> inputType, SdkType<OutputT> outputType, PyTorchJob job) {
    super(inputType, outputType);
    this.job = Objects.requireNonNull(job, "job");
  }

  /** The job this task runs as. */
  public final PyTorchJob job() {
    return job;
  }

  /** Returns {@code pytorch}. */
  @Override
  public final String getType() {
    return PytorchJobKind.TASK_TYPE;
  }

  /** Returns 1. */
  @Override
  public final int getTaskTypeVersion() {
    return PytorchJobKind.TASK_TYPE_VERSION;
  }

  /**
   * The job as Flyte's backend plugin reads it.
   *
   * @throws InvalidFieldException when stock jflyte asks for a job that it cannot register
   */
  @Override
  public final SdkStruct getCustom() {
    return TaskCustom.of(job, getResources());
  }

  /** Where the job was built. */
  @Override
  public final @Nullable StackTraceElement getDeclaredAt() {
    return job.builtAt();
  }

  /** The output as the master writes it; the others write none. */
  @Override
  public SdkType<OutputT> getOutputType() {
    return UnwrittenOutput.unlessThisMayLead(super.getOutputType());
  }

  /** Returns true: the master leaves a page that shows how the training went. */
  @Override
  public boolean getGeneratesDeck() {
    return true;
  }

  /**
   * Returns a volume that may grow to the pod's memory limit: through it torch's data loaders hand
   * over their batches, and the container runtime's own, often 64 MiB, is not enough for that.
   */
  @Override
  public @Nullable SharedMemory getSharedMemory() {
    return SharedMemory.unlimited();
  }

  /**
   * Runs a script in this replica, in one process, and returns when it and all that it has started
   * have ended. What it prints goes to the log line by line. When the JVM ends, so does the script.
   *
   * @param input what the script gets
   * @param script a lambda that says what to run
   * @return the output that rank 0 has written; null in other replicas, where nobody looks at it
   * @throws PythonException if the script raises something or exits with anything but 0
   * @throws RecoverableException with such a cause, if another try may help: a peer was lost, a
   *     signal has killed the script, or a class called {@code FlyteRecoverableException} is among
   *     those of what it raised
   * @throws IllegalStateException if the interpreter or the script is not there
   * @throws IllegalArgumentException if the output lacks a field, or one has another type
   */
  protected final OutputT runPython(InputT input, Consumer<PythonScript.Builder> script) {
    PythonScript.Builder builder = PythonScript.builder();
    script.accept(builder);
    return runPython(input, builder.build());
  }

  /**
   * Runs a script in this replica, as {@link #runPython(Object, Consumer)} does.
   *
   * @param input what the script gets
   * @param script what to run
   * @return the output that rank 0 has written; null in other replicas, where nobody looks at it
   */
  protected final OutputT runPython(InputT input, PythonScript script) {
    TrainingContext context = TrainingContext.current();
    try (ScriptRun run = new ScriptRun(script, System.getenv())) {
      run.writeInputs(getInputType().toLiteralMap(input));
      run.alone(
          context.isDistributed()
              ? ScriptRun.Peers.elsewhere(PEERS_PATIENCE)
              : ScriptRun.Peers.none());
      return context.isPrimary() ? run.output(super.getOutputType()) : ScriptRun.nothing();
    }
  }
}
