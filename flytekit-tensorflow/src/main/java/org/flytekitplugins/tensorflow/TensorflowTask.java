package org.flytekitplugins.tensorflow;

import java.util.Objects;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkStruct;
import org.flyte.flytekit.SdkType;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.internal.UnwrittenOutput;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.tensorflow.internal.TensorflowJobKind;
import org.jspecify.annotations.Nullable;

/**
 * A Flyte task that runs as a Kubeflow TFJob: every replica of the job calls {@link #run} with the
 * same input, and finds out who it is through {@code TrainingContext.current()}.
 *
 * <p>Only the primary replica (the chief, else worker 0) writes what {@code run} returns. What the
 * others return, null for example, is not looked at.
 *
 * <p>Subclasses are found as {@code SdkRunnableTask} services. Further fields of the task template,
 * environment, secrets and the like, are methods to override, inherited from {@link
 * TaskTemplateExtension}.
 *
 * <p>{@code getResources()} is what a replica gets whose role says nothing; of a role that says
 * neither cpu nor memory, both are the task's. Put GPUs on roles: a GPU of the task cannot be taken
 * away from a role.
 *
 * @param <InputT> the input, which may be {@code Void} for none
 * @param <OutputT> the output, which may be {@code Void} for none
 */
public abstract class TensorflowTask<
        InputT extends @Nullable Object, OutputT extends @Nullable Object>
    extends SdkRunnableTask<InputT, OutputT> implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  private final TfJob job;

  /**
   * A task for subclasses to run as a job.
   *
   * @param inputType how the input is read from Flyte's literals
   * @param outputType how the output is written as Flyte's literals
   * @param job the job to run as
   */
  protected TensorflowTask(SdkType<InputT> inputType, SdkType<OutputT> outputType, TfJob job) {
    super(inputType, outputType);
    this.job = Objects.requireNonNull(job, "job");
  }

  /** The job this task runs as. */
  public final TfJob job() {
    return job;
  }

  /** Returns {@code tensorflow}. */
  @Override
  public final String getType() {
    return TensorflowJobKind.TASK_TYPE;
  }

  /** Returns 1. */
  @Override
  public final int getTaskTypeVersion() {
    return TensorflowJobKind.TASK_TYPE_VERSION;
  }

  /**
   * The job as Flyte's backend plugin reads it.
   *
   * @throws InvalidFieldException when stock jflyte asks for a job that it cannot register
   */
  @Override
  public final SdkStruct getCustom() {
    return TensorflowCustom.of(job, getResources());
  }

  /** Where the job was built. */
  @Override
  public final @Nullable StackTraceElement getDeclaredAt() {
    return job.builtAt();
  }

  /** The output as the primary replica writes it; the others write none. */
  @Override
  public SdkType<OutputT> getOutputType() {
    return UnwrittenOutput.unlessThisMayLead(super.getOutputType());
  }

  /** Returns true: the primary replica leaves a page that shows how the training went. */
  @Override
  public boolean getGeneratesDeck() {
    return true;
  }
}
