package org.flytekitplugins.kubeflow.internal;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RunPolicy;

/**
 * What the builder of a job has been told so far: the roles, in either form, and the run policy.
 */
public final class JobDraft {
  private final Map<ReplicaType, ReplicaSpec> roles = new EnumMap<>(ReplicaType.class);
  private final OlderForm olderForm;
  private RunPolicy runPolicy = RunPolicy.empty();

  /**
   * A draft that says nothing.
   *
   * @param olderFields the field of the older form that counts a role, for each role that has one
   */
  public JobDraft(Map<ReplicaType, String> olderFields) {
    olderForm = new OlderForm(olderFields);
  }

  /** Takes over what a job has. */
  public void add(Map<ReplicaType, ReplicaSpec> roles, RunPolicy runPolicy) {
    this.roles.putAll(roles);
    this.runPolicy = runPolicy;
  }

  /** A role by a spec, which replaces what it had. */
  public void role(ReplicaType type, ReplicaSpec spec) {
    roles.put(type, Objects.requireNonNull(spec, type.lowerCaseName()));
  }

  /** A role by a lambda, which changes what it has. */
  public void role(ReplicaType type, Consumer<ReplicaSpec.Builder> configure) {
    ReplicaSpec present = roles.get(type);
    ReplicaSpec.Builder spec = present == null ? ReplicaSpec.builder() : present.toBuilder();
    role(
        type,
        FieldOwner.of(
            type.lowerCaseName(),
            () -> {
              configure.accept(spec);
              return spec.build();
            }));
  }

  /** The run policy by a value, which replaces what was said. */
  public void runPolicy(RunPolicy runPolicy) {
    this.runPolicy = Objects.requireNonNull(runPolicy, "runPolicy");
  }

  /** The run policy by a lambda, which changes what was said. */
  public void runPolicy(Consumer<RunPolicy.Builder> configure) {
    RunPolicy.Builder policy = runPolicy.toBuilder();
    configure.accept(policy);
    runPolicy(FieldOwner.of("runPolicy", policy::build));
  }

  /** The count of a role in the older form. */
  public void count(ReplicaType type, int replicas) {
    olderForm.count(type, replicas);
  }

  /** What each replica of the roles in the older form requests. */
  public void perReplicaRequests(ResourceList requests) {
    olderForm.requests(requests);
  }

  /** What each replica of the roles in the older form is limited to. */
  public void perReplicaLimits(ResourceList limits) {
    olderForm.limits(limits);
  }

  /** How the job ends, as it was asked for. */
  public RunPolicy runPolicy() {
    return runPolicy;
  }

  /** Whether a role was said in either form, be it with no replicas. */
  public boolean says(ReplicaType type) {
    return roles.containsKey(type) || olderForm.counts(type);
  }

  /** The field that holds the count of a role, in whichever form the role is given. */
  public String countField(ReplicaType type) {
    return olderForm.countField(type);
  }

  /**
   * The roles that have replicas, of both forms.
   *
   * @throws InvalidFieldException if a role is given in both, or the older form's resources are for
   *     no role
   */
  public Map<ReplicaType, ReplicaSpec> replicas() {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    replicas.putAll(roles);
    olderForm.addTo(replicas);
    replicas.values().removeIf(spec -> spec.replicas() == 0);
    return Collections.unmodifiableMap(replicas);
  }
}
