package org.flytekitplugins.allreduce.internal.membership;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.Random;
import org.flytekitplugins.allreduce.internal.exchange.Connection;

/**
 * What carries bytes and messages between replicas: slow or cut as somebody says, but always in
 * order. What was under way when it was cut arrives later.
 */
final class SimulatedWires {
  private final VirtualTime time;
  private final Random random;
  private final long[][] delays;
  private final boolean[][] isCut;

  SimulatedWires(int size, VirtualTime time, Random random) {
    this.time = time;
    this.random = random;
    this.delays = new long[size][size];
    this.isCut = new boolean[size][size];
    for (int a = 0; a < size; a++) {
      for (int b = 0; b < a; b++) {
        slow(a, b, 50_000 + random.nextInt(500_000));
      }
    }
  }

  void slow(int a, int b, long nanos) {
    delays[a][b] = nanos;
    delays[b][a] = nanos;
  }

  long delay(int a, int b) {
    return delays[a][b];
  }

  void cut(int a, int b, boolean isNow) {
    isCut[a][b] = isNow;
    isCut[b][a] = isNow;
  }

  boolean isCut(int a, int b) {
    return isCut[a][b];
  }

  /** One direction of a connection: what is put in comes out in order. */
  final class Way {
    private final int from;
    private final int to;
    private final Queue<Runnable> underWay = new ArrayDeque<>();
    private long last;

    Way(int from, int to) {
      this.from = from;
      this.to = to;
    }

    void deliver(Runnable what) {
      underWay.add(what);
      last = Math.max(last + 1, time.now() + delays[from][to]);
      arrive(last);
    }

    // Whoever arrives is the first that is under way, so nothing overtakes what was held up.
    private void arrive(long at) {
      time.at(
          at,
          () -> {
            if (isCut[from][to]) {
              // As a system that sends it again and again.
              arrive(time.now() + VirtualTime.ms(50));
            } else {
              underWay.remove().run();
            }
          });
    }
  }

  /** A connection for values; each side is read and written by its replica. */
  final class Pipe {
    final long epoch;
    private final Side[] sides = new Side[2];

    Pipe(int dialer, int listener, long epoch) {
      this.epoch = epoch;
      sides[0] = new Side(this, new Way(dialer, listener));
      sides[1] = new Side(this, new Way(listener, dialer));
      sides[0].other = sides[1];
      sides[1].other = sides[0];
    }

    Side dialer() {
      return sides[0];
    }

    Side listener() {
      return sides[1];
    }
  }

  /** One replica's end of a pipe. */
  final class Side implements Connection {
    private static final int MOST = 300;

    final Pipe pipe;
    private final Way out;
    private Side other = this;
    private final Deque<Byte> arrived = new ArrayDeque<>();
    private int underWay;
    private boolean isEnded;
    private boolean isClosed;
    private Runnable onChange = () -> {};

    Side(Pipe pipe, Way out) {
      this.pipe = pipe;
      this.out = out;
    }

    void onChange(Runnable listener) {
      onChange = listener;
    }

    @Override
    public int read(ByteBuffer to) {
      int count = some(Math.min(to.remaining(), arrived.size()));
      for (int i = 0; i < count; i++) {
        to.put(arrived.remove());
      }
      if (count > 0) {
        other.underWay -= count;
        time.in(delays[out.from][out.to], other.onChange);
      }
      if (count == 0 && arrived.isEmpty() && isEnded && to.hasRemaining()) {
        return -1;
      }
      return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      if (isClosed || isEnded) {
        throw new IOException("broken pipe");
      }
      int count = some(Math.min(from.remaining(), MOST - underWay));
      if (count > 0) {
        byte[] bytes = new byte[count];
        from.get(bytes);
        underWay += count;
        out.deliver(
            () -> {
              for (byte each : bytes) {
                other.arrived.add(each);
              }
              other.onChange.run();
            });
      }
      return count;
    }

    private int some(int atMost) {
      return atMost <= 0 ? 0 : 1 + random.nextInt(atMost);
    }

    void close() {
      if (!isClosed) {
        isClosed = true;
        onChange = () -> {};
        out.deliver(
            () -> {
              other.isEnded = true;
              other.onChange.run();
            });
      }
    }
  }
}
