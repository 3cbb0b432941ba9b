package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;
import org.jspecify.annotations.Nullable;

/** The kind of GPU a task needs, by the platform's names for devices and their partitions. */
@AutoValue
public abstract class Accelerator {
  Accelerator() {}

  /** The device, for example {@code nvidia-tesla-a100}. */
  public abstract String device();

  /** The partition of the device, for example {@code 1g.5gb}, or null for a whole device. */
  public abstract @Nullable String partition();

  /**
   * Any whole device of this kind.
   *
   * @throws IllegalArgumentException if the device is blank
   */
  public static Accelerator of(String device) {
    Blank.refuse("accelerator.device", device, "name the device, such as nvidia-tesla-a100");
    return new AutoValue_Accelerator(device, null);
  }

  /**
   * A partition of a device of this kind.
   *
   * @throws IllegalArgumentException if the device or the partition is blank
   */
  public static Accelerator of(String device, String partition) {
    Blank.refuse("accelerator.device", device, "name the device, such as nvidia-tesla-a100");
    Blank.refuse("accelerator.partition", partition, "name the partition, such as 1g.5gb");
    return new AutoValue_Accelerator(device, partition);
  }
}
