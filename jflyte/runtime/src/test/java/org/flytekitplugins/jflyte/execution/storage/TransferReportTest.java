package org.flytekitplugins.jflyte.execution.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TransferReportTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> said = new ArrayList<>();

  @Test
  void aShortTransferSaysNothing() {
    TransferReport report = new TransferReport("uploading model", 3000, said::add, 0);
    report.accept(1000, SECOND);
    report.accept(2000, 9 * SECOND);

    assertThat(said).isEmpty();
  }

  @Test
  void aLongOneSaysHowFarItIsEveryTenSeconds() {
    TransferReport report = new TransferReport("uploading model", 4_000_000_000L, said::add, 0);
    for (int second = 1; second <= 25; second++) {
      report.accept(123_456_789, second * SECOND);
    }

    assertThat(said)
        .containsExactly(
            "uploading model: 1.2 GB of 4.0 GB (30%), 123.5 MB/s",
            "uploading model: 2.5 GB of 4.0 GB (61%), 123.5 MB/s");
  }

  @Test
  void whereNobodyKnowsTheWholeItSaysWhatHasCome() {
    TransferReport report = new TransferReport("downloading model", 0, said::add, 0);
    report.accept(999, 10 * SECOND);

    assertThat(said).containsExactly("downloading model: 999 B, 99 B/s");
  }
}
