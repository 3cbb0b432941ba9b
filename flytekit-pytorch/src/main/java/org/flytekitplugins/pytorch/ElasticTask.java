package org.flytekitplugins.pytorch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkStruct;
import org.flyte.flytekit.SdkType;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.pytorch.internal.PytorchJobKind;
import org.flytekitplugins.spi.IgnoreOutputsException;
import org.flytekitplugins.spi.RecoverableException;
import org.flytekitplugins.spi.SharedMemory;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/**
 * A Flyte task whose Python script torchrun starts: on one node, or as an elastic PyTorchJob, every
 * replica of which calls {@link #run} with the same input.
 *
 * <pre>{@code
 * public Output run(Input input) {
 *   return runPython(input, s -> s.file("/app/train.py"));
 * }
 * }</pre>
 *
 * <p>Each of the processes finds the input in a JSON file that {@code FLYTEKIT_INPUTS} names, and
 * who it is in what torchrun sets ({@code RANK}, {@code LOCAL_RANK}, {@code WORLD_SIZE} and so on).
 * Rank 0 writes the output as JSON to the file that {@code FLYTEKIT_OUTPUTS} names. A Blob in it is
 * the path of a file or folder, which is uploaded then, or a URI.
 *
 * <p>Which replica has rank 0 is not known before the last rendezvous. There {@code runPython}
 * returns the output; in the others it throws {@link IgnoreOutputsException}, which {@code run}
 * lets pass.
 *
 * <p>A task with {@code nnodes(1)} is a plain one, without a job.
 *
 * <p>Subclasses are found as {@code SdkRunnableTask} services. Further fields of the task template,
 * environment, secrets and the like, are methods to override, inherited from {@link
 * TaskTemplateExtension}.
 *
 * @param <InputT> the input, which may be {@code Void} for none
 * @param <OutputT> the output, which may be {@code Void} for none
 */
public abstract class ElasticTask<InputT extends @Nullable Object, OutputT extends @Nullable Object>
    extends SdkRunnableTask<InputT, OutputT> implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  /** From the moment torchrun has noticed the end of a rank until its replica has told it. */
  private static final Duration TO_TELL = Duration.ofSeconds(5);

  private static final String THREADS = "OMP_NUM_THREADS";

  private final Elastic elastic;

  /**
   * A task for subclasses to have started by torchrun.
   *
   * @param inputType how the input is read from Flyte's literals
   * @param outputType how the output is written as Flyte's literals
   * @param elastic on how many nodes, with how many processes
   */
  protected ElasticTask(SdkType<InputT> inputType, SdkType<OutputT> outputType, Elastic elastic) {
    super(inputType, outputType);
    this.elastic = Objects.requireNonNull(elastic, "elastic");
  }

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

  /** Returns true for a job: who leads it leaves a page that shows how the training went. */
  @Override
  public boolean getGeneratesDeck() {
    return !elastic.isPlain();
  }

  /** The volume that was asked for with {@link Elastic.Builder#sharedMemory}. */
  @Override
  public final @Nullable SharedMemory getSharedMemory() {
    return elastic.sharedMemory();
  }

  /**
   * Has torchrun run a script in this replica, in as many processes as were asked for, and returns
   * when all have ended. What they print goes to the log line by line. When the JVM ends, so do
   * they. Where no operator tells of peers, the replica trains alone.
   *
   * @param input what the script gets
   * @param script a lambda that says what to run
   * @return the output that rank 0 has written
   * @throws IgnoreOutputsException if rank 0 was in another replica at the last rendezvous
   * @throws PythonException if a rank raises something or exits with anything but 0, and torchrun
   *     does not start it again
   * @throws RecoverableException with such a cause, if another try may help: a peer was lost, a
   *     signal has killed the rank, or a class called {@code FlyteRecoverableException} is among
   *     those of what it raised
   * @throws IllegalStateException if the interpreter, torch or the script is not there
   * @throws IllegalArgumentException if the output lacks a field, or one has another type
   */
  protected final OutputT runPython(InputT input, Consumer<PythonScript.Builder> script) {
    PythonScript.Builder builder = PythonScript.builder();
    script.accept(builder);
    return runPython(input, builder.build());
  }

  /**
   * Has torchrun run a script in this replica, as {@link #runPython(Object, Consumer)} does.
   *
   * @param input what the script gets
   * @param script what to run
   * @return the output that rank 0 has written
   * @throws IgnoreOutputsException if rank 0 was in another replica at the last rendezvous
   */
  protected final OutputT runPython(InputT input, PythonScript script) {
    Map<String, String> environment = System.getenv();
    try (ScriptRun run = new ScriptRun(script, environment)) {
      run.writeInputs(getInputType().toLiteralMap(input));
      run.byTorchrun(torchrun(environment), threads(environment), peers());
      if (!run.hadRankZero()) {
        throw new IgnoreOutputsException(
            "rank 0 was in another replica at the last rendezvous, which writes the outputs");
      }
      return run.output(getOutputType());
    }
  }

  private List<String> torchrun(Map<String, String> environment) {
    String rdzvConf = environment.get("PET_RDZV_CONF");
    return environment.containsKey("PET_RDZV_ENDPOINT")
        ? TorchrunArguments.ofReplica(elastic, rdzvConf)
        : TorchrunArguments.alone(elastic, rdzvConf);
  }

  // As torchrun itself does, which says so in seven lines each time.
  private Map<String, String> threads(Map<String, String> environment) {
    return elastic.nprocPerNode() > 1 && !environment.containsKey(THREADS)
        ? Map.of(THREADS, "1")
        : Map.of();
  }

  private ScriptRun.Peers peers() {
    if (TrainingContext.current().isDistributed()) {
      return ScriptRun.Peers.elsewhere(elastic.monitorInterval().plus(TO_TELL));
    }
    return elastic.nprocPerNode() > 1 ? ScriptRun.Peers.here() : ScriptRun.Peers.none();
  }
}
