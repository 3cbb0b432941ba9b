package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;
import org.jspecify.annotations.Nullable;

/** The kind of GPU a task needs, by the platform's names for devices and their partitions. */
@AutoValue
public abstract class Accelerator {
  Accelerator() {}

  /** The device, for example {@code nvidia-tesla-a100}. */
  public abstract String device();

  /** The partition of the device, for example {@code 1g.5gb}, or null where none is asked for. */
  public abstract @Nullable String partition();

  /** Whether the device must be a whole one; false also where a partition is asked for. */
  public abstract boolean isUnpartitioned();

  /**
   * A device of this kind, whole or in any partition, as the platform decides: {@code A100} of
   * flytekit's Python.
   *
   * @throws IllegalArgumentException if the device is blank
   */
  public static Accelerator of(String device) {
    return create(device, null, /* unpartitioned= */ false);
  }

  /**
   * A whole device of this kind: {@code A100.unpartitioned} of flytekit's Python.
   *
   * @throws IllegalArgumentException if the device is blank
   */
  public static Accelerator unpartitioned(String device) {
    return create(device, null, /* unpartitioned= */ true);
  }

  /**
   * A partition of a device of this kind: {@code A100.partition_1g_5gb} of flytekit's Python.
   *
   * @throws IllegalArgumentException if the device or the partition is blank
   */
  public static Accelerator of(String device, String partition) {
    Accelerator accelerator = create(device, partition, /* unpartitioned= */ false);
    Blank.refuse("accelerator.partition", partition, "name the partition, such as 1g.5gb");
    return accelerator;
  }

  private static Accelerator create(
      String device, @Nullable String partition, boolean unpartitioned) {
    Blank.refuse("accelerator.device", device, "name the device, such as nvidia-tesla-a100");
    return new AutoValue_Accelerator(device, partition, unpartitioned);
  }
}
