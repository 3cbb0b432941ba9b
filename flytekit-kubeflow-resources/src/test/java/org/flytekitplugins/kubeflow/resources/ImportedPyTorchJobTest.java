package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.util.List;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.pytorch.Elastic;
import org.flytekitplugins.pytorch.PyTorchJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A PyTorchJob read from the YAML that a team applies today, elastic or not. */
class ImportedPyTorchJobTest {
  @Test
  void oneWithAMasterIsAPyTorchJob() {
    ImportedJob job = read("", "Master", "1", "Worker", "3");

    assertThat(PyTorchJob.of(job.cluster()))
        .isEqualTo(
            PyTorchJob.builder()
                .master(m -> m.restartPolicy(ON_FAILURE))
                .worker(w -> w.replicas(3).restartPolicy(ON_FAILURE))
                .build());
    assertThat(job.leftovers()).isEmpty();
  }

  @Test
  void aMasterMayBeAlone() {
    assertThat(PyTorchJob.of(read("", "Master", "1").cluster()))
        .isEqualTo(PyTorchJob.builder().master(m -> m.restartPolicy(ON_FAILURE)).worker(0).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1:3|2|5| elasticPolicy: {rdzvBackend: c10d, minReplicas: 1, maxReplicas: 3, nProcPerNode: 2, maxRestarts: 5}",
        "2:3|4|0| {elasticPolicy: {minReplicas: 2, maxReplicas: 3}, nprocPerNode: '4'}",
        "3:3|4|0| {elasticPolicy: {rdzvBackend: c10d}, nprocPerNode: '4'}",
        "3:3|1|0| elasticPolicy: {maxReplicas: 3, nProcPerNode: 1}",
        "3:3|1|0| elasticPolicy: {minReplicas: 3, nProcPerNode: 1}",
      })
  void anElasticOneHasWhatTheOperatorAssumes(
      String nnodes, int processes, int restarts, String spec) {
    ImportedJob job = read(spec, "Worker", "3");

    assertThat(Elastic.of(job.cluster()))
        .isEqualTo(
            Elastic.builder()
                .nnodes(nnodes)
                .nprocPerNode(processes)
                .maxRestarts(restarts)
                .worker(w -> w.restartPolicy(ON_FAILURE))
                .build());
    assertThat(job.leftovers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{rdzvPort: 29400, rdzvHost: w} | spec.elasticPolicy.rdzvPort has no place in Flyte: workers meet at worker 0, at the operator's own port; leave it | spec.elasticPolicy.rdzvHost has no place in Flyte: workers meet at worker 0, at the operator's own port; leave it",
        "{rdzvConf: [{key: timeout, value: '60'}]} | spec.elasticPolicy.rdzvConf has no place in Flyte: Elastic says it with rdzvConfigs |",
        "{rdzvBackend: etcd} | spec.elasticPolicy.rdzvBackend etcd has no place in Flyte: workers meet by c10d, at worker 0, and need no store; leave it |",
        "{minReplicas: 1, maxReplicas: 4} | spec.pytorchReplicaSpecs.Worker.replicas 3 has no place in Flyte: an elastic job of Flyte starts with the most workers, here 4 |",
        "{metrics: [{type: Resource}]} | spec.elasticPolicy.metrics has no place in Flyte: nothing scales a job that Flyte has started; leave it |",
      })
  void whatAnElasticOneSaysMoreIsNamed(String more, String first, String second) {
    ImportedJob job = read("{nprocPerNode: '1', elasticPolicy: " + more + "}", "Worker", "3");

    assertThat(job.leftovers())
        .extracting(Leftover::toString)
        .isEqualTo(second == null ? List.of(first) : List.of(first, second));
    assertThat(Elastic.of(job.cluster()).maxReplicas())
        .isEqualTo(more.contains("maxReplicas") ? 4 : 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nprocPerNode: auto, ", "nprocPerNode: gpu, "})
  void processesThatOnlyTheNodeKnowsAreOne(String processes) {
    ImportedJob job = read("{" + processes + "elasticPolicy: {maxRestarts: 1}}", "Worker", "3");

    assertThat(Elastic.of(job.cluster()).nprocPerNode()).isEqualTo(1);
    assertThat(job.leftovers())
        .extracting(Leftover::toString)
        .containsExactly(
            "spec.nprocPerNode "
                + (processes.contains("gpu") ? "gpu" : "auto")
                + " has no place in Flyte: Flyte wants the number of processes; 1 is taken, with"
                + " GPUs say one for each (nprocPerNode)");
  }

  @Test
  void severalProcessesBesideAMasterAreNamed() {
    assertThat(read("nprocPerNode: auto", "Master", "1").leftovers()).isEmpty();
    assertThat(read("nprocPerNode: '8'", "Master", "1").leftovers())
        .extracting(Leftover::toString)
        .containsExactly(
            "spec.nprocPerNode 8 has no place in Flyte: a job with a master has one process a"
                + " replica; make it Elastic, with a fixed number of nodes, for several");
  }

  @Test
  void workersThatNobodyLeadsAreRefused() {
    assertThatThrownBy(() -> read("", "Worker", "2"))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "replicas is \"worker=2\", but a PyTorchJob has exactly one master, unless it is elastic:"
                + " use master=1");
  }

  /** Reads a job; {@code spec} is YAML of fields beside the roles. */
  private static ImportedJob read(String spec, String... roles) {
    StringBuilder yaml =
        new StringBuilder("apiVersion: kubeflow.org/v1\nkind: PyTorchJob\nspec:\n");
    String fields = spec.startsWith("{") ? spec.substring(1, spec.length() - 1) : spec;
    yaml.append("  {").append(fields).append(fields.isEmpty() ? "" : ", ");
    yaml.append("pytorchReplicaSpecs: {");
    for (int i = 0; i < roles.length; i += 2) {
      yaml.append(roles[i]).append(": {replicas: ").append(roles[i + 1]);
      yaml.append(", template: {spec: {containers: [{name: pytorch, image: t}]}}},");
    }
    return ImportedJob.read(yaml + "}}\n");
  }
}
