package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.google.protobuf.Value;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface;
import flyteidl.core.Literals;
import flyteidl.core.Security;
import flyteidl.core.Tasks;
import flyteidl.core.Tasks.Resources.ResourceEntry;
import flyteidl.core.Tasks.RuntimeMetadata;
import flyteidl.core.Types;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.flyte.api.v1.Container;
import org.flyte.api.v1.KeyValuePair;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.Resources.ResourceName;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.TaskTemplate;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.jflyte.Distribution;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.spi.Accelerator;
import org.flytekitplugins.spi.Secret;
import org.flytekitplugins.spi.SharedMemory;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TaskTemplateIdlTest {
  private static final TaskIdentifier ID =
      TaskIdentifier.builder().project("p").domain("d").name("train").version("v").build();

  /** Says nothing about anything. */
  private static final class Silent implements TaskTemplateExtension {}

  /** Says something about everything. */
  private record Talkative(Accelerator getAccelerator, SharedMemory getSharedMemory)
      implements TaskTemplateExtension {
    @Override
    public int getTaskTypeVersion() {
      return 1;
    }

    @Override
    public Map<String, String> getEnv() {
      return Map.of("NOT", "looked at");
    }

    @Override
    public Boolean getInterruptible() {
      return false;
    }

    @Override
    public Duration getTimeout() {
      return Duration.ofMinutes(90).plusNanos(1);
    }

    @Override
    public boolean getGeneratesDeck() {
      return true;
    }

    @Override
    public String getPodTemplateName() {
      return "gpu-pods";
    }

    @Override
    public List<Secret> getSecrets() {
      return List.of(Secret.asEnvironment("wandb", "api-key"), Secret.asFile("s3", "credentials"));
    }
  }

  @Test
  void writes_a_training_task_with_everything() throws Exception {
    Tasks.TaskTemplate template =
        TaskTemplateIdl.toIdl(
            ID,
            trainingTask(),
            new Talkative(
                Accelerator.unpartitioned("nvidia-tesla-a100"), SharedMemory.ofSizeLimit("2Gi")));

    UnknownFieldSet accelerator =
        UnknownFieldSet.newBuilder()
            .addField(1, text("nvidia-tesla-a100"))
            .addField(2, Field.newBuilder().addVarint(1).build())
            .build();
    assertThat(template)
        .isEqualTo(extendedMessage(accelerator, sharedMemory("2Gi")).build())
        .isEqualTo(Tasks.TaskTemplate.parseFrom(template.toByteArray()));
  }

  @Test
  void writes_a_partition_of_a_device_and_a_volume_without_a_limit() {
    UnknownFieldSet accelerator =
        UnknownFieldSet.newBuilder()
            .addField(1, text("nvidia-tesla-a100"))
            .addField(3, text("1g.5gb"))
            .build();
    UnknownFieldSet memory =
        UnknownFieldSet.newBuilder()
            .addField(1, text("/dev/shm"))
            .addField(2, text("flyte-shared-memory"))
            .build();
    assertThat(
            TaskTemplateIdl.toIdl(
                ID,
                trainingTask(),
                new Talkative(
                    Accelerator.of("nvidia-tesla-a100", "1g.5gb"), SharedMemory.unlimited())))
        .isEqualTo(extendedMessage(accelerator, memory).build());
  }

  @Test
  void writes_a_volume_without_an_accelerator_and_the_reverse() {
    assertThat(
            TaskTemplateIdl.toIdl(
                    ID, trainingTask(), new Talkative(null, SharedMemory.ofSizeLimit("2Gi")))
                .getUnknownFields())
        .isEqualTo(
            message(9, UnknownFieldSet.newBuilder().addField(2, field(sharedMemory("2Gi")))));
    UnknownFieldSet device =
        UnknownFieldSet.newBuilder().addField(1, text("nvidia-tesla-t4")).build();
    assertThat(
            TaskTemplateIdl.toIdl(
                    ID, trainingTask(), new Talkative(Accelerator.of("nvidia-tesla-t4"), null))
                .getUnknownFields())
        .isEqualTo(message(9, UnknownFieldSet.newBuilder().addField(1, field(device))));
  }

  @Test
  void writes_a_secret_as_pythons_flytekit_writes_it() {
    Secret secret =
        Secret.of("vault", "token").withGroupVersion("kv2").withEnvironmentName("VAULT_TOKEN");
    TaskTemplateExtension extension =
        new TaskTemplateExtension() {
          @Override
          public List<Secret> getSecrets() {
            return List.of(secret);
          }
        };

    assertThat(
            TaskTemplateIdl.toIdl(ID, trainingTask(), extension)
                .getSecurityContext()
                .getSecretsList())
        .containsExactly(
            Security.Secret.newBuilder()
                .setGroup("vault")
                .setGroupVersion("kv2")
                .setKey("token")
                .setMountRequirement(Security.Secret.MountType.ANY)
                .setUnknownFields(
                    UnknownFieldSet.newBuilder().addField(5, text("VAULT_TOKEN")).build())
                .build());
  }

  @Test
  void writes_what_is_said_to_people_the_cache_and_the_plugin() {
    TaskTemplate cached = trainingTask().toBuilder().discoverable(true).build();
    Tasks.TaskTemplate template =
        TaskTemplateIdl.toIdl(
            ID,
            cached,
            new TaskTemplateExtension() {
              @Override
              public String getDeprecationMessage() {
                return "use TrainDigits";
              }

              @Override
              public Set<String> getCacheIgnoredInputs() {
                return Set.copyOf(cached.interface_().inputs().keySet());
              }

              @Override
              public Map<String, String> getPluginConfig() {
                return Map.of("dynamic-batch", "true");
              }
            });

    assertThat(template.getMetadata().getDeprecatedErrorMessage()).isEqualTo("use TrainDigits");
    Field.Builder ignored = Field.newBuilder();
    cached.interface_().inputs().keySet().stream()
        .sorted()
        .forEach(name -> ignored.addLengthDelimited(ByteString.copyFromUtf8(name)));
    assertThat(template.getMetadata().getUnknownFields())
        .isEqualTo(UnknownFieldSet.newBuilder().addField(13, ignored.build()).build());
    assertThat(ignored.build().getLengthDelimitedList()).isNotEmpty();
    assertThat(template.getConfigMap()).containsExactly(Map.entry("dynamic-batch", "true"));
  }

  @Test
  void inputs_that_the_cache_ignores_are_the_tasks_and_the_task_is_cached() {
    TaskTemplateExtension extension =
        new TaskTemplateExtension() {
          @Override
          public Set<String> getCacheIgnoredInputs() {
            return Set.of("sed");
          }
        };

    assertThatThrownBy(() -> TaskTemplateIdl.toIdl(ID, uncachedTask("seed"), extension))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task \"train\": getCacheIgnoredInputs() names sed, but the task is not cached:"
                + " override isCached() too, or name none");
    TaskTemplate cached = uncachedTask("seed").toBuilder().discoverable(true).build();
    assertThatThrownBy(() -> TaskTemplateIdl.toIdl(ID, cached, extension))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task \"train\": getCacheIgnoredInputs() names \"sed\", which is no input of the task;"
                + " its inputs are seed");
  }

  private static TaskTemplate uncachedTask(String input) {
    Variable variable =
        Variable.builder()
            .literalType(LiteralType.ofSimpleType(SimpleType.INTEGER))
            .description("")
            .build();
    return trainingTask().toBuilder()
        .discoverable(false)
        .interface_(
            TypedInterface.builder().inputs(Map.of(input, variable)).outputs(Map.of()).build())
        .build();
  }

  @Test
  void an_extension_that_says_nothing_changes_nothing() {
    assertThat(TaskTemplateIdl.toIdl(ID, trainingTask(), new Silent()))
        .isEqualTo(TaskTemplateIdl.toIdl(ID, trainingTask(), null))
        .isEqualTo(plainMessage().build());
  }

  @Test
  void writes_a_task_without_a_container() {
    TaskTemplate template =
        TaskTemplate.builder()
            .interface_(TypedInterface.builder().inputs(Map.of()).outputs(Map.of()).build())
            .type("bigquery_query_job_task")
            .retries(RetryStrategy.builder().retries(0).build())
            .custom(Struct.of(Map.of()))
            .discoverable(false)
            .cacheSerializable(false)
            .build();
    assertThat(TaskTemplateIdl.toIdl(ID, template, null))
        .isEqualTo(
            Tasks.TaskTemplate.newBuilder()
                .setId(id())
                .setType("bigquery_query_job_task")
                .setMetadata(
                    Tasks.TaskMetadata.newBuilder()
                        .setRuntime(runtime())
                        .setRetries(Literals.RetryStrategy.getDefaultInstance()))
                .setInterface(
                    Interface.TypedInterface.newBuilder()
                        .setInputs(Interface.VariableMap.getDefaultInstance())
                        .setOutputs(Interface.VariableMap.getDefaultInstance()))
                .setCustom(com.google.protobuf.Struct.getDefaultInstance())
                .build());
  }

  @ParameterizedTest
  @EnumSource
  void resources_keep_their_names(ResourceName name) {
    assertThat(ContainerIdl.toIdl(container(Resources.builder().limits(Map.of(name, "1")).build())))
        .isEqualTo(
            Tasks.Container.newBuilder()
                .setImage("image")
                .setResources(
                    Tasks.Resources.newBuilder()
                        .addLimits(entry(Tasks.Resources.ResourceName.valueOf(name.name()), "1")))
                .build());
  }

  @Test
  void empty_resources_stay_as_stock_jflyte_writes_them() {
    assertThat(ContainerIdl.toIdl(container(Resources.builder().build())))
        .isEqualTo(
            Tasks.Container.newBuilder()
                .setImage("image")
                .setResources(Tasks.Resources.getDefaultInstance())
                .build());
    assertThat(ContainerIdl.toIdl(container(null)))
        .isEqualTo(Tasks.Container.newBuilder().setImage("image").build());
  }

  @ParameterizedTest
  @MethodSource
  void names_the_task_and_the_value_out_of_range(
      TaskTemplate template, TaskTemplateExtension extension, String sentence) {
    assertThatThrownBy(() -> TaskTemplateIdl.toIdl(ID, template, extension))
        .isInstanceOf(JflyteException.class)
        .hasMessage("task \"train\": " + sentence);
  }

  static Stream<Arguments> names_the_task_and_the_value_out_of_range() {
    TaskTemplate task = trainingTask();
    return Stream.of(
        Arguments.of(
            task.toBuilder().retries(RetryStrategy.builder().retries(-1).build()).build(),
            null,
            "the retries of the task are -1; use 0 or more"),
        Arguments.of(
            task,
            new TaskTemplateExtension() {
              @Override
              public Duration getTimeout() {
                return Duration.ZERO;
              }
            },
            "the timeout is PT0S; use one above zero, or none for the platform's"),
        Arguments.of(
            task,
            new TaskTemplateExtension() {
              @Override
              public int getTaskTypeVersion() {
                return -1;
              }
            },
            "the task type version is -1; use 0 or more"),
        Arguments.of(
            task.toBuilder()
                .container(
                    container(
                        Resources.builder().requests(Map.of(ResourceName.CPU, "two")).build()))
                .build(),
            null,
            "the CPU request of a container: \"two\" is not a Kubernetes quantity: write for"
                + " example 2 or 4Gi"),
        Arguments.of(
            task.toBuilder()
                .container(
                    container(
                        Resources.builder().limits(Map.of(ResourceName.MEMORY, "-1Gi")).build()))
                .build(),
            null,
            "the MEMORY limit of a container is -1Gi; use 0 or more"));
  }

  private static TaskTemplate trainingTask() {
    return TaskTemplate.builder()
        .container(
            Container.builder()
                .image("image")
                .command(List.of("c"))
                .args(List.of("jflyte", "execute", "--inputs", "{{.input}}"))
                .env(List.of(KeyValuePair.of("B", "größe"), KeyValuePair.of("A", null)))
                .resources(
                    Resources.builder()
                        .requests(Map.of(ResourceName.MEMORY, "4Gi", ResourceName.CPU, "500m"))
                        .limits(Map.of(ResourceName.GPU, "1"))
                        .build())
                .build())
        .interface_(
            TypedInterface.builder()
                .inputs(
                    Map.of(
                        "epochs",
                        Variable.builder()
                            .literalType(LiteralType.ofSimpleType(SimpleType.INTEGER))
                            .build()))
                .outputs(Map.of())
                .build())
        .type("tensorflow")
        .retries(RetryStrategy.builder().retries(2).build())
        .custom(Struct.of(Map.of("workerReplicas", Struct.Value.ofNumberValue(2))))
        .discoverable(true)
        .discoveryVersion("7")
        .cacheSerializable(true)
        .build();
  }

  private static Tasks.TaskTemplate.Builder plainMessage() {
    return Tasks.TaskTemplate.newBuilder()
        .setId(id())
        .setType("tensorflow")
        .setMetadata(
            Tasks.TaskMetadata.newBuilder()
                .setRuntime(runtime())
                .setRetries(Literals.RetryStrategy.newBuilder().setRetries(2))
                .setDiscoverable(true)
                .setDiscoveryVersion("7")
                .setCacheSerializable(true))
        .setInterface(
            Interface.TypedInterface.newBuilder()
                .setInputs(
                    Interface.VariableMap.newBuilder()
                        .putVariables(
                            "epochs",
                            Interface.Variable.newBuilder()
                                .setType(
                                    Types.LiteralType.newBuilder()
                                        .setSimple(Types.SimpleType.INTEGER))
                                .build()))
                .setOutputs(Interface.VariableMap.getDefaultInstance()))
        .setCustom(
            com.google.protobuf.Struct.newBuilder()
                .putFields("workerReplicas", Value.newBuilder().setNumberValue(2).build()))
        .setContainer(
            Tasks.Container.newBuilder()
                .setImage("image")
                .addCommand("c")
                .addAllArgs(List.of("jflyte", "execute", "--inputs", "{{.input}}"))
                .addEnv(Literals.KeyValuePair.newBuilder().setKey("B").setValue("größe"))
                .addEnv(Literals.KeyValuePair.newBuilder().setKey("A"))
                .setResources(
                    Tasks.Resources.newBuilder()
                        .addRequests(entry(Tasks.Resources.ResourceName.CPU, "500m"))
                        .addRequests(entry(Tasks.Resources.ResourceName.MEMORY, "4Gi"))
                        .addLimits(entry(Tasks.Resources.ResourceName.GPU, "1"))));
  }

  private static Tasks.TaskTemplate.Builder extendedMessage(
      UnknownFieldSet accelerator, UnknownFieldSet memory) {
    Tasks.TaskTemplate.Builder builder = plainMessage();
    builder
        .getMetadataBuilder()
        .setInterruptible(false)
        .setTimeout(com.google.protobuf.Duration.newBuilder().setSeconds(5400).setNanos(1))
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(12, text("gpu-pods"))
                .addField(
                    15,
                    field(
                        UnknownFieldSet.newBuilder()
                            .addField(1, Field.newBuilder().addVarint(1).build())
                            .build()))
                .build());
    return builder
        .setTaskTypeVersion(1)
        .setSecurityContext(
            Security.SecurityContext.newBuilder()
                .addSecrets(
                    Security.Secret.newBuilder()
                        .setGroup("wandb")
                        .setKey("api-key")
                        .setMountRequirement(Security.Secret.MountType.ENV_VAR))
                .addSecrets(
                    Security.Secret.newBuilder()
                        .setGroup("s3")
                        .setKey("credentials")
                        .setMountRequirement(Security.Secret.MountType.FILE)))
        .setUnknownFields(
            message(
                9,
                UnknownFieldSet.newBuilder()
                    .addField(1, field(accelerator))
                    .addField(2, field(memory))));
  }

  private static UnknownFieldSet sharedMemory(String sizeLimit) {
    return UnknownFieldSet.newBuilder()
        .addField(1, text("/dev/shm"))
        .addField(2, text("flyte-shared-memory"))
        .addField(3, text(sizeLimit))
        .build();
  }

  private static UnknownFieldSet message(int number, UnknownFieldSet.Builder message) {
    return UnknownFieldSet.newBuilder().addField(number, field(message.build())).build();
  }

  private static Field field(UnknownFieldSet message) {
    return Field.newBuilder().addLengthDelimited(message.toByteString()).build();
  }

  private static Field text(String text) {
    return Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8(text)).build();
  }

  private static Identifier id() {
    return Identifier.newBuilder()
        .setResourceType(ResourceType.TASK)
        .setProject("p")
        .setDomain("d")
        .setName("train")
        .setVersion("v")
        .build();
  }

  private static RuntimeMetadata runtime() {
    return RuntimeMetadata.newBuilder()
        .setType(RuntimeMetadata.RuntimeType.FLYTE_SDK)
        .setFlavor("java")
        .setVersion(Distribution.VERSION)
        .build();
  }

  private static ResourceEntry entry(Tasks.Resources.ResourceName name, String amount) {
    return ResourceEntry.newBuilder().setName(name).setValue(amount).build();
  }

  private static Container container(Resources resources) {
    return Container.builder()
        .image("image")
        .command(List.of())
        .args(List.of())
        .env(List.of())
        .resources(resources)
        .build();
  }
}
