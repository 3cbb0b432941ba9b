package org.flytekitplugins.kubeflow;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * Flyte's messages of version 1, with the names and numbers of their fields as in Flyte v1.16.8:
 * {@code flyteidl/plugins/kubeflow/{common,tensorflow,pytorch}.proto} and the parts of {@code
 * flyteidl/core/tasks.proto} that they refer to.
 */
final class KubeflowMessages {
  static final String TENSORFLOW = "DistributedTensorflowTrainingTask";
  static final String PYTORCH = "DistributedPyTorchTrainingTask";

  private static final FileDescriptor FILE = file();

  private KubeflowMessages() {}

  /** Reads JSON as protobuf does: a key or an enum value that it does not know is an error. */
  static DynamicMessage fromJson(String message, String json) {
    DynamicMessage.Builder builder = builder(message);
    try {
      JsonFormat.parser().merge(json, builder);
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
    return builder.build();
  }

  /** Reads protobuf's text format. */
  static DynamicMessage fromText(String message, String text) {
    DynamicMessage.Builder builder = builder(message);
    try {
      TextFormat.merge(text, builder);
    } catch (TextFormat.ParseException e) {
      throw new UncheckedIOException(text, e);
    }
    return builder.build();
  }

  private static DynamicMessage.Builder builder(String message) {
    return DynamicMessage.newBuilder(FILE.findMessageTypeByName(message));
  }

  private static FileDescriptor file() {
    FileDescriptorProto proto =
        FileDescriptorProto.newBuilder()
            .setName("kubeflow.proto")
            .setSyntax("proto3")
            .addEnumType(
                enumeration(
                    "RestartPolicy",
                    "RESTART_POLICY_NEVER",
                    "RESTART_POLICY_ON_FAILURE",
                    "RESTART_POLICY_ALWAYS"))
            .addEnumType(
                enumeration(
                    "CleanPodPolicy",
                    "CLEANPOD_POLICY_NONE",
                    "CLEANPOD_POLICY_RUNNING",
                    "CLEANPOD_POLICY_ALL"))
            .addEnumType(
                enumeration(
                    "ResourceName",
                    "UNKNOWN",
                    "CPU",
                    "GPU",
                    "MEMORY",
                    "STORAGE",
                    "EPHEMERAL_STORAGE"))
            .addMessageType(message("ResourceEntry", "ResourceName name", "string value"))
            .addMessageType(
                message(
                    "Resources",
                    "repeated ResourceEntry requests",
                    "repeated ResourceEntry limits"))
            .addMessageType(
                message(
                    "RunPolicy",
                    "CleanPodPolicy clean_pod_policy",
                    "int32 ttl_seconds_after_finished",
                    "int32 active_deadline_seconds",
                    "int32 backoff_limit"))
            .addMessageType(
                message(
                    "CommonReplicaSpec",
                    "int32 replicas",
                    "string image",
                    "Resources resources",
                    "RestartPolicy restart_policy"))
            .addMessageType(
                message(
                    "ReplicaSpec",
                    "int32 replicas",
                    "string image",
                    "Resources resources",
                    "RestartPolicy restart_policy",
                    "CommonReplicaSpec common"))
            .addMessageType(
                message(
                    "ElasticConfig",
                    "string rdzv_backend",
                    "int32 min_replicas",
                    "int32 max_replicas",
                    "int32 nproc_per_node",
                    "int32 max_restarts"))
            .addMessageType(
                message(
                    TENSORFLOW,
                    "ReplicaSpec worker_replicas",
                    "ReplicaSpec ps_replicas",
                    "ReplicaSpec chief_replicas",
                    "RunPolicy run_policy",
                    "ReplicaSpec evaluator_replicas"))
            .addMessageType(
                message(
                    PYTORCH,
                    "ReplicaSpec worker_replicas",
                    "ReplicaSpec master_replicas",
                    "RunPolicy run_policy",
                    "ElasticConfig elastic_config"))
            .build();
    try {
      return FileDescriptor.buildFrom(proto, new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  /** An enum whose values are counted from 0. */
  private static EnumDescriptorProto enumeration(String name, String... values) {
    EnumDescriptorProto.Builder builder = EnumDescriptorProto.newBuilder().setName(name);
    for (String value : values) {
      builder.addValue(
          EnumValueDescriptorProto.newBuilder().setName(value).setNumber(builder.getValueCount()));
    }
    return builder.build();
  }

  /** A message whose fields are counted from 1. */
  private static DescriptorProto message(String name, String... fields) {
    DescriptorProto.Builder builder = DescriptorProto.newBuilder().setName(name);
    for (String field : fields) {
      List<String> words = List.of(field.split(" "));
      String type = words.get(words.size() - 2);
      FieldDescriptorProto.Builder proto =
          FieldDescriptorProto.newBuilder()
              .setName(words.get(words.size() - 1))
              .setNumber(builder.getFieldCount() + 1)
              .setLabel(
                  words.size() == 3
                      ? FieldDescriptorProto.Label.LABEL_REPEATED
                      : FieldDescriptorProto.Label.LABEL_OPTIONAL);
      if (Character.isLowerCase(type.charAt(0))) {
        proto.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)));
      } else {
        proto.setTypeName(type);
      }
      builder.addField(proto);
    }
    return builder.build();
  }
}
