package org.flytekitplugins.report.internal.usage;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import org.flytekitplugins.report.usage.ReplicaUsage;

/** What this process has used. The first look loads Java's management classes, some 50 ms. */
final class OwnProcess {
  private OwnProcess() {}

  static ReplicaUsage look() {
    ReplicaUsage.Builder usage = ReplicaUsage.builder();
    ProcessStatus status = ProcessStatus.read("self");
    if (status != null) {
      usage.memoryBytes(status.resident()).peakMemoryBytes(status.peak());
    }
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    if (system instanceof com.sun.management.OperatingSystemMXBean) {
      usage.cpuSeconds(
          ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime() / 1e9);
    }
    long collecting = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collecting += Math.max(0, collector.getCollectionTime());
    }
    return usage
        .gcSeconds(collecting / 1e3)
        .upSeconds(ManagementFactory.getRuntimeMXBean().getUptime() / 1e3)
        .build();
  }
}
