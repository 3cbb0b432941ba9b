package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A volume in memory at {@code /dev/shm}; what is written there counts as the pod's memory. */
@AutoValue
public abstract class SharedMemory implements Serializable {
  private static final long serialVersionUID = 1L;

  SharedMemory() {}

  /**
   * The largest size as a Kubernetes quantity, for example {@code 2Gi}, or null for the pod's
   * memory limit.
   */
  public abstract @Nullable String sizeLimit();

  /** A volume that may grow to the pod's memory limit. */
  public static SharedMemory unlimited() {
    return new AutoValue_SharedMemory(null);
  }

  /**
   * A volume that may grow to a size.
   *
   * @param sizeLimit a Kubernetes quantity, for example {@code 2Gi}
   * @throws IllegalArgumentException if the size is blank
   */
  public static SharedMemory ofSizeLimit(String sizeLimit) {
    Blank.refuse("sharedMemory.sizeLimit", sizeLimit, "write a Kubernetes quantity such as 2Gi");
    return new AutoValue_SharedMemory(sizeLimit);
  }
}
