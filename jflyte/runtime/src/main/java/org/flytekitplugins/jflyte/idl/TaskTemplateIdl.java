package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.BoolValue;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.core.Security;
import flyteidl.core.Tasks;
import flyteidl.core.Tasks.RuntimeMetadata;
import java.time.Duration;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flyte.api.v1.Container;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.TaskTemplate;
import org.flytekitplugins.jflyte.Distribution;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.internal.FlyteidlField;
import org.flytekitplugins.spi.Secret;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/**
 * Task templates.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/tasks.proto">tasks.proto</a>
 */
public final class TaskTemplateIdl {
  private TaskTemplateIdl() {}

  /**
   * The message of a task template.
   *
   * @param extension what flytekit-java's model cannot carry, or null. Its environment and its
   *     share of the heap belong into the template's container and are not looked at here.
   * @throws JflyteException if a value is out of its range; says of which task
   */
  public static Tasks.TaskTemplate toIdl(
      TaskIdentifier id, TaskTemplate template, @Nullable TaskTemplateExtension extension) {
    try {
      Tasks.TaskTemplate.Builder builder =
          Tasks.TaskTemplate.newBuilder()
              .setId(IdentifierIdl.toIdl(id))
              .setType(template.type())
              .setMetadata(metadata(template, extension))
              .setInterface(InterfaceIdl.toIdl(template.interface_()))
              .setCustom(StructIdl.toIdl(template.custom()));
      Container container = template.container();
      if (container != null) {
        builder.setContainer(ContainerIdl.toIdl(container));
      }
      if (extension != null) {
        extend(builder, extension);
      }
      return builder.build();
    } catch (JflyteException e) {
      throw new JflyteException("task \"" + id.name() + "\": " + e.getMessage(), e);
    }
  }

  private static Tasks.TaskMetadata metadata(
      TaskTemplate template, @Nullable TaskTemplateExtension extension) {
    Tasks.TaskMetadata.Builder builder =
        Tasks.TaskMetadata.newBuilder()
            .setDiscoverable(template.discoverable())
            .setCacheSerializable(template.cacheSerializable())
            .setRetries(RetryStrategyIdl.toIdl(template.retries(), "the task"))
            .setRuntime(
                RuntimeMetadata.newBuilder()
                    .setType(RuntimeMetadata.RuntimeType.FLYTE_SDK)
                    .setFlavor("java")
                    .setVersion(Distribution.VERSION));
    String discoveryVersion = template.discoveryVersion();
    if (discoveryVersion != null) {
      builder.setDiscoveryVersion(discoveryVersion);
    }
    if (extension != null) {
      extend(builder, template, extension);
    }
    return builder.build();
  }

  private static void extend(
      Tasks.TaskMetadata.Builder builder, TaskTemplate template, TaskTemplateExtension extension) {
    Boolean interruptible = extension.getInterruptible();
    if (interruptible != null) {
      builder.setInterruptible(interruptible);
    }
    Duration timeout = extension.getTimeout();
    if (timeout != null) {
      if (timeout.isZero() || timeout.isNegative()) {
        throw new JflyteException(
            "the timeout is " + timeout + "; use one above zero, or none for the platform's");
      }
      builder.setTimeout(TimeIdl.toIdl(timeout));
    }
    String deprecation = extension.getDeprecationMessage();
    if (deprecation != null) {
      builder.setDeprecatedErrorMessage(deprecation);
    }
    UnknownFieldSet.Builder newer = UnknownFieldSet.newBuilder();
    String podTemplateName = extension.getPodTemplateName();
    if (podTemplateName != null) {
      newer.addField(FlyteidlField.TASK_METADATA_POD_TEMPLATE_NAME, NewerField.of(podTemplateName));
    }
    Set<String> ignored = new TreeSet<>(extension.getCacheIgnoredInputs());
    if (!ignored.isEmpty()) {
      checkIgnored(ignored, template);
      newer.addField(FlyteidlField.TASK_METADATA_CACHE_IGNORE_INPUT_VARS, NewerField.of(ignored));
    }
    if (extension.getGeneratesDeck()) {
      newer.addField(FlyteidlField.TASK_METADATA_GENERATES_DECK, NewerField.of(BoolValue.of(true)));
    }
    builder.setUnknownFields(newer.build());
  }

  private static void checkIgnored(Set<String> ignored, TaskTemplate template) {
    if (!template.discoverable()) {
      throw new JflyteException(
          "getCacheIgnoredInputs() names "
              + String.join(", ", ignored)
              + ", but the task is not cached: override isCached() too, or name none");
    }
    Set<String> inputs = template.interface_().inputs().keySet();
    for (String input : ignored) {
      if (!inputs.contains(input)) {
        throw new JflyteException(
            "getCacheIgnoredInputs() names \""
                + input
                + "\", which is no input of the task; its inputs are "
                + String.join(", ", new TreeSet<>(inputs)));
      }
    }
  }

  private static void extend(Tasks.TaskTemplate.Builder builder, TaskTemplateExtension extension) {
    int version = extension.getTaskTypeVersion();
    if (version < 0) {
      throw new JflyteException("the task type version is " + version + "; use 0 or more");
    }
    builder.setTaskTypeVersion(version);
    builder.putAllConfig(new TreeMap<>(extension.getPluginConfig()));
    if (!extension.getSecrets().isEmpty()) {
      Security.SecurityContext.Builder security = Security.SecurityContext.newBuilder();
      for (Secret secret : extension.getSecrets()) {
        security.addSecrets(toIdl(secret));
      }
      builder.setSecurityContext(security);
    }
    UnknownFieldSet resources =
        ExtendedResources.of(extension.getAccelerator(), extension.getSharedMemory());
    if (!resources.asMap().isEmpty()) {
      builder.setUnknownFields(
          UnknownFieldSet.newBuilder()
              .addField(FlyteidlField.TASK_TEMPLATE_EXTENDED_RESOURCES, NewerField.of(resources))
              .build());
    }
  }

  private static Security.Secret toIdl(Secret secret) {
    Security.Secret.MountType mount =
        switch (secret.mount()) {
          case ANY -> Security.Secret.MountType.ANY;
          case ENVIRONMENT -> Security.Secret.MountType.ENV_VAR;
          case FILE -> Security.Secret.MountType.FILE;
        };
    Security.Secret.Builder builder =
        Security.Secret.newBuilder()
            .setGroup(secret.group())
            .setKey(secret.key())
            .setMountRequirement(mount);
    String groupVersion = secret.groupVersion();
    if (groupVersion != null) {
      builder.setGroupVersion(groupVersion);
    }
    String environmentName = secret.environmentName();
    if (environmentName != null) {
      builder.setUnknownFields(
          UnknownFieldSet.newBuilder()
              .addField(FlyteidlField.SECRET_ENV_VAR, NewerField.of(environmentName))
              .build());
    }
    return builder.build();
  }
}
