package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What we write is what the API server of a cluster with the operator takes. */
class ResourceSchemaTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({"tensorflow, tfjob", "pytorch, pytorchjob"})
  void everyRecordedJobIsValid(String taskType, String name) throws IOException {
    CrdSchema schema = schema(name);
    JobKind kind = JobKinds.own().ofTaskType(taskType).orElseThrow();
    Map<String, Object> wrong = new TreeMap<>();
    int jobs = 0;
    for (RecordedJob job : RecordedJob.in(taskType, "." + name + ".yaml")) {
      jobs++;
      wrong.put(job.what(), schema.errors(job.resource(kind, "train:1").preview().toYaml()));
      wrong.put(
          job.what() + ", without Flyte",
          schema.errors(job.resource(kind, "train:1").platform(null).preview().toYaml()));
    }
    wrong.values().removeIf(errors -> errors.equals(List.of()));

    assertThat(wrong).isEmpty();
    assertThat(jobs).isGreaterThan(10);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"tfjob, tfReplicaSpecs, TFJob", "pytorchjob, pytorchReplicaSpecs, PyTorchJob"})
  void theSchemaWouldSayWhatIsWrong(String name, String replicas, String kind) throws IOException {
    String yaml =
        """
        apiVersion: kubeflow.org/v1
        kind: %s
        metadata: {name: a, label: {a: b}}
        spec:
          runPolicy: {cleanPodPolice: All}
          %s:
            Worker:
              replicas: "1"
              template:
                spec:
                  containers:
                  - {image: a, name: b, resources: {limits: {cpu: 1x}}}
        """
            .formatted(kind, replicas);

    assertThat(schema(name).errors(yaml))
        .hasSize(4)
        .anyMatch(error -> error.contains("'label'"))
        .anyMatch(error -> error.contains("'cleanPodPolice'"))
        .anyMatch(error -> error.contains("replicas: string found, integer expected"))
        .anyMatch(error -> error.contains("cpu: does not match the regex pattern"));
  }

  private static CrdSchema schema(String name) throws IOException {
    Optional<Path> file = RecordedJob.file("kubeflow.org_" + name + "s.yaml");
    assumeTrue(file.isPresent());
    return CrdSchema.read(file.get());
  }
}
