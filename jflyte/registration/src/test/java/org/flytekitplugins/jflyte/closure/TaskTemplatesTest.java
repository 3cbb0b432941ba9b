package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.closure.Entities.taskId;

import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Structs;
import com.google.protobuf.util.Values;
import flyteidl.core.Literals.KeyValuePair;
import flyteidl.core.Tasks;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.PluginTask;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.Resources.ResourceName;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.TypedInterface;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.closure.Entities.Dynamic;
import org.flytekitplugins.jflyte.closure.Entities.Image;
import org.flytekitplugins.jflyte.closure.Entities.Plain;
import org.flytekitplugins.jflyte.closure.Entities.Training;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.spi.PodTemplate;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskTemplatesTest {
  private static final Resources FOUR_GIBIBYTES =
      Resources.builder().limits(Map.of(ResourceName.MEMORY, "4Gi")).build();
  private static final PackageSource STAGED =
      new PackageSource.Staged(List.of(new Artifact("a.jar", "s3://b/a-hash.jar")));
  private static final PackageSource IN_IMAGE =
      new PackageSource.InImage("/app/classes:/app/libs/*");

  private final NamedImages images = NamedImages.of(Map.of("default", "app:1", "gpu", "gpu:1"));

  @Test
  void aPlainTaskRunsAsStockJflyteRunsIt() {
    Tasks.TaskTemplate template = template(plain(FOUR_GIBIBYTES), STAGED);

    assertThat(template.getContainer().getImage()).isEqualTo("app:1");
    assertThat(template.getContainer().getCommandList()).isEmpty();
    assertThat(template.getContainer().getArgsList())
        .containsExactly(
            "jflyte",
            "execute",
            "--task",
            "T",
            "--inputs",
            "{{.input}}",
            "--outputPrefix",
            "{{.outputPrefix}}",
            "--taskTemplatePath",
            "{{.taskTemplatePath}}");
    assertThat(template.getContainer().getEnvList())
        .containsExactly(variable("JAVA_TOOL_OPTIONS", "-Xmx4G -Dplain=yes"));
    assertThat(template.getCustom())
        .isEqualTo(
            Structs.of(
                "jflyte",
                Values.of(
                    Structs.of(
                        "artifacts",
                        Values.of(
                            List.of(
                                Values.of(
                                    Structs.of(
                                        "name",
                                        Values.of("a.jar"),
                                        "location",
                                        Values.of("s3://b/a-hash.jar")))))))));
    assertThat(template.getTaskTypeVersion()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"team/own:1, team/own:1", "{{.image.gpu}}, gpu:1"})
  void aTaskOfJavaCodeMayNameItsOwnImage(String own, String runs) {
    for (RunnableTask task :
        List.of(
            new Plain("T", FOUR_GIBIBYTES),
            new Training("T", org.flyte.api.v1.Struct.of(Map.of()), FOUR_GIBIBYTES))) {
      LoadedPackage loaded = withImage(task, own);

      assertThat(template(loaded, STAGED).getContainer().getImage()).isEqualTo(runs);
    }
  }

  @Test
  void aPackageWhoseTasksAllNameTheirImageNeedsNone() {
    LoadedPackage loaded = withImage(new Plain("T", FOUR_GIBIBYTES), "team/own:1");
    TaskTemplates templates = new TaskTemplates(loaded, NamedImages.of(Map.of()), STAGED);

    assertThat(templates.all().get(taskId("T")).getContainer().getImage()).isEqualTo("team/own:1");
  }

  @ParameterizedTest
  @CsvSource({
    "Team/Own, 'task T runs the image \"Team/Own\", which is no reference of an image: write it as"
        + " registry/name:tag or name@sha256:...'",
    "'', 'task T runs the image \"\", which is no reference of an image: write it as"
        + " registry/name:tag or name@sha256:...'",
    "{{.image.tpu}}, 'task T names the image {{.image.tpu}}, which nobody gave: add --image tpu=REF"
        + " or --jib-json tpu=FILE (given: default, gpu)'"
  })
  void anImageOfItsOwnThatCanBeNoneIsRefusedAsThatOfAContainerTask(String image, String sentence) {
    for (LoadedPackage loaded :
        List.of(
            withImage(new Plain("T", FOUR_GIBIBYTES), image),
            image(new Image("T", "raw-container", image)))) {
      assertThatThrownBy(() -> template(loaded, STAGED))
          .isInstanceOf(JflyteException.class)
          .hasMessage(sentence);
    }
  }

  @Test
  void aTaskWhosePackageIsInTheImageNeedsNoTemplateInItsPod() {
    Tasks.TaskTemplate template = template(plain(FOUR_GIBIBYTES), IN_IMAGE);

    assertThat(template.getContainer().getArgsList())
        .containsExactly(
            "jflyte",
            "execute",
            "--task",
            "T",
            "--inputs",
            "{{.input}}",
            "--outputPrefix",
            "{{.outputPrefix}}",
            "--package-dir",
            "/app/classes:/app/libs/*");
    assertThat(template.getCustom()).isEqualTo(Struct.getDefaultInstance());
  }

  @Test
  void aTrainingTaskLeavesMemoryToNativeCodeAndHandsCheckpointsOn() throws Exception {
    org.flyte.api.v1.Struct custom =
        org.flyte.api.v1.Struct.of(
            Map.of(
                "workerReplicas",
                org.flyte.api.v1.Struct.Value.ofStructValue(
                    org.flyte.api.v1.Struct.of(
                        Map.of(
                            "image",
                            org.flyte.api.v1.Struct.Value.ofStringValue("{{.image.gpu}}"))))));
    LoadedPackage loaded =
        new LoadedPackage(
            Map.of(taskId("T"), new Training("T", custom, FOUR_GIBIBYTES)),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(taskId("T"), extension()));

    Tasks.TaskTemplate template = template(loaded, STAGED);

    assertThat(template.getType()).isEqualTo("tensorflow");
    assertThat(template.getTaskTypeVersion()).isEqualTo(1);
    assertThat(template.getContainer().getArgsList().subList(8, 16))
        .containsExactly(
            "--taskTemplatePath",
            "{{.taskTemplatePath}}",
            "--rawOutputPrefix",
            "{{.rawOutputDataPrefix}}",
            "--checkpoint",
            "{{.checkpointOutputPrefix}}",
            "--previousCheckpoint",
            "{{.prevCheckpointPrefix}}");
    assertThat(template.getContainer().getEnvList())
        .containsExactly(
            variable("A", "1"),
            variable("Z", "2"),
            variable("JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=40 -Dmine=1"));
    assertThat(JsonFormat.printer().omittingInsignificantWhitespace().print(template.getCustom()))
        .isEqualTo(
            "{\"workerReplicas\":{\"image\":\"gpu:1\"},\"jflyte\":{\"artifacts\":[{\"name\":"
                + "\"a.jar\",\"location\":\"s3://b/a-hash.jar\"}]}}");
  }

  @Test
  void anotherTaskOfATrainingTypeIsTreatedAsStockTreatsIt() {
    LoadedPackage loaded =
        Entities.tasks(
            Map.of(
                taskId("T"),
                new Training("T", org.flyte.api.v1.Struct.of(Map.of()), FOUR_GIBIBYTES)));

    Tasks.TaskTemplate template = template(loaded, STAGED);

    assertThat(template.getContainer().getArgsCount()).isEqualTo(10);
    assertThat(template.getContainer().getEnvList())
        .containsExactly(variable("JAVA_TOOL_OPTIONS", "-Xmx4G"));
  }

  @Test
  void aContainerTaskIsNeverStagedWhateverItsType() {
    LoadedPackage loaded =
        new LoadedPackage(
            Map.of(),
            Map.of(),
            Map.of(taskId("T"), new Image("T", "tensorflow", "{{.image.gpu}}")),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of());

    Tasks.TaskTemplate template = template(loaded, STAGED);

    assertThat(template.getCustom()).isEqualTo(Struct.getDefaultInstance());
    assertThat(template.getContainer().getImage()).isEqualTo("gpu:1");
    assertThat(template.getContainer().getCommandList()).containsExactly("python");
    assertThat(template.getContainer().getArgsList()).containsExactly("train.py");
    assertThat(template.getContainer().getEnvList()).containsExactly(variable("A", "1"));
  }

  @Test
  void aDynamicTaskCarriesTheNamesOfImagesForTheTemplatesThatItMakes() throws Exception {
    LoadedPackage loaded =
        new LoadedPackage(
            Map.of(),
            Map.of(taskId("T"), new Dynamic("T")),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of());

    Tasks.TaskTemplate template = template(loaded, IN_IMAGE);

    assertThat(template.getType()).isEqualTo("container");
    assertThat(template.getContainer().getArgsList())
        .containsExactly(
            "jflyte",
            "execute-dynamic-workflow",
            "--task",
            "T",
            "--inputs",
            "{{.input}}",
            "--outputPrefix",
            "{{.outputPrefix}}",
            "--taskTemplatePath",
            "{{.taskTemplatePath}}",
            "--package-dir",
            "/app/classes:/app/libs/*");
    assertThat(JsonFormat.printer().omittingInsignificantWhitespace().print(template.getCustom()))
        .isEqualTo("{\"jflyte\":{\"images\":{\"default\":\"app:1\",\"gpu\":\"gpu:1\"}}}");
  }

  @Test
  void aDynamicTaskWithAnImageOfItsOwnStillKnowsThatOfThePackage() throws Exception {
    NamedImages one = NamedImages.of(Map.of("default", "app:1"));

    assertThat(images(dynamic(new TaskTemplateExtension() {}), one)).isEqualTo("app:1 {}");
    assertThat(images(dynamic(withImage("own:1")), one))
        .isEqualTo("own:1 {\"jflyte\":{\"images\":{\"default\":\"app:1\"}}}");
    assertThat(images(dynamic(withPod()), one))
        .isEqualTo(" {\"jflyte\":{\"images\":{\"default\":\"app:1\"}}}");
    assertThat(images(dynamic(withImage("own:1")), NamedImages.of(Map.of()))).isEqualTo("own:1 {}");
  }

  private static String images(LoadedPackage loaded, NamedImages given) throws Exception {
    Tasks.TaskTemplate template = new TaskTemplates(loaded, given, IN_IMAGE).all().get(taskId("T"));
    return template.getContainer().getImage()
        + " "
        + JsonFormat.printer().omittingInsignificantWhitespace().print(template.getCustom());
  }

  @Test
  void aDynamicTaskMayBringItsPodTemplate() {
    Tasks.TaskTemplate template = template(dynamic(withPod()), IN_IMAGE);

    assertThat(template.getK8SPod().getPodSpec().getFieldsOrThrow("nodeSelector"))
        .isEqualTo(Values.of(Structs.of("disk", Values.of("fast"))));
  }

  @Test
  void whatAPluginTaskSaysOfAContainerIsRefused() {
    Map<String, TaskTemplateExtension> said =
        Map.of(
            "getImage()", withImage("own:1"),
            "getPodTemplate()", withPod(),
            "getEnv()",
                new TaskTemplateExtension() {
                  @Override
                  public Map<String, String> getEnv() {
                    return Map.of("A", "1");
                  }
                });
    said.forEach(
        (getter, extension) ->
            assertThatThrownBy(() -> template(plugin(extension), STAGED))
                .isInstanceOf(JflyteException.class)
                .hasMessage(
                    "task T says something by %s, but a plugin task has no container that it would"
                        + " be for: leave it out",
                    getter));
  }

  @Test
  void aQuantityThatKubernetesWouldRefuseIsNamedWithItsPlace() {
    LoadedPackage loaded =
        plain(Resources.builder().requests(Map.of(ResourceName.MEMORY, "4 GB")).build());

    assertThatThrownBy(() -> template(loaded, STAGED))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith(
            "task T: resources.requests.memory: \"4 GB\" is not a Kubernetes quantity: ");
  }

  @Test
  void aContainerWithNeitherCommandNorArgumentsIsRefused() {
    assertThatThrownBy(() -> template(image(new Bare("T", "app:1", List.of())), STAGED))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task T has neither a command nor arguments, and Flyte does not run what its image runs"
                + " by itself: override getCommand or getArgs");
  }

  @Test
  void anImageThatIsNoReferenceIsRefused() {
    assertThatThrownBy(() -> template(image(new Image("T", "raw-container", "My Image")), STAGED))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task T runs the image \"My Image\", which is no reference of an image: write it as"
                + " registry/name:tag or name@sha256:...");
  }

  @Test
  void aVariableOfAContainerTaskThatKubernetesWouldRefuseIsRefused() {
    Bare task = new Bare("T", "app:1", List.of(org.flyte.api.v1.KeyValuePair.of("A=B", "1")));

    assertThatThrownBy(() -> template(image(task), STAGED))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("task T sets the environment variable \"A=B\", ");
  }

  @Test
  void aNameThatFlyteCannotKeepIsRefused() {
    LoadedPackage loaded =
        Entities.tasks(Map.of(taskId("a\nb"), new Plain("a\nb", FOUR_GIBIBYTES)));

    assertThatThrownBy(() -> new TaskTemplates(loaded, images, STAGED).all())
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("a task is named \"a\\u000ab\", ");
  }

  private static TaskTemplateExtension withImage(String image) {
    return new TaskTemplateExtension() {
      @Override
      public String getImage() {
        return image;
      }
    };
  }

  private static TaskTemplateExtension withPod() {
    return new TaskTemplateExtension() {
      @Override
      public PodTemplate getPodTemplate() {
        return PodTemplate.ofYaml("spec: {nodeSelector: {disk: fast}}");
      }
    };
  }

  private static LoadedPackage dynamic(TaskTemplateExtension extension) {
    return new LoadedPackage(
        Map.of(),
        Map.of(taskId("T"), new Dynamic("T")),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(taskId("T"), extension));
  }

  private static LoadedPackage plugin(TaskTemplateExtension extension) {
    return new LoadedPackage(
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(taskId("T"), new Query("T")),
        Map.of(),
        Map.of(),
        Map.of(taskId("T"), extension));
  }

  private static LoadedPackage withImage(RunnableTask task, String image) {
    TaskTemplateExtension extension = withImage(image);
    return new LoadedPackage(
        Map.of(taskId("T"), task),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(taskId("T"), extension));
  }

  private static LoadedPackage image(ContainerTask task) {
    return new LoadedPackage(
        Map.of(), Map.of(), Map.of(taskId("T"), task), Map.of(), Map.of(), Map.of(), Map.of());
  }

  /** A task that a plugin runs. */
  private record Query(String getName) implements PluginTask {
    @Override
    public String getType() {
      return "query";
    }

    @Override
    public TypedInterface getInterface() {
      return Entities.NOTHING;
    }

    @Override
    public org.flyte.api.v1.Struct getCustom() {
      return org.flyte.api.v1.Struct.of(Map.of());
    }

    @Override
    public RetryStrategy getRetries() {
      return RetryStrategy.builder().retries(0).build();
    }
  }

  /** A container task that runs nothing, unless it sets a variable. */
  private record Bare(String getName, String getImage, List<org.flyte.api.v1.KeyValuePair> getEnv)
      implements ContainerTask {
    @Override
    public List<String> getArgs() {
      return getEnv.isEmpty() ? List.of() : List.of("run");
    }

    @Override
    public List<String> getCommand() {
      return List.of();
    }

    @Override
    public TypedInterface getInterface() {
      return Entities.NOTHING;
    }

    @Override
    public RetryStrategy getRetries() {
      return RetryStrategy.builder().retries(0).build();
    }
  }

  private Tasks.TaskTemplate template(LoadedPackage loaded, PackageSource source) {
    return new TaskTemplates(loaded, images, source).all().get(taskId("T"));
  }

  private static LoadedPackage plain(Resources resources) {
    return Entities.tasks(Map.of(taskId("T"), new Plain("T", resources)));
  }

  private static KeyValuePair variable(String name, String value) {
    return KeyValuePair.newBuilder().setKey(name).setValue(value).build();
  }

  private static TaskTemplateExtension extension() {
    return new TaskTemplateExtension() {
      @Override
      public int getTaskTypeVersion() {
        return 1;
      }

      @Override
      public int getHeapPercentage() {
        return 40;
      }

      @Override
      public Map<String, String> getEnv() {
        return Map.of("Z", "2", "A", "1", "JAVA_TOOL_OPTIONS", "-Dmine=1");
      }
    };
  }
}
