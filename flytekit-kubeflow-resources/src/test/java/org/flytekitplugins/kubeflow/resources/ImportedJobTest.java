package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.kubeflow.CleanPodPolicy.RUNNING;
import static org.flytekitplugins.kubeflow.RestartPolicy.NEVER;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.tensorflow.TfJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job read from the YAML that a team applies today. */
class ImportedJobTest {
  @Test
  void theJobOfATeamIsRead() throws IOException {
    ImportedJob job = ImportedJob.read(team());

    assertThat(job.kind().kubernetesKind()).isEqualTo("TFJob");
    assertThat(job.name()).isEqualTo("mnist-resnet");
    assertThat(job.namespace()).isEqualTo("vision");
    ReplicaSpec trainer =
        ReplicaSpec.builder()
            .restartPolicy(ON_FAILURE)
            .requests(r -> r.cpu("4").memory("16Gi"))
            .limits(l -> l.cpu("8").memory("16Gi").gpu("1"))
            .build();
    assertThat(job.cluster())
        .isEqualTo(
            TrainingCluster.of(
                Map.of(
                    ReplicaType.CHIEF, trainer,
                    ReplicaType.WORKER, trainer.toBuilder().replicas(3).build(),
                    ReplicaType.PS,
                        ReplicaSpec.builder()
                            .replicas(2)
                            .image("registry.example.com/vision/mnist:2.3-cpu")
                            .restartPolicy(ON_FAILURE)
                            .requests(r -> r.cpu("0.5").memory("8Gi"))
                            .build()),
                RunPolicy.builder()
                    .cleanPodPolicy(RUNNING)
                    .backoffLimit(4)
                    .ttlAfterFinished(Duration.ofDays(1))
                    .build()));
    assertThat(job.container())
        .isEqualTo(
            TaskContainer.builder()
                .image("registry.example.com/vision/mnist:2.3")
                .command("python", "-m", "mnist.train")
                .args("--epochs", "20", "--out", "/data/model")
                .env(Map.of("TF_CPP_MIN_LOG_LEVEL", "2"))
                .build());
    assertThat(TfJob.of(job.cluster()).cluster()).isEqualTo(job.cluster());
  }

  @Test
  void whatHasNoPlaceInFlyteIsNamed() throws IOException {
    assertThat(ImportedJob.read(team()).leftovers())
        .extracting(Leftover::toString)
        .containsExactly(resource("team-leftovers.txt").split("\n", -1));
  }

  @Test
  void whatTheOperatorAssumesIsReadAsSuch() {
    ImportedJob job =
        ImportedJob.read(
            """
            apiVersion: kubeflow.org/v1
            kind: TFJob
            spec:
              tfReplicaSpecs:
                worker:
                  template: {spec: {containers: [{name: tensorflow, image: "t:1"}]}}
            """);

    assertThat(job.cluster())
        .isEqualTo(
            TrainingCluster.of(Map.of(ReplicaType.WORKER, ReplicaSpec.of(1)), RunPolicy.empty()));
    assertThat(job.name()).isNull();
    assertThat(job.namespace()).isNull();
    assertThat(job.leftovers()).isEmpty();
  }

