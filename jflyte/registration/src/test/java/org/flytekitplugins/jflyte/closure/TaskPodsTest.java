package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.closure.Entities.taskId;

import com.google.protobuf.util.JsonFormat;
import flyteidl.core.Tasks;
import flyteidl.core.Tasks.K8sPod;
import java.util.Map;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.Resources.ResourceName;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.Entities.Image;
import org.flytekitplugins.jflyte.closure.Entities.Plain;
import org.flytekitplugins.jflyte.closure.Entities.Training;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.spi.PodTemplate;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.junit.jupiter.api.Test;

/** Pod templates that tasks bring along, as Flyte reads them. */
class TaskPodsTest {
  private static final Resources TWO_GPUS =
      Resources.builder()
          .requests(Map.of(ResourceName.CPU, "1"))
          .limits(Map.of(ResourceName.GPU, "2", ResourceName.MEMORY, "4Gi"))
          .build();
  private static final PodTemplate OWN_NODES =
      PodTemplate.ofYaml(
              """
          metadata:
            labels: {team: vision}
          spec:
            nodeSelector: {disk: fast}
            terminationGracePeriodSeconds: 60
            hostNetwork: true
            containers:
            - name: main
              env: [{name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]
            - {name: logs, image: 'fluent-bit:3', args: [-v]}
          """)
          .withPrimaryContainer("main");

  @Test
  void theContainerOfTheTaskIsInItsPod() throws Exception {
    Tasks.TaskTemplate template =
        template(runnable(new Plain("T", TWO_GPUS)), extension(OWN_NODES, Map.of("A", "1")));

    assertThat(template.hasContainer()).isFalse();
    assertThat(template.getConfigMap()).isEqualTo(Map.of("primary_container_name", "main"));
    K8sPod pod = template.getK8SPod();
    assertThat(pod.getMetadata().getLabelsMap()).isEqualTo(Map.of("team", "vision"));
    assertThat(pod.getUnknownFields().getField(4).getLengthDelimitedList().get(0).toStringUtf8())
        .isEqualTo("main");
    com.google.protobuf.Struct.Builder expected = com.google.protobuf.Struct.newBuilder();
    JsonFormat.parser()
        .merge(
            """
            {
              "nodeSelector": {"disk": "fast"},
              "terminationGracePeriodSeconds": 60,
              "hostNetwork": true,
              "containers": [
                {
                  "name": "main",
                  "image": "app:1",
                  "args": ["jflyte", "execute", "--task", "T", "--inputs", "{{.input}}",
                    "--outputPrefix", "{{.outputPrefix}}", "--package-dir", "/app/libs/*"],
                  "terminationMessagePolicy": "FallbackToLogsOnError",
                  "env": [
                    {"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
                    {"name": "A", "value": "1"},
                    {"name": "JAVA_TOOL_OPTIONS", "value": "-Xmx4G -Dplain=yes"}
                  ],
                  "resources": {
                    "requests": {"cpu": "1"},
                    "limits": {"nvidia.com/gpu": "2", "memory": "4Gi"}
                  }
                },
                {"name": "logs", "image": "fluent-bit:3", "args": ["-v"]}
              ]
            }
            """,
            expected);
    assertThat(pod.getPodSpec()).isEqualTo(expected.build());
  }

  @Test
  void everyKindOfTaskMayBringOne() {
    PodTemplate template = PodTemplate.ofYaml("spec: {priorityClassName: high}");
    Struct custom =
        Struct.of(
            Map.of(
                "workerReplicas",
                Struct.Value.ofStructValue(
                    Struct.of(Map.of("replicas", Struct.Value.ofNumberValue(2))))));
    for (LoadedPackage loaded :
        new LoadedPackage[] {
          runnable(new Training("T", custom, TWO_GPUS)),
          program(new Image("T", "raw-container", "train:2"))
        }) {
      Tasks.TaskTemplate made = template(loaded, extension(template, Map.of()));

      assertThat(
              made.getK8SPod().getPodSpec().getFieldsOrThrow("priorityClassName").getStringValue())
          .isEqualTo("high");
      assertThat(
              made.getK8SPod()
                  .getPodSpec()
                  .getFieldsOrThrow("containers")
                  .getListValue()
                  .getValuesList())
          .extracting(container -> container.getStructValue().getFieldsOrThrow("name"))
          .extracting(com.google.protobuf.Value::getStringValue)
          .containsExactly("primary");
    }
  }

  @Test
  void aTaskWithoutOneHasItsContainer() {
    Tasks.TaskTemplate template =
        template(runnable(new Plain("T", TWO_GPUS)), new TaskTemplateExtension() {});

    assertThat(template.hasContainer()).isTrue();
    assertThat(template.getConfigMap()).isEmpty();
  }

  @Test
  void whatKubernetesWouldPassOverIsRefused() {
    PodTemplate misspelt = PodTemplate.ofYaml("spec: {nodeSelectr: {disk: fast}}");

    assertThatThrownBy(
            () -> template(runnable(new Plain("T", TWO_GPUS)), extension(misspelt, Map.of())))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task T: podTemplate.spec.nodeSelectr is \"nodeSelectr\", but no field of Kubernetes' is"
                + " called so there: write nodeSelector, or leave it out");
  }

  @Test
  void aVariableThatIsSetTwiceIsRefused() {
    assertThatThrownBy(
            () ->
                template(
                    runnable(new Plain("T", TWO_GPUS)), extension(OWN_NODES, Map.of("NODE", "1"))))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task T: podTemplate.spec.containers.main.env is \"NODE\", but the task sets that"
                + " variable too: set it in one of the two");
  }

  private static Tasks.TaskTemplate template(
      LoadedPackage loaded, TaskTemplateExtension extension) {
    LoadedPackage extended =
        new LoadedPackage(
            loaded.runnableTasks(),
            Map.of(),
            loaded.containerTasks(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(taskId("T"), extension));
    return new TaskTemplates(
            extended,
            NamedImages.of(Map.of("default", "app:1")),
            new PackageSource.InImage("/app/libs/*"))
        .all()
        .get(taskId("T"));
  }

  private static LoadedPackage runnable(RunnableTask task) {
    return Entities.tasks(Map.of(taskId("T"), task));
  }

  private static LoadedPackage program(Image task) {
    return new LoadedPackage(
        Map.of(), Map.of(), Map.of(taskId("T"), task), Map.of(), Map.of(), Map.of(), Map.of());
  }

  private static TaskTemplateExtension extension(PodTemplate template, Map<String, String> env) {
    return new TaskTemplateExtension() {
      @Override
      public PodTemplate getPodTemplate() {
        return template;
      }

      @Override
      public Map<String, String> getEnv() {
        return env;
      }
    };
  }
}
