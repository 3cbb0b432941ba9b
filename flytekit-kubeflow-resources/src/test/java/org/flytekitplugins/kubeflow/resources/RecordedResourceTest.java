package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/**
 * Of the jobs that lie beside the checkout on machines that have them, our resources are those of
 * Flyte's plugin, and our pods those of the training operator.
 */
class RecordedResourceTest {
  private static final String LABEL = "training.kubeflow.org/";
  private static final JobKind TENSORFLOW = JobKinds.own().ofTaskType("tensorflow").orElseThrow();
  private static final JobKind PYTORCH = JobKinds.own().ofTaskType("pytorch").orElseThrow();

  @TestFactory
  Stream<DynamicTest> aTfJobIsThatOfThePlugin() throws IOException {
    return tfJobs()
        .map(
            job ->
                dynamicTest(
                    job.what(),
                    () -> checkResource(job.resource(TENSORFLOW, "train:default"), job)));
  }

  @TestFactory
  Stream<DynamicTest> aPyTorchJobIsThatOfThePlugin() throws IOException {
    return pyTorchJobs()
        .map(
            job ->
                dynamicTest(
                    job.what(), () -> checkResource(job.resource(PYTORCH, "torch:default"), job)));
  }

  @TestFactory
  Stream<DynamicTest> podsOfATfJobAreThoseOfTheOperator() throws IOException {
    return tfJobs()
        .map(
            job ->
                dynamicTest(
                    job.what(),
                    () ->
                        assertThat(pods(job, TENSORFLOW, RecordedResourceTest::tfPod))
                            .isEqualTo(job.pods())));
  }

  @TestFactory
  Stream<DynamicTest> podsOfAPyTorchJobAreThoseOfTheOperator() throws IOException {
    return pyTorchJobs()
        .map(
            job ->
                dynamicTest(
                    job.what(),
                    () ->
                        assertThat(pods(job, PYTORCH, RecordedResourceTest::pyTorchPod))
                            .isEqualTo(job.pods())));
  }

  private static Stream<RecordedJob> tfJobs() throws IOException {
    return RecordedJob.in("tensorflow", ".tfjob.yaml").stream();
  }

  // Of what the operator refuses there are no pods.
  private static Stream<RecordedJob> pyTorchJobs() throws IOException {
    return RecordedJob.in("pytorch", ".pytorchjob.yaml").stream()
        .filter(job -> job.json().get("webhook").asText().equals("ok"));
  }

  private static void checkResource(TrainingJobResource.Builder builder, RecordedJob job) {
    TrainingJobResource resource = builder.preview();

    assertThat(resource.open()).isEmpty();
    assertThat(parsed(resource.toYaml())).isEqualTo(parsed(job.yaml()));
  }

  // The recorder wrote an environment that is empty, and quantities like 1e9 without quotes.
  private static Object parsed(String yaml) {
    return new Yaml()
        .load(yaml.replaceAll("env: \\[]\n *", "").replaceAll("(?m): ([0-9]+e[0-9]+)$", ": '$1'"));
  }

  private static Map<String, Object> pods(
      RecordedJob job, JobKind kind, Function<Pod, Map<String, Object>> recorded) {
    Map<String, Object> pods = new TreeMap<>();
    TrainingJobResource resource = job.resource(kind, "train:default").preview();
    for (Pod pod : resource.pods()) {
      pods.put(pod.getMetadata().getName().replace(resource.name() + "-", ""), recorded.apply(pod));
    }
    assertThat(resource.services())
        .extracting(service -> service.getMetadata().getName())
        .containsExactlyElementsOf(
            resource.pods().stream().map(pod -> pod.getMetadata().getName()).toList());
    return pods;
  }

  private static Map<String, Object> tfPod(Pod pod) {
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("restartPolicy", pod.getSpec().getRestartPolicy());
    seen.put("leads", "master".equals(pod.getMetadata().getLabels().get(LABEL + "job-role")));
    for (EnvVar variable : pod.getSpec().getContainers().get(0).getEnv()) {
      seen.put(variable.getName(), variable.getValue());
    }
    return seen;
  }

  private static Map<String, Object> pyTorchPod(Pod pod) {
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("restartPolicy", pod.getSpec().getRestartPolicy());
    Map<String, String> labels = new TreeMap<>();
    pod.getMetadata()
        .getLabels()
        .forEach(
            (label, value) -> {
              if (label.startsWith(LABEL)) {
                labels.put(label.substring(LABEL.length()), value);
              }
            });
    seen.put("labels", labels);
    seen.put(
        "env",
        pod.getSpec().getContainers().get(0).getEnv().stream()
            .filter(variable -> variable.getValue() != null)
            .map(variable -> variable.getName() + "=" + variable.getValue())
            .toList());
    if (!pod.getSpec().getInitContainers().isEmpty()) {
      seen.put(
          "init",
          pod.getSpec().getInitContainers().stream()
              .map(
                  init ->
                      init.getName()
                          + " "
                          + init.getImage()
                          + " "
                          + String.join(" ", init.getCommand()))
              .toList());
    }
    return seen;
  }
}
