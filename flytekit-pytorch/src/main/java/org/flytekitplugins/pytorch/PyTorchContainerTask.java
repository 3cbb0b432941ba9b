package org.flytekitplugins.pytorch;

import java.util.Objects;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkStruct;
import org.flyte.flytekit.SdkType;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.pytorch.internal.PytorchJobKind;
import org.flytekitplugins.spi.SharedMemory;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/**
 * A Flyte task that runs a container image of the user's own, one with Python and PyTorch, as a
 * Kubeflow PyTorchJob that a master leads. There is no Java in its pods.
 *
 * <p>Every replica runs the same command and arguments, in which Flyte fills in templates such as
 * {@code {{.inputs.epochs}}} and {@code {{.outputPrefix}}}; the script reads who it is from {@code
 * RANK}, {@code WORLD_SIZE}, {@code MASTER_ADDR} and {@code MASTER_PORT}. The task has the outputs
 * that the master's script writes to {@code {{.outputPrefix}}/outputs.pb}, and none if it writes
 * none. Subclasses are found as {@code SdkContainerTask} services.
 *
 * @param <InputT> the input, which may be {@code Void} for none
 * @param <OutputT> the output, which may be {@code Void} for none
 */
public abstract class PyTorchContainerTask<
        InputT extends @Nullable Object, OutputT extends @Nullable Object>
    extends SdkContainerTask<InputT, OutputT> implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  private final PyTorchJob job;

  /**
   * A task for subclasses to run as a job.
   *
   * @param inputType how the input is read from Flyte's literals
   * @param outputType how the output is written as Flyte's literals
   * @param job the job to run as
   */
  protected PyTorchContainerTask(
      SdkType<InputT> inputType, SdkType<OutputT> outputType, PyTorchJob job) {
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

  /**
   * Returns a volume that may grow to the pod's memory limit: through it torch's data loaders hand
   * over their batches, and the container runtime's own, often 64 MiB, is not enough for that.
   */
  @Override
  public @Nullable SharedMemory getSharedMemory() {
    return SharedMemory.unlimited();
  }
}
