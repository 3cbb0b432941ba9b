package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaHeapTest {
  // As stock jflyte 0.4.35 converts them.
  @ParameterizedTest
  @CsvSource({
    "1Gi, -Xmx1G",
    "0.5Gi, -Xmx1G",
    "1.5Gi, -Xmx2G",
    "+16Gi, -Xmx16G",
    "512Mi, -Xmx512M",
    "1024Ki, -Xmx1024K",
    "1Ti, -Xmx1T",
    "1Pi, -Xmx1P",
    "1Ei, -Xmx1E",
    "1G, -Xmx1G",
    "1.1M, -Xmx2M",
    "5k, -Xmx5k",
    "1073741824, -Xmx1073741824",
    "1073741824.5, -Xmx1073741825",
    "1500m, -Xmx2",
    "1e9, -Xmx1000000000",
    "1.5E3, -Xmx1500",
    "2e+3, -Xmx2000",
    "1500e-3, -Xmx2",
    ".5Gi, -Xmx1G",
    "1.Gi, -Xmx1G",
  })
  void allOfALimitIsStocksFlag(String limit, String flag) {
    assertThat(JavaHeap.all(limit)).isEqualTo(flag);
  }

  @Test
  void aShareLeavesTheRestToNativeCode() {
    assertThat(JavaHeap.share(25)).isEqualTo("-XX:MaxRAMPercentage=25");
  }
}
