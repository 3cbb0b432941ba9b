package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.UnknownFieldSet;
import org.flytekitplugins.kubeflow.internal.FlyteidlField;
import org.flytekitplugins.spi.Accelerator;
import org.flytekitplugins.spi.SharedMemory;
import org.jspecify.annotations.Nullable;

/**
 * The message {@code flyteidl.core.ExtendedResources}, which flyteidl-protos 0.4.35 does not have,
 * by the numbers of its fields.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/tasks.proto">tasks.proto</a>
 */
final class ExtendedResources {
  private ExtendedResources() {}

  /** The fields of the message; none without an accelerator and a shared memory. */
  static UnknownFieldSet of(@Nullable Accelerator accelerator, @Nullable SharedMemory memory) {
    UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
    if (accelerator != null) {
      fields.addField(
          FlyteidlField.EXTENDED_RESOURCES_GPU_ACCELERATOR, NewerField.of(of(accelerator)));
    }
    if (memory != null) {
      fields.addField(FlyteidlField.EXTENDED_RESOURCES_SHARED_MEMORY, NewerField.of(of(memory)));
    }
    return fields.build();
  }

  private static UnknownFieldSet of(Accelerator accelerator) {
    UnknownFieldSet.Builder fields =
        UnknownFieldSet.newBuilder()
            .addField(FlyteidlField.GPU_ACCELERATOR_DEVICE, NewerField.of(accelerator.device()));
    String partition = accelerator.partition();
    if (partition != null) {
      fields.addField(FlyteidlField.GPU_ACCELERATOR_PARTITION_SIZE, NewerField.of(partition));
    } else if (accelerator.isUnpartitioned()) {
      fields.addField(FlyteidlField.GPU_ACCELERATOR_UNPARTITIONED, NewerField.of(true));
    }
    return fields.build();
  }

  private static UnknownFieldSet of(SharedMemory memory) {
    UnknownFieldSet.Builder fields =
        UnknownFieldSet.newBuilder()
            .addField(FlyteidlField.SHARED_MEMORY_MOUNT_PATH, NewerField.of("/dev/shm"))
            .addField(FlyteidlField.SHARED_MEMORY_MOUNT_NAME, NewerField.of("flyte-shared-memory"));
    String sizeLimit = memory.sizeLimit();
    if (sizeLimit != null) {
      fields.addField(FlyteidlField.SHARED_MEMORY_SIZE_LIMIT, NewerField.of(sizeLimit));
    }
    return fields.build();
  }
}
