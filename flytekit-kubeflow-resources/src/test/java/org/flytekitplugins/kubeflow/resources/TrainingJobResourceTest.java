package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.tensorflow.TfJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job as the resource that people submit, with Flyte or without it. */
class TrainingJobResourceTest {
  private static final JobKind PYTORCH = JobKinds.own().ofTaskType("pytorch").orElseThrow();
  private static final TfJob DIGITS =
      TfJob.builder()
          .worker(w -> w.replicas(2).requests(r -> r.cpu(1.5)).restartPolicy(ON_FAILURE))
          .ps(p -> p.image("ghcr.io/team/ps:2").requests(r -> r.memory("2Gi")))
          .build();

  private static TaskContainer container() {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("LOG_LEVEL", "1");
    env.put("DATA", "gs://bucket/digits");
    return TaskContainer.builder()
        .image("ghcr.io/team/digits:1.4")
        .command("java")
        .args("-jar", "/app/digits.jar", "--epochs", "3")
        .env(env)
        .requests(r -> r.cpu(1).memory("4Gi"))
        .build();
  }

  private static TrainingJobResource.Builder digits() {
    return TrainingJobResource.builder(DIGITS)
        .name("digits")
        .namespace("training")
        .container(container());
  }

  @Test
  void withoutFlyteItSaysWhatTheJobSays() {
    assertThat(digits().build().toYaml())
        .isEqualTo(
            """
            apiVersion: kubeflow.org/v1
            kind: TFJob
            metadata:
              name: digits
              namespace: training
            spec:
              runPolicy:
                backoffLimit: 3
                cleanPodPolicy: Running
              tfReplicaSpecs:
                PS:
                  replicas: 1
                  restartPolicy: Never
                  template:
                    spec:
                      containers:
                      - args:
                        - "-jar"
                        - /app/digits.jar
                        - "--epochs"
                        - "3"
                        command:
                        - java
                        env:
                        - name: LOG_LEVEL
                          value: "1"
                        - name: DATA
                          value: gs://bucket/digits
                        image: ghcr.io/team/ps:2
                        name: tensorflow
                        resources:
                          requests:
                            cpu: "1"
                            memory: "2Gi"
                Worker:
                  replicas: 2
                  restartPolicy: OnFailure
                  template:
                    spec:
                      containers:
                      - args:
                        - "-jar"
                        - /app/digits.jar
                        - "--epochs"
                        - "3"
                        command:
                        - java
                        env:
                        - name: LOG_LEVEL
                          value: "1"
                        - name: DATA
                          value: gs://bucket/digits
                        image: ghcr.io/team/digits:1.4
                        name: tensorflow
                        resources:
                          requests:
                            cpu: "1500m"
                            memory: "4Gi"
            """);
  }

  @Test
  void equalResourcesAreEqualBytes() {
    assertThat(digits().build().toYaml()).isEqualTo(digits().build().toYaml());
  }

  @Test
  void podsCanHaveWhatFlyteHasNoPlaceFor() {
    TrainingJobResource resource =
        digits()
            .editPodTemplates(
                (role, template) -> {
                  if (role == ReplicaType.WORKER) {
                    template
                        .editSpec()
                        .addToNodeSelector("gpu", "a100")
                        .addToTolerations(new Toleration("NoSchedule", "gpu", "Exists", null, null))
                        .endSpec();
                  }
                })
            .build();

    assertThat(resource.toYaml())
        .containsOnlyOnce("nodeSelector:\n            gpu: a100\n")
        .containsOnlyOnce("tolerations:\n          - effect: NoSchedule\n");
    assertThat(resource.pods())
        .extracting(pod -> pod.getSpec().getNodeSelector())
        .containsExactly(Map.of("gpu", "a100"), Map.of("gpu", "a100"), Map.of());
  }

