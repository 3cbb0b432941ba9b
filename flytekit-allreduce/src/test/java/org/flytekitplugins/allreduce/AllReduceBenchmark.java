package org.flytekitplugins.allreduce;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.allreduce.internal.exchange.ExchangeSizes;

/**
 * How long exchanges take, beside what two bare processes need to pass bytes. Each replica is a
 * process. Not a test: run by hand, see {@code benchmarks/all-reduce.md}.
 */
final class AllReduceBenchmark {
  private static final int ROUNDS = 5;
  // The compiler of each process takes two seconds, and as many cores as there are replicas.
  private static final int LARGE_WARM_UP = 20;
  private static final int KILOBYTES_4 = 4096;
  private static final int MEGABYTES_64 = 64 << 20;
  private static final int[] SIZES = {4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20};

  private AllReduceBenchmark() {}

  /**
   * Without arguments all, with {@code defaults} what the default sizes do; the other processes get
   * what they are.
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      defaults();
      others();
    } else if (arguments[0].equals("defaults")) {
      defaults();
    } else if (arguments[0].equals("bare")) {
      bare(SocketChannel.open(loopback(arguments[1])), false);
    } else {
      replica(arguments);
    }
  }

  private static void defaults() throws Exception {
    bare();
    System.out.printf("%n2 replicas%n");
    job(2, "targets", ExchangeSizes.measured());
    for (int replicas : new int[] {2, 3, 4}) {
      System.out.printf("%n%d replicas%n", replicas);
      job(replicas, "sizes", ExchangeSizes.measured());
    }
  }

  private static void others() throws Exception {
    for (int replicas : new int[] {3, 4}) {
      System.out.printf("%n%d replicas, everybody to everybody%n", replicas);
      job(replicas, "sizes", new ExchangeSizes(256 << 10, Long.MAX_VALUE));
      System.out.printf("%n%d replicas, in segments%n", replicas);
      job(replicas, "sizes", new ExchangeSizes(256 << 10, 0));
    }
    for (int chunk : new int[] {64 << 10, 256 << 10, 1 << 20}) {
      System.out.printf("%n2 replicas, frames of %d KiB, everybody to everybody%n", chunk >> 10);
      job(2, "targets", new ExchangeSizes(chunk, Long.MAX_VALUE));
      System.out.printf("%n2 replicas, frames of %d KiB, in segments%n", chunk >> 10);
      job(2, "targets", new ExchangeSizes(chunk, 0));
    }
  }

  private static void bare() throws IOException, InterruptedException {
    try (ServerSocketChannel server =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      Process other = start("bare", Integer.toString(port));
      System.out.printf("bare sockets of 2 processes%n");
      bare(server.accept(), true);
      other.waitFor();
    }
  }

  private static InetSocketAddress loopback(String port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  /** What blocking sockets do, with nothing around them. */
  private static void bare(SocketChannel channel, boolean isFirst) throws IOException {
    try (channel) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      ByteBuffer small = ByteBuffer.allocateDirect(KILOBYTES_4);
      List<Double> rounds = new ArrayList<>();
      for (int round = 0; round <= ROUNDS; round++) {
        int times = 5000;
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
          if (isFirst) {
            write(channel, small.clear());
          }
          read(channel, small.clear());
          if (!isFirst) {
            write(channel, small.clear());
          }
        }
        rounds.add((System.nanoTime() - start) / 1e3 / times);
      }
      say(isFirst, "ping-pong of 4 KiB: %.1f us", median(rounds.subList(1, rounds.size())));
      ByteBuffer large = ByteBuffer.allocateDirect(MEGABYTES_64);
      rounds.clear();
      for (int round = 0; round <= ROUNDS; round++) {
        long start = System.nanoTime();
        if (isFirst) {
          write(channel, large.clear());
          read(channel, small.clear().limit(1));
        } else {
          read(channel, large.clear());
          write(channel, small.clear().limit(1));
        }
        rounds.add(MEGABYTES_64 / (double) (System.nanoTime() - start));
      }
      say(isFirst, "copy of 64 MiB, one way: %.2f GB/s", median(rounds.subList(1, rounds.size())));
    }
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void read(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("the other process has ended");
      }
    }
  }

  private static void job(int replicas, String what, ExchangeSizes sizes)
      throws IOException, InterruptedException {
    Map<String, String> addresses = new LinkedHashMap<>();
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < replicas; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      addresses.put("worker-" + i, "127.0.0.1:" + socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    List<String> arguments = new ArrayList<>(List.of(what, sizes.toString(), ""));
    addresses.forEach((name, address) -> arguments.addAll(List.of(name, address)));
    List<Process> others = new ArrayList<>();
    for (int i = 0; i < replicas; i++) {
      arguments.set(2, "worker-" + i);
      others.add(start(arguments.toArray(new String[0])));
    }
    for (Process other : others) {
      other.waitFor();
    }
  }

  private static void replica(String... arguments) {
    String[] sizes = arguments[1].split("/", -1);
    AllReduceBuilder builder =
        AllReduce.builder()
            .job("benchmark")
            .self(arguments[2])
            .startUp(Duration.ofSeconds(30))
            .sizes(new ExchangeSizes(Integer.parseInt(sizes[0]), Long.parseLong(sizes[1])));
    for (int i = 3; i < arguments.length; i += 2) {
      builder.replica(arguments[i], arguments[i + 1]);
    }
    try (AllReduce replica = builder.connect()) {
      boolean isFirst = arguments[2].equals("worker-0");
      if (arguments[0].equals("targets")) {
        int replicas = replica.replicas().size();
        say(isFirst, "sum of 4 KiB: %.1f us", micros(replica, KILOBYTES_4, 5000, 1));
        double micros = micros(replica, MEGABYTES_64, 3, LARGE_WARM_UP);
        say(
            isFirst,
            "sum of 64 MiB: %.1f ms, that is %.2f GB/s of 2(n-1)/n bytes",
            micros / 1e3,
            2 * (replicas - 1.0) / replicas * MEGABYTES_64 / micros / 1e3);
      } else {
        for (int size : SIZES) {
          int times = Math.max(5, Math.min(2000, (16 << 20) / size));
          say(isFirst, "sum of %5d KiB: %.0f us", size >> 10, micros(replica, size, times, 1));
        }
      }
      replica.barrier();
    }
  }

  private static double micros(AllReduce replica, int bytes, int times, int warmUp) {
    float[] values = new float[bytes / Float.BYTES];
    List<Double> rounds = new ArrayList<>();
    for (int round = 0; round < warmUp + ROUNDS; round++) {
      replica.barrier();
      long start = System.nanoTime();
      for (int i = 0; i < times; i++) {
        replica.sum(values);
      }
      rounds.add((System.nanoTime() - start) / 1e3 / times);
    }
    return median(rounds.subList(warmUp, rounds.size()));
  }

  private static double median(List<Double> rounds) {
    double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static void say(boolean isFirst, String format, Object... values) {
    if (isFirst) {
      System.out.printf("  " + format + "%n", values);
    }
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.add(AllReduceBenchmark.class.getName());
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).inheritIO().start();
  }
}
