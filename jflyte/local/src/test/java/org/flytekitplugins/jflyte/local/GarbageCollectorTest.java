package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.local.internal.process.GarbageCollector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GarbageCollectorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseSerialGC",
        "-XX:+UseG1GC",
        "-XX:+UseParallelGC",
        "-XX:+UseZGC",
        "-Xmx1g -XX:+UseShenandoahGC -ea",
        "'-XX:+UseG1GC'"
      })
  void isChosenWhereverAJvmReadsItsOptions(String options) {
    assertThat(GarbageCollector.isChosen(Map.of("JAVA_TOOL_OPTIONS", options), List.of())).isTrue();
    assertThat(GarbageCollector.isChosen(Map.of("JDK_JAVA_OPTIONS", options), List.of())).isTrue();
    assertThat(GarbageCollector.isChosen(Map.of("_JAVA_OPTIONS", options), List.of())).isTrue();
    assertThat(GarbageCollector.isChosen(Map.of(), List.of("-ea", options))).isTrue();
    assertThat(ReplicaProgram.jvmOptions(2, Map.of(), List.of(options)))
        .containsExactly("-XX:MaxRAMPercentage=25.00", options);
  }

  @Test
  void isOursUnlessSomebodyChoosesOne() {
    Map<String, String> environment =
        Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseGCOverheadLimit", "OTHER", "-XX:+UseG1GC");

    assertThat(ReplicaProgram.jvmOptions(4, environment, List.of("-Xmx1g")))
        .containsExactly("-XX:MaxRAMPercentage=12.50", "-XX:+UseSerialGC", "-Xmx1g");
  }
}
