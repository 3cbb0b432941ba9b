package org.flytekitplugins.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a Flyte task template that flytekit-java's own task model cannot carry.
 *
 * <p>Training tasks implement it; so may any other {@code SdkRunnableTask} or {@code
 * SdkContainerTask} that needs one of these fields. The launcher finds it through a {@link
 * TaskTemplateExtensionRegistrar} and merges it into the task template by task identifier. Stock
 * jflyte does not look for it.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/tasks.proto">tasks.proto</a>
 */
public interface TaskTemplateExtension {
  /** The share of its memory limit that the Java heap of a training task gets by default. */
  int DEFAULT_HEAP_PERCENTAGE = 25;

  /**
   * The version of the task type, which tells Flyte's backend plugin how to read the custom field.
   *
   * @return a version from 0 up; 0 is what stock jflyte always records
   */
  default int getTaskTypeVersion() {
    return 0;
  }

  /**
   * The image that the task runs in: a reference, or a name such as <code>{{.image.gpu}}</code>
   * that registration resolves. A role of a training job that names an image of its own runs in
   * that; tasks that a dynamic task makes do not run in that of the dynamic task. For an {@code
   * SdkContainerTask} one method answers this and flytekit-java's own.
   *
   * @return null for the image of the package, which registration is told
   */
  default @Nullable String getImage() {
    return null;
  }

  /** The environment variables of every replica's container, by name. Not for secrets. */
  default Map<String, String> getEnv() {
    return Map.of();
  }

  /**
   * Whether the task may run on nodes that can be taken away, such as spot nodes.
   *
   * @return null to leave the decision to the workflow and the platform
   */
  default @Nullable Boolean getInterruptible() {
    return null;
  }

  /**
   * How long one attempt of the task may take before Flyte aborts it.
   *
   * @return a duration above zero, or null for the platform's default
   */
  default @Nullable Duration getTimeout() {
    return null;
  }

  /**
   * The name of the Kubernetes {@code PodTemplate} on the cluster to start from, or null for the
   * platform's.
   */
  default @Nullable String getPodTemplateName() {
    return null;
  }

  /**
   * What the pods of the task are to be beyond what the task says otherwise, or null for nothing. A
   * template that {@link #getPodTemplateName} names, or else the platform's, is what it is laid
   * over.
   */
  default @Nullable PodTemplate getPodTemplate() {
    return null;
  }

  /** The secrets that Flyte mounts into every replica. */
  default List<Secret> getSecrets() {
    return List.of();
  }

  /** The kind of GPU that the nodes must have, or null when any will do. */
  default @Nullable Accelerator getAccelerator() {
    return null;
  }

  /** The volume at {@code /dev/shm}, or null for the container runtime's own (often 64 MiB). */
  default @Nullable SharedMemory getSharedMemory() {
    return null;
  }

  /**
   * The share of its memory limit that the Java heap of a training task gets. The rest is for
   * native libraries, which allocate outside the heap.
   *
   * @return a percentage from 1 to 100; only looked at for training tasks
   */
  default int getHeapPercentage() {
    return DEFAULT_HEAP_PERCENTAGE;
  }

  /**
   * Whether the console promises a page, {@code deck.html}, from the task's first moment; then
   * there is one whatever the task adds to it ({@link TaskDeck}). Training tasks promise it: their
   * launcher draws how the training went. Without the promise there is one if the task adds
   * something.
   */
  default boolean getGeneratesDeck() {
    return false;
  }

  /** What the console shows people of the task, or null for nothing. */
  default @Nullable Documentation getDocumentation() {
    return null;
  }

  /**
   * What people who use the task are told because it will not be kept, such as which one to use
   * instead; null for a task that is kept.
   */
  default @Nullable String getDeprecationMessage() {
    return null;
  }

  /**
   * The names of inputs that make no difference to the outputs of a cached task, so that a result
   * is found again whatever they are.
   *
   * @return inputs of the task; none if the task is not cached
   */
  default Set<String> getCacheIgnoredInputs() {
    return Set.of();
  }

  /**
   * What the task's backend plugin is told beside the custom field, by the plugin's own names. No
   * plugin for training jobs reads it.
   */
  default Map<String, String> getPluginConfig() {
    return Map.of();
  }

  /**
   * The findings that {@code jflyte explain} shall not report for this task: by their ids the
   * reason why, for whoever reads the code next. An id that is none, and a reason that says
   * nothing, are findings themselves.
   */
  default Map<String, String> getSuppressedFindings() {
    return Map.of();
  }

  /**
   * Where the code of the user says what the task is, which findings point to. Training tasks say
   * where their job was built.
   *
   * @return null if nobody knows
   */
  default @Nullable StackTraceElement getDeclaredAt() {
    return null;
  }
}
