package org.flytekitplugins.allreduce.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first plans; more of them by hand, as {@code docs/distributed-training.md} says. */
class MembershipChaosTest {
  private static final int PLANS = 100;

  @Test
  void whateverHappensTheJobEndsAsIfItsStepsHadBeenDoneOneByOne() {
    for (long seed = 1; seed <= PLANS; seed++) {
      try {
        new ChaosPlan(seed).run().end();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 77})
  void aSeedGivesTheRunAgain(long seed) {
    SimulatedJob first = new ChaosPlan(seed).run();
    SimulatedJob second = new ChaosPlan(seed).run();

    assertThat(second.toString()).isEqualTo(first.toString());
    assertThat(second.end()).isEqualTo(first.end());
  }

  /** Arguments: the first seed, and how many. */
  public static void main(String[] arguments) {
    long first = Long.parseLong(arguments[0]);
    long count = Long.parseLong(arguments[1]);
    int failed = 0;
    for (long seed = first; seed < first + count; seed++) {
      try {
        new ChaosPlan(seed).run().end();
      } catch (RuntimeException | AssertionError e) {
        failed++;
        System.out.println("WRONG seed " + seed + ": " + e.getMessage());
      }
    }
    System.out.println(failed + " of " + count + " went wrong");
    System.exit(failed == 0 ? 0 : 1);
  }
}
