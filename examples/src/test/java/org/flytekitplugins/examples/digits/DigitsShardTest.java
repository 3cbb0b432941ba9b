package org.flytekitplugins.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DigitsShardTest {

  private static final Digits ALL = Digits.load();

  @Test
  void aShardHasEveryCountthRowFromItsIndexOn() {
    Digits shard = ALL.shard(2, 4);

    assertThat(shard.size()).isEqualTo(449);
    for (int row = 0; row < shard.size(); row++) {
      assertThat(shard.pixels(row)).containsExactly(ALL.pixels(4 * row + 2));
      assertThat(shard.digit(row)).isEqualTo(ALL.digit(4 * row + 2));
    }
  }

  @Test
  void allShardsTogetherHaveAsManyRowsAsThereAre() {
    int rows = 0;
    for (int index = 0; index < 4; index++) {
      rows += ALL.shard(index, 4).size();
    }

    assertThat(rows).isEqualTo(ALL.size());
  }

  @Test
  void theOnlyShardIsEverything() {
    assertThat(ALL.shard(0, 1)).isEqualTo(ALL);
  }

  @Test
  void anIndexWithoutAShardIsRefused() {
    assertThatThrownBy(() -> ALL.shard(3, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shard index is 3, but there are 3 shards: ask for 0 to 2");
  }

  @Test
  void moreShardsThanRowsAreRefused() {
    assertThatThrownBy(() -> ALL.shard(0, 1798))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "shard count is 1798, but every shard of 1797 rows needs one: ask for 1 to 1797");
  }

  @Test
  void noShardsAreRefused() {
    assertThatThrownBy(() -> ALL.shard(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shard count is 0, but every shard of 1797 rows needs one: ask for 1 to 1797");
  }
}
