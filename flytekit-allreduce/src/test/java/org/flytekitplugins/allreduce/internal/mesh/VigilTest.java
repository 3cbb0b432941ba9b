package org.flytekitplugins.allreduce.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time is a number here: replica 0 watches over 1 and 2, and expects a sign within 1,000. */
class VigilTest {
  private final Vigil vigil = new Vigil(0, 3, 1000);

  @BeforeEach
  void keep() {
    vigil.keep(0);
  }

  @Test
  void whoGivesNoSignIsLostWhenTheTimeIsOver() {
    assertThat(tickUntil(1000, 2)).isFalse();
    assertThat(tickUntil(1100, 2)).isTrue();
    assertThat(vigil.loss(1).sign()).isEqualTo(Loss.Sign.SILENT);
    assertThat(vigil.loss(2)).isNull();
    assertThat(vigil.loss(0)).isNull();
  }

  @Test
  void whoSleptItselfAccusesNobody() {
    tickUntil(500);
    assertThat(vigil.tick(60_000)).isFalse();
    assertThat(vigil.loss(1)).isNull();
    assertThat(vigil.loss(2)).isNull();
  }

  @Test
  void whatWasKnownFirstOfALossStays() {
    vigil.left(1, 2);
    vigil.closed(1);

    assertThat(vigil.loss(1).sign()).isEqualTo(Loss.Sign.LEFT);
    assertThat(vigil.loss(1).about()).isEqualTo(2);
  }

  @Test
  void nobodyIsExpectedBeforeAllAreThere() {
    Vigil early = new Vigil(0, 3, 1000);

    assertThat(early.tick(1_000_000)).isFalse();
    assertThat(early.loss(1)).isNull();
  }

  private long now;

  /** Ticks every 100, and hears of some each time; returns whether the last tick found a loss. */
  private boolean tickUntil(long end, int... heard) {
    boolean isLost = false;
    while (now < end) {
      now += 100;
      for (int peer : heard) {
        vigil.heard(peer, now);
      }
      isLost = vigil.tick(now);
    }
    return isLost;
  }
}
