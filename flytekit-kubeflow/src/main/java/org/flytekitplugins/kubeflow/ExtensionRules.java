package org.flytekitplugins.kubeflow;

import java.time.Duration;
import org.flytekitplugins.spi.SharedMemory;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** What the values of a {@link TaskTemplateExtension} must keep to. */
final class ExtensionRules {
  private ExtensionRules() {}

  /** Returns the extension if it keeps to the rules, else refuses the field that does not. */
  static TaskTemplateExtension check(TaskTemplateExtension extension) {
    int version = extension.getTaskTypeVersion();
    if (version < 0) {
      throw new InvalidFieldException(
          "taskTypeVersion", version, "versions are counted from 0", "use 0 or more");
    }
    int heap = extension.getHeapPercentage();
    if (heap < 1 || heap > 100) {
      throw new InvalidFieldException(
          "heapPercentage", heap, "it is a share of the memory limit", "use 1 to 100");
    }
    Duration timeout = extension.getTimeout();
    if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
      throw new InvalidFieldException(
          "timeout",
          timeout,
          "a task needs time",
          "use more than zero, or null for no own timeout");
    }
    SharedMemory sharedMemory = extension.getSharedMemory();
    if (sharedMemory != null && sharedMemory.sizeLimit() != null) {
      checkSizeLimit(sharedMemory.sizeLimit());
    }
    return extension;
  }

  private static void checkSizeLimit(String sizeLimit) {
    String field = "sharedMemory.sizeLimit";
    String remedy = "write for example 512Mi or 2Gi";
    Quantity size = Quantity.of(field, sizeLimit, remedy);
    if (size.amount().signum() <= 0) {
      throw new InvalidFieldException(field, sizeLimit, "a volume needs room", remedy);
    }
    ResourceRules.checkBytes(field, size, remedy);
  }
}
