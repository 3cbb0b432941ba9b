package org.flytekitplugins.jflyte.execution.attempt;

import java.util.Map;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.Replica;
import org.jspecify.annotations.Nullable;

/**
 * What Flyte asks of a replica's error document where it takes the earliest of several, which it
 * does for some kinds of jobs if its configuration says so.
 *
 * @param isEarliest whether it does, so that each replica has a document of its own
 * @param worker the name by which Flyte knows the replica; null if it has told none
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/ioutils/remote_file_output_reader.go">remote_file_output_reader.go</a>
 */
public record ErrorAggregation(boolean isEarliest, @Nullable String worker) {
  /** The environment variable for the strategy, which has one value. */
  static final String STRATEGY = "_F_DES";

  /** The environment variable for the name, which is the pod's. */
  static final String WORKER = "_F_WN";

  /** Where Flyte asks for nothing. */
  public static final ErrorAggregation NONE = new ErrorAggregation(false, null);

  /** What an environment says to a replica of a job of that kind. */
  public static ErrorAggregation of(JobKind kind, Map<String, String> environment) {
    return kind.aggregatesErrors()
        ? new ErrorAggregation(isSet(environment.get(STRATEGY)), name(environment.get(WORKER)))
        : NONE;
  }

  private static boolean isSet(@Nullable String value) {
    return name(value) != null;
  }

  private static @Nullable String name(@Nullable String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** A failure under the name by which Flyte knows the replica. */
  TaskError named(TaskError failure) {
    return worker == null ? failure : FailureDocuments.ofWorker(failure, worker);
  }

  /** The name of a replica's own document; null if it has none. */
  @Nullable String file(Replica replica) {
    return isEarliest ? AttemptFiles.error(worker == null ? replica.toString() : worker) : null;
  }
}