  @Test
  void aMasterIsWhatFlyteCallsAChief() {
    ImportedJob job =
        ImportedJob.read(
            """
            apiVersion: kubeflow.org/v1
            kind: TFJob
            spec:
              tfReplicaSpecs:
                MASTER:
                  template: {spec: {containers: [{name: tensorflow, image: "t:1"}]}}
                worker:
                  restartPolicy: Never
                  template: {spec: {containers: [{name: tensorflow, image: "t:1"}]}}
            """);

    assertThat(job.cluster().sizes()).isEqualTo("chief=1,worker=1");
    assertThat(job.leftovers())
        .extracting(Leftover::toString)
        .containsExactly(
            "spec.tfReplicaSpecs.MASTER has no place in Flyte: Flyte calls this role chief, and so"
                + " does the job");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: 1       | replicas: one      | spec.tfReplicaSpecs.Worker.replicas is \"one\", but it is to be a whole number of 32 bits: write it as the operator takes it",
        "replicas: 1       | replicas: -1       | spec.tfReplicaSpecs.Worker.replicas is -1, but a count cannot be negative: write for example 1",
        "restartPolicy: Never | restartPolicy: never | spec.tfReplicaSpecs.Worker.restartPolicy is \"never\", but the operator knows no such policy: use Never, OnFailure or Always",
        "Worker:           | Trainer:           | spec.tfReplicaSpecs.Trainer is \"Trainer\", but the operator knows no such role: use Chief, Master, Worker, PS or Evaluator",
        "name: tensorflow  | name: main         | spec.tfReplicaSpecs.Worker.template.spec.containers is \"main\", but the operator looks for one of the name tensorflow: name the container that trains so",
        "image: t:1        | image: ''          | spec.tfReplicaSpecs.Worker.template.spec.containers[0].image is \"\", but every container needs an image: name one",
        "image: t:1        | image: [t]         | spec.tfReplicaSpecs.Worker.template.spec.containers[0].image is a list, but it is to be a string: write it as the operator takes it",
        "value: b          | value: true        | spec.tfReplicaSpecs.Worker.template.spec.containers[0].env[0].value is true, but it is to be a string: write it as the operator takes it",
        "cpu: 2            | cpu: 2x            | spec.tfReplicaSpecs.Worker.template.spec.containers[0].resources.requests.cpu is \"2x\", but that is no quantity that Kubernetes could hold: write for example 500m, 2 or 1.5",
        "cpu: 3            | cpu: 1             | spec.tfReplicaSpecs.Worker.requests.cpu is \"2\", but the limit is \"1\": lower the request or raise the limit",
        "cleanPodPolicy: All | cleanPodPolicy: Some | spec.runPolicy.cleanPodPolicy is \"Some\", but the operator knows no such policy: use All, Running or None",
        "backoffLimit: 2   | backoffLimit: -2   | spec.runPolicy.backoffLimit is -2, but a count cannot be negative: use 1 or more, or leave it out; restartPolicy NEVER means no restarts",
        "v1                | v1beta2            | apiVersion is \"kubeflow.org/v1beta2\", but the operator's current version is another one: write the job as kubeflow.org/v1 first",
      })
  void whatTheOperatorOrFlyteRefusesIsRefused(String right, String wrong, String message) {
    String yaml =
        """
        apiVersion: kubeflow.org/v1
        kind: TFJob
        spec:
          runPolicy:
            cleanPodPolicy: All
            backoffLimit: 2
          tfReplicaSpecs:
            Worker:
              replicas: 1
              restartPolicy: Never
              template:
                spec:
                  containers:
                  - name: tensorflow
                    image: t:1
                    env:
                    - name: a
                      value: b
                    resources:
                      requests:
                        cpu: 2
                      limits:
                        cpu: 3
        """;
    assertThat(ImportedJob.read(yaml).cluster().replicas().get(ReplicaType.WORKER).restartPolicy())
        .isEqualTo(NEVER);

    assertThatThrownBy(() -> ImportedJob.read(yaml.replace(right, wrong)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(message);
  }

  @Test
  void aChiefAndAMasterAreRefused() {
    assertThatThrownBy(
            () ->
                ImportedJob.read(
                    """
                    apiVersion: kubeflow.org/v1
                    kind: TFJob
                    spec:
                      tfReplicaSpecs:
                        Chief: {template: {spec: {containers: [{name: tensorflow, image: a}]}}}
                        Master: {template: {spec: {containers: [{name: tensorflow, image: a}]}}}
                    """))
        .hasMessage(
            "spec.tfReplicaSpecs.Master is \"Master\", but another role leads as well: leave out one"
                + " of them");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"tensorflow, .tfjob.yaml", "pytorch, .pytorchjob.yaml"})
  void whatFlyteMadeIsReadWithoutAWord(String folder, String suffix) throws IOException {
    for (RecordedJob recorded : RecordedJob.in(folder, suffix)) {
      if (isPossible(recorded)) {
        // The recorder wrote quantities like 1e9 without quotes.
        ImportedJob job = ImportedJob.read(recorded.yaml().replace(": 1e9", ": '1e9'"));

        assertThat(job.leftovers()).as(recorded.what()).isEmpty();
        assertThat(job.cluster().sizes()).isEqualTo(recorded.cluster(job.kind()).sizes());
      }
    }
  }

  // With less than a byte, fewer workers than an elastic job needs, or a rendezvous where nothing
  // listens, no training would live.
  private static boolean isPossible(RecordedJob job) {
    return job.json().get("webhook").asText().equals("ok")
        && !job.yaml().contains("memory: 5m")
        && !job.what().equals("elastic, worker count below the minimum")
        && !job.yaml().contains("rdzvBackend: etcd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a: b", "kind: Pod", "- a", "text"})
  void yamlWithoutAJobIsRefused(String yaml) {
    assertThatThrownBy(() -> ImportedJob.read(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the YAML has no job of the kinds PyTorchJob, TFJob: give one with exactly one job");
  }

  @Test
  void twoJobsAreRefused() {
    assertThatThrownBy(() -> ImportedJob.read("kind: TFJob\n---\nkind: PyTorchJob\n"))
        .hasMessage(
            "the YAML has 2 jobs of the kinds PyTorchJob, TFJob: give one with exactly one job");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [", "a: 1\na: 2", "a: *b", "a: !!java.io.File x"})
  void whatIsNoYamlIsRefused(String yaml) {
    assertThatThrownBy(() -> ImportedJob.read(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the YAML cannot be read: ");
  }

  private static String team() throws IOException {
    return resource("team.yaml");
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = ImportedJobTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    }
  }
}
