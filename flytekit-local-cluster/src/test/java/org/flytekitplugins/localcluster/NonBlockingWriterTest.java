package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NonBlockingWriterTest {
  private final List<String> read = new CopyOnWriteArrayList<>();

  @Test
  @Timeout(30)
  void aSlowReaderMissesNothing() {
    NonBlockingWriter writer =
        new NonBlockingWriter(
            text -> {
              sleep(1);
              read.add(text);
            },
            /* capacity= */ 20);
    List<String> lines = IntStream.range(0, 200).mapToObj(i -> "line " + i + "\n").toList();

    lines.forEach(writer::write);
    writer.drain();

    assertThat(read).isEqualTo(lines);
  }

  @Test
  @Timeout(30)
  void aReaderThatHasStoppedHoldsUpNobodyAndIsToldWhatItMissed() {
    Semaphore reads = new Semaphore(0);
    NonBlockingWriter writer =
        new NonBlockingWriter(
            text -> {
              reads.acquireUninterruptibly();
              read.add(text);
            },
            /* capacity= */ 20);

    long start = System.nanoTime();
    IntStream.range(0, 1000).forEach(i -> writer.write("line " + i + "\n"));
    writer.drain();
    Duration waited = Duration.ofNanos(System.nanoTime() - start);
    reads.release(1000);
    // Not drain(), which may look before the reader has read again.
    while (read.size() < 2) {
      sleep(1);
    }
    writer.write("the end\n");
    writer.drain();

    assertThat(waited).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    assertThat(read)
        .containsExactly(
            "line 0\n",
            "line 1\n",
            "(998 lines are left out here, because nobody read them)\n",
            "the end\n");
  }

  @Test
  @Timeout(30)
  void whatComesAfterAPauseIsWrittenToo() {
    NonBlockingWriter writer = new NonBlockingWriter(read::add);

    writer.write("before\n");
    writer.drain();
    sleep(1500);
    writer.write("after\n");
    writer.drain();

    assertThat(read).containsExactly("before\n", "after\n");
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