  @Test
  void theOperatorsPodsAndServicesCanBeSeen() {
    TrainingJobResource pair =
        TrainingJobResource.builder(TfJob.builder().chief(1).worker(1).build())
            .name("pair")
            .namespace("training")
            .container(TaskContainer.builder().image("t:1").env(Map.of("A", "b")).build())
            .build();

    assertThat(KubernetesYaml.write(pair.pods().subList(0, 1)))
        .isEqualTo(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              labels:
                training.kubeflow.org/job-name: pair
                training.kubeflow.org/job-role: master
                training.kubeflow.org/operator-name: tfjob-controller
                training.kubeflow.org/replica-index: "0"
                training.kubeflow.org/replica-type: chief
              name: pair-chief-0
              namespace: training
            spec:
              containers:
              - env:
                - name: A
                  value: b
                - name: TF_CONFIG
                  value: "{\\"cluster\\":{\\"chief\\":[\\"pair-chief-0.training.svc:2222\\"],\\"worker\\":[\\"pair-worker-0.training.svc:2222\\"]},\\"task\\":{\\"type\\":\\"chief\\",\\"index\\":0},\\"environment\\":\\"cloud\\"}"
                image: t:1
                name: tensorflow
                ports:
                - containerPort: 2222
                  name: tfjob-port
              restartPolicy: Never
            """);
    assertThat(KubernetesYaml.write(pair.services().subList(1, 2)))
        .isEqualTo(
            """
            apiVersion: v1
            kind: Service
            metadata:
              labels:
                training.kubeflow.org/job-name: pair
                training.kubeflow.org/operator-name: tfjob-controller
                training.kubeflow.org/replica-index: "0"
                training.kubeflow.org/replica-type: worker
              name: pair-worker-0
              namespace: training
            spec:
              clusterIP: None
              ports:
              - name: tfjob-port
                port: 2222
              selector:
                training.kubeflow.org/job-name: pair
                training.kubeflow.org/operator-name: tfjob-controller
                training.kubeflow.org/replica-index: "0"
                training.kubeflow.org/replica-type: worker
            """);
  }

  @Test
  void ofSeveralChiefsTheOperatorTakesAllForTheMaster() {
    TrainingCluster cluster =
        TrainingCluster.of(
            Map.of(ReplicaType.CHIEF, ReplicaSpec.of(2), ReplicaType.WORKER, ReplicaSpec.of(1)),
            RunPolicy.empty());

    assertThat(resource(DIGITS.kind(), cluster).preview().pods())
        .filteredOn(
            pod -> pod.getMetadata().getLabels().containsKey("training.kubeflow.org/job-role"))
        .extracting(pod -> pod.getMetadata().getName())
        .containsExactly("digits-chief-0", "digits-chief-1");
  }

  @Test
  void aSidecarIsToldWhatTheOperatorOfItsKindTellsIt() {
    assertThat(sidecarOfLastPod(DIGITS.kind(), cluster(ReplicaType.CHIEF))).isEmpty();
    assertThat(sidecarOfLastPod(PYTORCH, cluster(ReplicaType.MASTER)))
        .containsExactly(
            "PYTHONUNBUFFERED=1",
            "MASTER_PORT=23456",
            "PET_MASTER_PORT=23456",
            "MASTER_ADDR=digits-master-0",
            "PET_MASTER_ADDR=digits-master-0",
            "WORLD_SIZE=2",
            "RANK=1",
            "PET_NODE_RANK=1",
            "PET_NPROC_PER_NODE=auto",
            "PET_NNODES=2");
  }

  @Test
  void flyteTellsNoReplicaOfVersionZeroTheNameOfItsPod() {
    TrainingJobResource.Builder builder =
        resource(PYTORCH, cluster(ReplicaType.MASTER)).platform(FlytePlatform.unlimited());

    assertThat(builder.build().toYaml()).containsOnlyOnce("- name: _F_WN\n");
    assertThat(builder.taskTypeVersion(0).build().toYaml()).doesNotContain("_F_WN");
  }

  @Test
  void anOptionThatIsAWholeNumberOf32BitsIsOneInTheResource() {
    TrainingCluster elastic =
        TrainingCluster.of(Map.of(ReplicaType.WORKER, ReplicaSpec.of(2)), RunPolicy.empty())
            .withOptions(
                Map.of(
                    "rdzvBackend", "c10d",
                    "minReplicas", "1",
                    "maxReplicas", "2",
                    "nprocPerNode", "0",
                    "maxRestarts", "2147483647"));

    assertThat(resource(PYTORCH, elastic).preview().toYaml())
        .contains("    maxRestarts: 2147483647\n")
        .contains("    nProcPerNode: 0\n")
        .contains("    rdzvBackend: c10d\n");
  }

  private static TrainingCluster cluster(ReplicaType leader) {
    return TrainingCluster.of(
        Map.of(leader, ReplicaSpec.of(1), ReplicaType.WORKER, ReplicaSpec.of(1)),
        RunPolicy.empty());
  }

  private static TrainingJobResource.Builder resource(JobKind kind, TrainingCluster cluster) {
    return TrainingJobResource.builder(kind, cluster)
        .name("digits")
        .namespace("training")
        .container(TaskContainer.of("t:1"));
  }

  private static List<String> sidecarOfLastPod(JobKind kind, TrainingCluster cluster) {
    List<Pod> pods =
        resource(kind, cluster)
            .editPodTemplates(
                (role, template) ->
                    template.editSpec().addNewContainer().withName("logs").endContainer().endSpec())
            .build()
            .pods();
    return pods.get(pods.size() - 1).getSpec().getContainers().get(1).getEnv().stream()
        .map(variable -> variable.getName() + "=" + variable.getValue())
        .toList();
  }

  @Test
  void aServiceHasThePortsOfItsPod() {
    TrainingJobResource resource =
        digits()
            .editPodTemplates(
                (role, template) ->
                    template
                        .editSpec()
                        .editFirstContainer()
                        .addNewPort()
                        .withName("metrics")
                        .withContainerPort(9090)
                        .endPort()
                        .endContainer()
                        .endSpec())
            .build();

    assertThat(resource.services().get(0).getSpec().getPorts())
        .extracting(port -> port.getName() + ":" + port.getPort())
        .containsExactly("metrics:9090", "tfjob-port:2222");
    assertThat(resource.pods().get(0).getSpec().getContainers().get(0).getPorts())
        .extracting(port -> port.getName() + ":" + port.getContainerPort())
        .containsExactly("metrics:9090", "tfjob-port:2222");
  }

  @Test
  void theOperatorsPortIsNotAddedWhereItIs() {
    TrainingJobResource resource =
        digits()
            .editPodTemplates(
                (role, template) ->
                    template
                        .editSpec()
                        .editFirstContainer()
                        .addNewPort()
                        .withName("tfjob-port")
                        .withContainerPort(2222)
                        .endPort()
                        .endContainer()
                        .endSpec())
            .build();

    assertThat(resource.services())
        .allSatisfy(service -> assertThat(service.getSpec().getPorts()).hasSize(1));
  }

  @Test
  void whatOnlyAnExecutionDecidesIsNamedInAPreview() {
    TrainingJobResource preview =
        TrainingJobResource.builder(TfJob.builder().worker(w -> w.image("{{.image.gpu}}")).build())
            .platform(FlytePlatform.stock())
            .container(TaskContainer.builder().args("--out", "{{ .OutputPrefix }}/x").build())
            .preview();

    assertThat(preview.open())
        .containsExactly(
            "name is \"<execution>\", but Flyte names a job after its execution: set a name",
            "namespace is \"<project>-<domain>\", but Flyte takes that of the execution: set a"
                + " namespace",
            "worker.image is \"{{.image.gpu}}\", but registration says which image that is: name the"
                + " image itself",
            "args[1] is \"{{ .OutputPrefix }}/x\", but only an execution of Flyte's fills that in:"
                + " give the template a value, or another argument");
    assertThat(preview.toYaml())
        .contains("  name: \"<execution>\"\n  namespace: \"<project>-<domain>\"\n")
        .contains("execution-id: \"<execution>\"\n")
        .contains("- \"{{ .OutputPrefix }}/x\"\n");
    assertThat(preview.pods().get(0).getMetadata().getName()).isEqualTo("<execution>-worker-0");
  }

  @Test
  void whatOnlyAnExecutionDecidesIsRefusedForACluster() {
    assertThatThrownBy(() -> TrainingJobResource.builder(DIGITS).container(container()).build())
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("name is \"<execution>\", but");
    assertThatThrownBy(
            () -> digits().container(TaskContainer.builder().args("{{.input}}").build()).build())
        .hasMessage(
            "worker.image is \"\", but every container needs an image: set that of the task's"
                + " container");
    assertThatThrownBy(
            () ->
                digits()
                    .container(container().toBuilder().args("{{$inputs.batch-size}}").build())
                    .build())
        .hasMessageStartingWith("args[0] is \"{{$inputs.batch-size}}\", but only an execution");
  }

  @Test
  void templatesGetTheirValues() {
    TrainingJobResource resource =
        digits()
            .container(
                container().toBuilder()
                    .args("{{.input}}", "{{ .OUTPUTprefix }}/$1", "{{.unknown}}", "{{x}}")
                    .build())
            .template("input", "gs://b/inputs.pb")
            .template("outputPrefix", "gs://b/out")
            .build();

    assertThat(resource.pods().get(0).getSpec().getContainers().get(0).getArgs())
        .containsExactly("gs://b/inputs.pb", "gs://b/out/$1", "{{.unknown}}", "{{x}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Digits", "1st", "-a", "a-", "a.b", "a_b", "", "é"})
  void aNameThatTheOperatorRefusesIsRefused(String name) {
    assertThatThrownBy(() -> digits().name(name).preview())
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "name is \"%s\", but the operator wants lower-case letters, digits and hyphens, a letter"
                    .formatted(name)
                + " first: write for example train-digits");
  }

  @Test
  void aNameIsAsLongAsTheServiceOfItsLastReplicaLets() {
    digits().name("a".repeat(54)).build();

    assertThatThrownBy(() -> digits().name("a".repeat(55)).build())
        .hasMessage(
            "name is \"%s\", but with \"-worker-1\" that is longer than the 63 letters of a service:"
                    .formatted("a".repeat(55))
                + " use at most 54 letters");
  }

  @Test
  void aNamespaceIsOneOfKubernetes() {
    digits().namespace("0-training").build();

    assertThatThrownBy(() -> digits().namespace("My Team").build())
        .hasMessageStartingWith("namespace is \"My Team\", but Kubernetes wants");
  }

  @Test
  void aRoleThatTheJobHasNotHasNoResources() {
    assertThatThrownBy(() -> digits().build().resources(ReplicaType.CHIEF))
        .hasMessage("the role is chief, but the job has worker=2,ps=1 only");
  }

  @Test
  void nobodyChangesAResourceFromOutside() {
    TrainingJobResource.Builder builder = digits();
    TrainingJobResource before = builder.build();
    String yaml = before.toYaml();
    builder.name("other").editPodTemplates((role, template) -> template.withSpec(null));
    before.toKubernetes().getMetadata().setName("third");

    assertThat(before.toYaml()).isEqualTo(yaml);
    assertThat(before.open()).isEqualTo(List.of());
  }
}
