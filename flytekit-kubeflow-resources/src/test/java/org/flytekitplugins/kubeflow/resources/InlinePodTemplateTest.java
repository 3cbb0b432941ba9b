package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.spi.PodTemplate;
import org.flytekitplugins.tensorflow.TfJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a task's own pod template may say, and what becomes of it. */
class InlinePodTemplateTest {
  private static final String WHOLE =
      """
      metadata:
        labels: {team: vision}
        annotations: {sidecar.istio.io/inject: 'false'}
      spec:
        nodeSelector: {disk: fast}
        tolerations:
        - {key: gpu, operator: Exists, effect: NoSchedule, tolerationSeconds: 60}
        affinity: {podAntiAffinity: {}}
        securityContext: {runAsUser: 65532, runAsNonRoot: true}
        initContainers:
        - {name: warm, image: 'busybox:1', resources: {limits: {cpu: 1}}}
        containers:
        - name: primary
          env:
          - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
          ports: [{containerPort: 6006}]
          resources: {limits: {rdma/hca: 1}}
          volumeMounts: [{name: data, mountPath: /data}]
          livenessProbe: {httpGet: {path: /, port: 6006}}
        - {name: logs, image: 'fluent-bit:3'}
        volumes:
        - {name: data, persistentVolumeClaim: {claimName: digits}}
      """;

  private static InlinePodTemplate read(String... lines) {
    return InlinePodTemplate.of(PodTemplate.ofYaml(String.join("\n", lines)));
  }

  @Test
  void whatItSaysIsKnown() {
    InlinePodTemplate template = read(WHOLE);

    assertThat(template.labels()).isEqualTo(Map.of("team", "vision"));
    assertThat(template.annotations()).isEqualTo(Map.of("sidecar.istio.io/inject", "false"));
    assertThat(template.sidecars()).containsExactly("logs");
    assertThat(template.variables()).containsExactly("NODE");
    assertThat(template.mounts("/data")).isTrue();
    assertThat(template.mounts("/dev/shm")).isFalse();
    assertThat(template.restartPolicy()).isNull();
    assertThat(template.fields())
        .containsExactly(
            "affinity",
            "annotations",
            "container logs",
            "initContainers",
            "labels",
            "nodeSelector",
            "primary.env",
            "primary.livenessProbe",
            "primary.ports",
            "primary.resources",
            "primary.volumeMounts",
            "securityContext",
            "tolerations",
            "volumes");
  }

  @Test
  void theContainerOfTheTaskIsLaidOverThePrimaryOne() {
    Map<String, Object> pod = new TreeMap<>();

    read(
            "spec:",
            "  containers:",
            "  - {name: logs, image: 'fluent-bit:3'}",
            "  - name: primary",
            "    env: [{name: A, value: a}]",
            "    resources: {limits: {rdma/hca: 1}}")
        .addTo(
            pod,
            Map.of(
                "name",
                "train",
                "image",
                "train:1",
                "env",
                List.of(EnvVariable.of("B", "b")),
                "resources",
                Map.of("limits", Map.of("cpu", "2"), "requests", Map.of("cpu", "1"))));

    assertThat(YamlText.write(pod))
        .isEqualTo(
            """
            containers:
            - image: fluent-bit:3
              name: logs
            - env:
              - name: A
                value: a
              - name: B
                value: b
              image: train:1
              name: train
              resources:
                limits:
                  cpu: "2"
                  rdma/hca: 1
                requests:
                  cpu: "1"
            """);
  }

  @Test
  void aTemplateThatDoesNotMentionTheContainerGetsIt() {
    Map<String, Object> pod = new TreeMap<>();
    InlinePodTemplate template = read("spec: {priorityClassName: high}");

    Map<String, Object> container = template.addTo(pod, Map.of("name", "train"));
    container.put("image", "train:1");

    assertThat(pod)
        .isEqualTo(
            Map.of(
                "priorityClassName",
                "high",
                "containers",
                List.of(Map.of("name", "train", "image", "train:1"))));
    assertThat(template.addTo(new TreeMap<>(), Map.of("name", "again")))
        .isEqualTo(Map.of("name", "again"));
  }

