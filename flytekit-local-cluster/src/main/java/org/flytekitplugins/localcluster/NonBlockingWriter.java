package org.flytekitplugins.localcluster;

import java.io.Writer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to somebody who may read slowly, or have stopped to read, as a pager does that waits for a
 * key. Whoever writes here waits for a slow reader, but for one that has not read anything for two
 * seconds no longer: what does not fit then is left out, and a line says so when it is read again.
 */
public final class NonBlockingWriter extends Writer {
  private static final int CAPACITY = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final Consumer<String> target;
  private final int capacity;
  private final Deque<String> queue = new ArrayDeque<>();
  private @Nullable Thread thread;
  private int queued;
  private long leftOut;
  private long lastRead;

  /**
   * A writer that starts a thread when it has something to write.
   *
   * @param target writes a text on, for as long as that takes; {@code System.out::print}
   */
  public NonBlockingWriter(Consumer<String> target) {
    this(target, CAPACITY);
  }

  NonBlockingWriter(Consumer<String> target, int capacity) {
    this.target = target;
    this.capacity = capacity;
  }

  @Override
  public void write(char[] buffer, int offset, int length) {
    write(new String(buffer, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) {
    write(text.substring(offset, offset + length));
  }

  @Override
  public void write(String text) {
    synchronized (lock) {
      while (!fits(text) && !isStalled()) {
        await(PATIENCE);
      }
      if (!fits(text)) {
        leftOut++;
        return;
      }
      if (leftOut > 0) {
        add("(" + leftOut + " lines are left out here, because nobody read them)\n");
        leftOut = 0;
      }
      add(text);
    }
  }

  /** Does nothing: what is written goes on by itself, as soon as it can. */
  @Override
  public void flush() {}

  /** Waits until all is written, but not for somebody who has stopped to read. */
  public void drain() {
    synchronized (lock) {
      while (queued > 0 && !isStalled()) {
        await(PATIENCE);
      }
    }
  }

  /** Waits until all is written, as long as that takes. What it writes to is not closed. */
  @Override
  public void close() {
    synchronized (lock) {
      while (queued > 0 && !Thread.currentThread().isInterrupted()) {
        await(PATIENCE);
      }
    }
  }

  private boolean fits(String text) {
    return queued == 0 || queued + text.length() <= capacity;
  }

  private boolean isStalled() {
    return queued > 0 && System.nanoTime() - lastRead >= PATIENCE.toNanos();
  }

  private void add(String text) {
    if (queued == 0) {
      lastRead = System.nanoTime();
    }
    queue.add(text);
    queued += text.length();
    lock.notifyAll();
    if (thread == null) {
      thread = new Thread(this::writeOn, "local-cluster output");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void writeOn() {
    for (String text = next(); text != null; text = next()) {
      try {
        target.accept(text);
      } finally {
        written(text);
      }
    }
  }

  /** The next text; null if nothing came for a while, when the thread ends. */
  private @Nullable String next() {
    synchronized (lock) {
      if (queue.isEmpty()) {
        await(IDLE);
      }
      String text = queue.poll();
      if (text == null) {
        thread = null;
      }
      return text;
    }
  }

  private void written(String text) {
    synchronized (lock) {
      queued -= text.length();
      lastRead = System.nanoTime();
      lock.notifyAll();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // callers look again, or may as well be woken early
  private void await(Duration time) {
    try {
      lock.wait(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      // Whoever is interrupted does not wait: it is as if the reader had stopped to read.
      lastRead = System.nanoTime() - PATIENCE.toNanos();
    }
  }
}
