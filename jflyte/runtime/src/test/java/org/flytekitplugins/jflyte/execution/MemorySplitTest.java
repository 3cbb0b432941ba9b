package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How memory is shared out, in words. */
class MemorySplitTest {
  @ParameterizedTest
  @CsvSource({
    "4294967296, 1073741824, memory: limit 4Gi = heap 1Gi + native 3Gi",
    "4294967296, 1610612736, memory: limit 4Gi = heap 1.5Gi + native 2.5Gi",
    "536870912, 134217728, memory: limit 512Mi = heap 128Mi + native 384Mi",
    "134217728, 1073741824, memory: limit 128Mi = heap 1Gi + native 0Mi",
    ", 1073741824, 'memory: no limit, heap 1Gi'",
  })
  void isALine(Long limit, long heap, String line) {
    assertThat(new MemorySplit(limit, heap)).hasToString(line);
  }
}