  @Test
  void aJobHasItInEveryRole() {
    List<Pod> pods =
        TrainingJobResource.builder(TfJob.builder().worker(2).ps(1).build())
            .name("digits")
            .namespace("training")
            .container(TaskContainer.of("train:1"))
            .podTemplate(read(WHOLE))
            .build()
            .pods();

    assertThat(pods)
        .extracting(pod -> pod.getMetadata().getName())
        .containsExactly("digits-worker-0", "digits-worker-1", "digits-ps-0");
    assertThat(pods)
        .allSatisfy(
            pod -> {
              assertThat(pod.getMetadata().getLabels()).containsEntry("team", "vision");
              assertThat(KubernetesYaml.write(pod))
                  .contains("disk: fast", "name: tensorflow", "name: logs", "mountPath: /data")
                  .doesNotContain("name: primary");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'spec: {nodeSelectr: {a: b}}' | podTemplate.spec.nodeSelectr | write nodeSelector, or",
        "'spec: {containers: [{name: primary, volumeMount: []}]}' |"
            + " podTemplate.spec.containers[0].volumeMount | write volumeMounts, or leave it out",
        "'spec: {tolerations: [{key: a, operater: Exists}]}' |"
            + " podTemplate.spec.tolerations[0].operater | write operator, or leave it out",
        "'spec: {tolerations: {key: a}}' | podTemplate.spec.tolerations | write a list",
        "'spec: {hostNetwork: yes please}' | podTemplate.spec.hostNetwork | write true or false",
        "'spec: {nodeSelector: {gpu: 1}}' | podTemplate.spec.nodeSelector.gpu | in quotes if it looks like a number",
        "'spec: {activeDeadlineSeconds: 1h}' | podTemplate.spec.activeDeadlineSeconds | write a whole number",
        "'spec: {volumes: [{name: m, emptyDir: {sizeLimit: 1gi}}]}' |"
            + " podTemplate.spec.volumes[0].emptyDir.sizeLimit | write a quantity such as",
        "'spec: {containers: [{name: primary, env: [{name: A, value: 1}]}]}' |"
            + " podTemplate.spec.containers[0].env[0].value | write a text, in quotes if",
        "'specs: {}' | podTemplate.specs | write spec, or leave it out",
        "'metadata: {name: a}' | podTemplate.metadata.name | labels and annotations only",
        "'spec: {containers: [{name: primary, image: a}]}' | podTemplate.spec.containers[0].image |"
            + " return it from getImage()",
        "'spec: {containers: [{name: primary, args: [a]}]}' | podTemplate.spec.containers[0].args |"
            + " leave them to the task",
        "'spec: {containers: [{name: primary, resources: {limits: {memory: 1Gi}}}]}' |"
            + " podTemplate.spec.containers[0].resources.limits.memory | say it of a role, or in",
        "'spec: {containers: [{name: primry}]}' | podTemplate.spec.containers[0].image |"
            + " name the image of primry, or call it primary",
        "'spec: {containers: [{name: a, image: a}, {name: a, image: a}]}' |"
            + " podTemplate.spec.containers[1].name | another container is called so",
        "'spec: {initContainers: [{image: a}]}' | podTemplate.spec.initContainers[0].name | null",
        "'a: {' | podTemplate | it is no YAML",
        "'just words' | podTemplate | it is to be one object",
        "'spec: {nodeSelector: {since: 2026-11-29}}' | podTemplate.spec.nodeSelector.since |"
            + " put it into quotes",
      })
  void whatKubernetesOrFlyteWouldPassOverOrRefuseIsNamed(
      String yaml, String field, String sentence) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> read(yaml))
        .withMessageContaining(sentence)
        .withMessageStartingWith(field + " is ")
        .satisfies(refusal -> assertThat(refusal.field()).isEqualTo(field));
  }
}
