package org.flytekitplugins.tensorflow;

import java.util.Objects;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkStruct;
import org.flyte.flytekit.SdkType;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.tensorflow.internal.TensorflowJobKind;
import org.jspecify.annotations.Nullable;

/**
 * A Flyte task that runs a container image of the user's own, one with Python's TensorFlow for
 * example, as a Kubeflow TFJob. There is no Java in its pods.
 *
 * <p>Every replica runs the same command and arguments, in which Flyte fills in templates such as
 * {@code {{.inputs.epochs}}} and {@code {{.outputPrefix}}}; the script reads its role from {@code
 * TF_CONFIG}. The task has the outputs that the script's primary replica writes to {@code
 * {{.outputPrefix}}/outputs.pb}, and none if it writes none. Subclasses are found as {@code
 * SdkContainerTask} services.
 *
 * @param <InputT> the input, which may be {@code Void} for none
 * @param <OutputT> the output, which may be {@code Void} for none
 */
public abstract class TensorflowContainerTask<
        InputT extends @Nullable Object, OutputT extends @Nullable Object>
    extends SdkContainerTask<InputT, OutputT> implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  private final TfJob job;

  /**
   * A task for subclasses to run as a job.
   *
   * @param inputType how the input is read from Flyte's literals
   * @param outputType how the output is written as Flyte's literals
   * @param job the job to run as
   */
  protected TensorflowContainerTask(
      SdkType<InputT> inputType, SdkType<OutputT> outputType, TfJob job) {
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
}
