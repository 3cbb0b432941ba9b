package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.flytekitplugins.report.Progress;
import org.junit.jupiter.api.Test;

/** What a picture has room for. */
class KeptProgressTest {
  private final KeptProgress kept = new KeptProgress(12);

  private void add(String fields) throws Exception {
    kept.add(Progress.parse("{" + fields + "}"));
  }

  @Test
  void isAllWhereThereIsRoom() throws Exception {
    assertThat(kept.all()).isEmpty();
    add("\"step\":1");
    add("\"step\":2");
    assertThat(kept.all()).extracting(Progress::step).containsExactly(1L, 2L);
  }

  @Test
  void isThinnedOutEvenlyButForTheLastStep() throws Exception {
    for (int step = 0; step < 40; step++) {
      add("\"step\":" + step);
    }
    assertThat(kept.all())
        .extracting(Progress::step)
        .containsExactly(0L, 4L, 8L, 12L, 16L, 20L, 24L, 28L, 32L, 36L, 39L);
  }

  @Test
  void losesNoCheckpointAmongManySteps() throws Exception {
    for (int step = 0; step < 40; step++) {
      add("\"step\":" + step);
      if (step % 9 == 5) {
        add("\"step\":" + step + ",\"checkpoint\":true");
      }
    }
    assertThat(kept.all())
        .filteredOn(Progress::isCheckpoint)
        .extracting(Progress::step)
        .containsExactly(5L, 14L, 23L, 32L);
  }

  @Test
  void isWhatThisProcessHasSaidLastThatItUsedAndNotOneBefore() throws Exception {
    add("\"step\":1,\"time\":\"2000-01-01T00:00:00Z\",\"usage\":{\"gcSeconds\":9}");
    assertThat(kept.usage().gcSeconds()).isEmpty();

    add("\"step\":2,\"time\":\"" + Instant.now() + "\",\"usage\":{\"gcSeconds\":1}");
    add("\"step\":3,\"time\":\"" + Instant.now() + "\",\"usage\":{\"gcSeconds\":2}");
    add("\"step\":4");
    assertThat(kept.usage().gcSeconds()).hasValue(2);
  }
}
