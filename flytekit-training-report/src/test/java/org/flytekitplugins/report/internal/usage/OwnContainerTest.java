package org.flytekitplugins.report.internal.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel counts for a container. */
class OwnContainerTest {
  @TempDir Path groups;

  @Test
  void isReadInVersion2() throws IOException {
    write("memory.current", "104857600");
    write("memory.peak", "209715200");
    write("memory.max", "4294967296");
    write("cpu.stat", "usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000");

    assertThat(new OwnContainer(groups).usage(null))
        .isEqualTo(
            ReplicaUsage.builder()
                .memoryBytes(100L << 20)
                .peakMemoryBytes(200L << 20)
                .memoryLimitBytes(4L << 30)
                .cpuSeconds(2.5)
                .build());
  }

  @Test
  void isReadInVersion1() throws IOException {
    write("memory/memory.usage_in_bytes", "104857600");
    write("memory/memory.max_usage_in_bytes", "209715200");
    write("memory/memory.limit_in_bytes", "9223372036854771712");
    write("cpuacct/cpuacct.usage", "2500000000");

    assertThat(new OwnContainer(groups).usage(null))
        .isEqualTo(
            ReplicaUsage.builder()
                .memoryBytes(100L << 20)
                .peakMemoryBytes(200L << 20)
                .cpuSeconds(2.5)
                .build());
  }

  @Test
  void isReadWhereVersion1HasProcessorsTogether() throws IOException {
    write("cpu,cpuacct/cpuacct.usage", "2500000000");

    assertThat(new OwnContainer(groups).usage(null))
        .isEqualTo(ReplicaUsage.builder().cpuSeconds(2.5).build());
  }

  @Test
  void isThatOfVersion2WhereBothAreThere() throws IOException {
    write("memory.max", "4294967296");
    write("memory/memory.limit_in_bytes", "104857600");

    assertThat(new OwnContainer(groups).usage(null))
        .isEqualTo(ReplicaUsage.builder().memoryLimitBytes(4L << 30).build());
  }

  @Test
  void isNotKnownWhereNobodySays() throws IOException {
    // Kernels before 5.19 have no peak.
    write("memory.max", "max");
    write("cpu.stat", "nr_periods 0");

    assertThat(new OwnContainer(groups).usage(null)).isEqualTo(ReplicaUsage.builder().build());
  }

  @Test
  void doesNotHaveInItsMemoryWhatTheKernelKeepsOfFiles() throws IOException {
    write("memory.current", "2147483648");
    write("memory.peak", "2147483648");
    write("memory.max", "2147483648");
    write("memory.stat", "anon 629145600\nfile 1518338048\ninactive_file 1468006400");
    ReplicaUsage told =
        ReplicaUsage.builder().memoryBytes(500L << 20).peakMemoryBytes(600L << 20).build();

    assertThat(new OwnContainer(groups).usage(told))
        .isEqualTo(
            ReplicaUsage.builder()
                .memoryBytes(648L << 20)
                .peakMemoryBytes(648L << 20)
                .memoryLimitBytes(2L << 30)
                .build());
    // Of who tells nothing itself the kernel alone knows the peak.
    assertThat(new OwnContainer(groups).usage(null))
        .isEqualTo(
            ReplicaUsage.builder()
                .memoryBytes(648L << 20)
                .peakMemoryBytes(2L << 30)
                .memoryLimitBytes(2L << 30)
                .build());
  }

  @Test
  void doesNotHaveThemInVersion1Either() throws IOException {
    write("memory/memory.usage_in_bytes", "104857600");
    write("memory/memory.stat", "inactive_file 1\ntotal_inactive_file 52428800");
    ReplicaUsage told = ReplicaUsage.builder().peakMemoryBytes(90L << 20).cpuSeconds(1).build();

    assertThat(new OwnContainer(groups).usage(told))
        .isEqualTo(
            ReplicaUsage.builder()
                .memoryBytes(50L << 20)
                .peakMemoryBytes(90L << 20)
                .cpuSeconds(1)
                .build());
  }

  private void write(String name, String text) throws IOException {
    Path file = groups.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }
}
