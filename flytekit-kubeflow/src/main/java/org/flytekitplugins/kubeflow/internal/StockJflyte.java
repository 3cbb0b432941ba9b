package org.flytekitplugins.kubeflow.internal;

import java.util.Map;
import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;

/**
 * The custom field as stock jflyte needs it. It records task type version 0 whatever the task says,
 * and of that version Flyte reads replica counts only.
 */
public final class StockJflyte {
  private static final String CALLER = "org.flyte.jflyte.utils.ProjectClosure";

  private StockJflyte() {}

  /** Whether stock jflyte is asking: its closure of a project is among the callers. */
  public static boolean isCalling() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(CALLER)));
  }

  /**
   * The replica counts of a job that asks for nothing else.
   *
   * @param replicas the roles that have replicas, as they were asked for
   * @param runPolicy how the job ends, as it was asked for
   * @param counts the form of version 0
   * @throws InvalidFieldException if the job asks for more, which stock jflyte would lose
   */
  public static SdkStruct custom(
      Map<ReplicaType, ReplicaSpec> replicas, RunPolicy runPolicy, ReplicaCounts counts) {
    FieldsBesideCounts.of(replicas, runPolicy)
        .forEach(
            (field, value) -> {
              throw refusal(field, value, "leave it out");
            });
    return counts.write(replicas);
  }

  /**
   * The refusal of a field that version 0 has no place for.
   *
   * @param remedy what to do instead of registering with another jflyte
   */
  public static InvalidFieldException refusal(String field, Object value, String remedy) {
    return new InvalidFieldException(
        field,
        value,
        "stock jflyte records task type version 0, which carries replica counts only",
        "register with the jflyte of flytekit-jflyte, or " + remedy);
  }
}
