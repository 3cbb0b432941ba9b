package org.flytekitplugins.pytorch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * A Flyte task that runs torchrun in a container image of the user's own, one with Python and
 * PyTorch: on one node, or as an elastic PyTorchJob. There is no Java in its pods.
 *
 * <p>The command line of torchrun is written from the {@link Elastic}: of a job only what the
 * operator does not tell torchrun by its {@code PET_*} variables, so that nothing is said twice. In
 * the arguments of the script Flyte fills in templates such as {@code {{.inputs.epochs}}} and
 * {@code {{.outputPrefix}}}. The task has the outputs that rank 0 writes to {@code
 * {{.outputPrefix}}/outputs.pb}, and none if it writes none.
 *
 * <p>The job has succeeded when any of its pods has, and what still runs then is killed: no rank
 * may end before rank 0 has written. A barrier at the end of the script sees to it.
 *
 * <p>Subclasses are found as {@code SdkContainerTask} services.
 *
 * @param <InputT> the input, which may be {@code Void} for none
 * @param <OutputT> the output, which may be {@code Void} for none
 */
public abstract class ElasticContainerTask<
        InputT extends @Nullable Object, OutputT extends @Nullable Object>
    extends SdkContainerTask<InputT, OutputT> implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  private final Elastic elastic;

  /**
   * A task for subclasses to have started by torchrun.
   *
   * @param inputType how the input is read from Flyte's literals
   * @param outputType how the output is written as Flyte's literals
   * @param elastic on how many nodes, with how many processes
   */
  protected ElasticContainerTask(
      SdkType<InputT> inputType, SdkType<OutputT> outputType, Elastic elastic) {
    super(inputType, outputType);
    this.elastic = Objects.requireNonNull(elastic, "elastic");
  }

  /** The script that torchrun starts: a file or a module of the image. */
  public abstract PythonScript getScript();

  /** On how many nodes this task runs, with how many processes. */
  public final Elastic elastic() {
    return elastic;
  }

  /** Returns {@code pytorch}, and flytekit-java's own type if this is a plain task. */
  @Override
  public final String getType() {
    return elastic.isPlain() ? super.getType() : PytorchJobKind.TASK_TYPE;
  }

  /** Returns 1, and 0 if this is a plain task. */
  @Override
  public final int getTaskTypeVersion() {
    return elastic.isPlain() ? 0 : PytorchJobKind.TASK_TYPE_VERSION;
  }

  /**
   * The job as Flyte's backend plugin reads it; empty if this is a plain task.
   *
   * @throws InvalidFieldException when stock jflyte asks for a job, which it cannot register
   */
  @Override
  public final SdkStruct getCustom() {
    return TaskCustom.of(elastic, getResources());
  }

  /** Where the job was built. */
  @Override
  public final @Nullable StackTraceElement getDeclaredAt() {
    return elastic.builtAt();
  }

  /** Returns torchrun, as a module of the script's interpreter. */
  @Override
  public final List<String> getCommand() {
    return List.of(getScript().python(), "-m", "torch.distributed.run");
  }

  /**
   * Returns what torchrun is told, then the script with its arguments.
   *
   * @throws InvalidFieldException if the script is a resource of the package, which is not in the
   *     image
   */
  @Override
  public final List<String> getArgs() {
    PythonScript script = getScript();
    List<String> arguments =
        new ArrayList<>(
            elastic.isPlain()
                ? TorchrunArguments.alone(elastic, null)
                : TorchrunArguments.ofReplica(elastic, null));
    String file = script.file();
    String module = script.module();
    if (module != null) {
      arguments.addAll(List.of("-m", module));
    } else if (file != null) {
      arguments.add(file);
    } else {
      throw new InvalidFieldException(
          "script.resource",
          script.name(),
          "the image has no files of the package",
          "copy the script into the image, and name its file or module");
    }
    arguments.addAll(script.arguments());
    return arguments;
  }

  /** Returns the script's environment. */
  @Override
  public Map<String, String> getEnv() {
    return getScript().environment();
  }

  /** The volume that was asked for with {@link Elastic.Builder#sharedMemory}. */
  @Override
  public final @Nullable SharedMemory getSharedMemory() {
    return elastic.sharedMemory();
  }
}
