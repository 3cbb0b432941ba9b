package org.flytekitplugins.jflyte.execution.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every order in which the four that race for the decision can come. */
class DecisionTest {
  /** One step of one of them. */
  private enum Step {
    MAIN_DECIDES,
    WATCHER_DECIDES,
    OTHER_THREAD_DECIDES,
    SIGTERM
  }

  @Test
  void atMostOneDecidesAndNobodyWritesAfterSigterm() {
    List<List<Step>> orders = new ArrayList<>();
    permute(new ArrayList<>(), orders);
    assertThat(orders).hasSize(24);
    for (List<Step> order : orders) {
      Decision decision = new Decision();
      List<Step> deciders = new ArrayList<>();
      boolean terminated = false;
      for (Step step : order) {
        if (step == Step.SIGTERM) {
          decision.terminate();
          terminated = true;
        } else if (decision.make()) {
          deciders.add(step);
        }
        assertThat(decision.allowsWrites())
            .as("%s until %s", order, step)
            .isEqualTo(!terminated && !deciders.isEmpty());
        assertThat(decision.isOpen())
            .as("%s until %s", order, step)
            .isEqualTo(!terminated && deciders.isEmpty());
      }
      // The first has it, unless SIGTERM came before.
      assertThat(deciders)
          .as("%s", order)
          .isEqualTo(order.get(0) == Step.SIGTERM ? List.of() : List.of(order.get(0)));
    }
  }

  @Test
  void threadsThatComeAtOnceGiveOneDecision() throws Exception {
    for (int i = 0; i < 200; i++) {
      Decision decision = new Decision();
      CyclicBarrier start = new CyclicBarrier(4);
      AtomicInteger made = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    start.await();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                  if (decision.make()) {
                    made.incrementAndGet();
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(made).hasValue(1);
    }
  }

  private static void permute(List<Step> begun, List<List<Step>> orders) {
    if (begun.size() == Step.values().length) {
      orders.add(List.copyOf(begun));
    }
    for (Step step : Step.values()) {
      if (!begun.contains(step)) {
        begun.add(step);
        permute(begun, orders);
        begun.remove(begun.size() - 1);
      }
    }
  }
}
