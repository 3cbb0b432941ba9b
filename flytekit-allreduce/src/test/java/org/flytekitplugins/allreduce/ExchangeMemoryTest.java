package org.flytekitplugins.allreduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gradient may be as large as the memory that is left: an exchange needs little more. */
class ExchangeMemoryTest {
  private static final int VALUES = 8 << 20;
  private static final long GRADIENT = (long) VALUES * Float.BYTES;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aSumNeedsNotHalfOfAnotherGradient() throws Exception {
    for (String[] names :
        List.of(new String[] {"worker-0", "worker-1"}, new String[] {"chief-0", "ps-0", "ps-1"})) {
      try (LoopbackJob job = new LoopbackJob(names)) {
        long before = outsideOfTheHeap();
        List<Long> allocated =
            job.all(
                (replica, name) -> {
                  float[] gradient = new float[VALUES];
                  long start = allocatedByThisThread();
                  replica.sum(gradient);
                  return allocatedByThisThread() - start;
                });

        assertThat(allocated).allSatisfy(heap -> assertThat(heap).isLessThan(GRADIENT / 4));
        assertThat(outsideOfTheHeap() - before).isLessThan(names.length * GRADIENT / 4);
      }
    }
  }

  private static long allocatedByThisThread() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static long outsideOfTheHeap() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
