package org.flytekitplugins.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchOrderTest {

  @Test
  void everyRowComesOnceARound() {
    BatchOrder order = new BatchOrder(10, new Random(1));

    int[] firstRound = order.next(10);
    int[] secondRound = order.next(10);

    assertThat(firstRound).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(secondRound).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(secondRound).isNotEqualTo(firstRound);
  }

  @Test
  void aBatchReachesIntoTheNextRound() {
    int[] rounds = new BatchOrder(4, new Random(1)).next(8);
    BatchOrder order = new BatchOrder(4, new Random(1));

    assertThat(order.next(3)).containsExactly(rounds[0], rounds[1], rounds[2]);
    assertThat(order.next(3)).containsExactly(rounds[3], rounds[4], rounds[5]);
  }
}
