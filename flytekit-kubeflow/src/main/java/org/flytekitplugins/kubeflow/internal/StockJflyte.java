package org.flytekitplugins.kubeflow.internal;

import java.util.Map;
import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.jspecify.annotations.Nullable;

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
    replicas.forEach(StockJflyte::checkReplicas);
    checkRunPolicy(runPolicy);
    return counts.write(replicas);
  }

  /** The refusal of a field that version 0 has no place for. */
  public static InvalidFieldException refusal(String field, Object value, String otherRemedy) {
    return new InvalidFieldException(
        field,
        value,
        "stock jflyte records task type version 0, which carries replica counts only",
        "register with the jflyte of flytekit-jflyte, or " + otherRemedy);
  }

  private static void checkReplicas(ReplicaType type, ReplicaSpec spec) {
    String role = type.lowerCaseName();
    checkUnset(role + ".image", spec.image());
    checkUnset(role + ".requests", emptyToNull(spec.requests()));
    checkUnset(role + ".limits", emptyToNull(spec.limits()));
    if (spec.restartPolicy() != RestartPolicy.NEVER) { // what version 0 means
      checkUnset(role + ".restartPolicy", spec.restartPolicy());
    }
  }

  private static void checkRunPolicy(RunPolicy policy) {
    checkUnset("runPolicy.cleanPodPolicy", policy.cleanPodPolicy());
    checkUnset("runPolicy.ttlAfterFinished", policy.ttlAfterFinished());
    checkUnset("runPolicy.activeDeadline", policy.activeDeadline());
    checkUnset("runPolicy.backoffLimit", policy.backoffLimit());
  }

  private static void checkUnset(String field, @Nullable Object value) {
    if (value != null) {
      throw refusal(field, value, "leave it out");
    }
  }

  private static @Nullable ResourceList emptyToNull(ResourceList resources) {
    return resources.isEmpty() ? null : resources;
  }
}
