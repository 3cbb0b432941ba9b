package org.flytekitplugins.client.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RetryPolicyTest {
  private static final long[] STOCK = {250, 500, 1000, 2000, 4000, 5000, 5000, 5000, 5000};

  @Property
  void pausesAreThoseOfStockJflyteLessUpToAHalf(@ForAll @IntRange(min = 1, max = 9) int tried) {
    assertThat(RetryPolicy.DEFAULT.pauseAfter(tried))
        .isBetween(Duration.ofMillis(STOCK[tried - 1] / 2), Duration.ofMillis(STOCK[tried - 1]));
  }
}
