package org.flytekitplugins.allreduce.internal.exchange;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/**
 * Replicas in one thread, between which bytes travel as a seed says: who is next, how many bytes
 * are taken at a time, how many are under way. Equal seeds, equal runs.
 */
final class SimulatedNetwork {
  private final Random random;
  private final int most;
  private final List<Exchange> exchanges = new ArrayList<>();

  /**
   * A network.
   *
   * @param most how many bytes may be under way from one replica to another
   */
  SimulatedNetwork(int replicas, ExchangeSizes sizes, int most, long seed) {
    this.random = new Random(seed);
    this.most = most;
    Pipe[][] pipes = new Pipe[replicas][replicas];
    for (int from = 0; from < replicas; from++) {
      for (int to = 0; to < replicas; to++) {
        pipes[from][to] = new Pipe();
      }
    }
    for (int self = 0; self < replicas; self++) {
      List<Lane> lanes = new ArrayList<>();
      for (int peer = 0; peer < replicas; peer++) {
        if (peer != self) {
          lanes.add(new Lane(peer, new Ends(pipes[peer][self], pipes[self][peer])));
        }
      }
      exchanges.add(new Exchange(self, lanes, sizes, 5));
    }
  }

  Exchange exchange(int replica) {
    return exchanges.get(replica);
  }

  /** Lets all do their part until all are done. */
  void run(List<Operation> operations) throws LaneException {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      open.add(i);
    }
    int vain = 0;
    while (!open.isEmpty()) {
      int replica = open.get(random.nextInt(open.size()));
      Exchange exchange = exchanges.get(replica);
      vain = exchange.advance(operations.get(replica)) ? 0 : vain + 1;
      if (exchange.isDone(operations.get(replica))) {
        open.remove(Integer.valueOf(replica));
      }
      if (vain > 10_000) {
        throw new IllegalStateException("nobody moves, and " + open + " are not done");
      }
    }
  }

  private final class Pipe {
    private final Queue<Byte> underWay = new ArrayDeque<>();

    int write(ByteBuffer from) {
      int count = some(Math.min(from.remaining(), most - underWay.size()));
      for (int i = 0; i < count; i++) {
        underWay.add(from.get());
      }
      return count;
    }

    int read(ByteBuffer to) {
      int count = some(Math.min(to.remaining(), underWay.size()));
      for (int i = 0; i < count; i++) {
        to.put(underWay.remove());
      }
      return count;
    }

    private int some(int atMost) {
      return atMost <= 0 ? 0 : random.nextInt(atMost + 1);
    }
  }

  private static final class Ends implements Connection {
    private final Pipe in;
    private final Pipe out;

    Ends(Pipe in, Pipe out) {
      this.in = in;
      this.out = out;
    }

    @Override
    public int read(ByteBuffer to) {
      return in.read(to);
    }

    @Override
    public int write(ByteBuffer from) {
      return out.write(from);
    }
  }
}
