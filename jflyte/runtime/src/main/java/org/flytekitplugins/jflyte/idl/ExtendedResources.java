package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.UnknownFieldSet;
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
  private static final int GPU_ACCELERATOR = 1;
  private static final int SHARED_MEMORY = 2;

  private static final int DEVICE = 1;
  private static final int UNPARTITIONED = 2;
  private static final int PARTITION_SIZE = 3;

  private static final int MOUNT_PATH = 1;
  private static final int MOUNT_NAME = 2;
  private static final int SIZE_LIMIT = 3;

  private ExtendedResources() {}

  /** The fields of the message; none without an accelerator and a shared memory. */
  static UnknownFieldSet of(@Nullable Accelerator accelerator, @Nullable SharedMemory memory) {
    UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
    if (accelerator != null) {
      fields.addField(GPU_ACCELERATOR, NewerField.of(of(accelerator)));
    }
    if (memory != null) {
      fields.addField(SHARED_MEMORY, NewerField.of(of(memory)));
    }
    return fields.build();
  }

  private static UnknownFieldSet of(Accelerator accelerator) {
    UnknownFieldSet.Builder fields =
        UnknownFieldSet.newBuilder().addField(DEVICE, NewerField.of(accelerator.device()));
    String partition = accelerator.partition();
    if (partition != null) {
      fields.addField(PARTITION_SIZE, NewerField.of(partition));
    } else if (accelerator.isUnpartitioned()) {
      fields.addField(UNPARTITIONED, NewerField.of(true));
    }
    return fields.build();
  }

  private static UnknownFieldSet of(SharedMemory memory) {
    UnknownFieldSet.Builder fields =
        UnknownFieldSet.newBuilder()
            .addField(MOUNT_PATH, NewerField.of("/dev/shm"))
            .addField(MOUNT_NAME, NewerField.of("flyte-shared-memory"));
    String sizeLimit = memory.sizeLimit();
    if (sizeLimit != null) {
      fields.addField(SIZE_LIMIT, NewerField.of(sizeLimit));
    }
    return fields.build();
  }
}
