package org.flytekitplugins.pytorch.internal;

import java.util.Map;
import java.util.Set;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceForm;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.SpecFields;

/**
 * How a PyTorchJob stands in Kubernetes.
 *
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/apis/kubeflow.org/v1/pytorch_types.go">pytorch_types.go</a>
 */
final class PytorchJobForm implements ResourceForm {
  private final JobKind kind;

  private PytorchJobForm(JobKind kind) {
    this.kind = kind;
  }

  /** The form, as what plain pods, which load the kind too, need not load for it. */
  static ResourceForm of(JobKind kind) {
    return new PytorchJobForm(kind);
  }

  @Override
  public JobKind kind() {
    return kind;
  }

  @Override
  public Map<String, String> optionFields() {
    return ElasticConfig.POLICY_FIELDS;
  }

  @Override
  public Map<String, String> readOptions(SpecFields spec, Map<ReplicaType, ReplicaSpec> replicas) {
    return new PytorchJobOptions(spec, replicas)
        .read(ResourceForm.super.readOptions(spec, replicas));
  }

  @Override
  public Map<String, String> remedies() {
    return PytorchJobOptions.REMEDIES;
  }

  // For Flyte's aggregation of errors; the plugin has none for the master.
  @Override
  public Set<String> podNameVariables(ReplicaType type) {
    return type == ReplicaType.WORKER ? Set.of("_F_WN") : Set.of();
  }

  // envvar.go#L45-L130 goes over all of them.
  @Override
  public boolean tellsAllContainers() {
    return true;
  }

  @Override
  public RestartPolicy defaultRestartPolicy() {
    return RestartPolicy.ON_FAILURE;
  }

  @Override
  public int port() {
    return 23456;
  }

  @Override
  public String address(String namespace, String job, Replica replica) {
    return job + "-" + replica + ":" + port();
  }
}
