package org.flytekitplugins.allreduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Replicas of a job as threads of this process, each with sockets of its own on loopback. */
final class LoopbackJob implements AutoCloseable {
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<AllReduce> connected = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();

  LoopbackJob(String... names) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (String name : names) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        addresses.put(name, "127.0.0.1:" + socket.getLocalPort());
      }
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LoopbackJob(Map<String, String> addresses) {
    this.addresses.putAll(addresses);
  }

  /** The same job, of which one replica listens elsewhere. */
  LoopbackJob withFreePort(String name) {
    LoopbackJob moved = new LoopbackJob(addresses);
    moved.addresses.put(name, new LoopbackJob(name).address(name));
    return moved;
  }

  Map<String, String> addresses() {
    return addresses;
  }

  String address(String name) {
    return addresses.get(name);
  }

  int port(String name) {
    return Integer.parseInt(address(name).substring(address(name).indexOf(':') + 1));
  }

  AllReduceBuilder builder(String self) {
    AllReduceBuilder builder =
        AllReduce.builder()
            .job("a job")
            .self(self)
            .startUp(Duration.ofSeconds(20))
            .listener(event -> events.add(self + " " + event));
    addresses.forEach(builder::replica);
    return builder;
  }

  /** What the replicas of this process have told. */
  List<String> events() {
    return events;
  }

  AllReduce connect(AllReduceBuilder builder) {
    AllReduce replica = builder.connect();
    connected.add(replica);
    return replica;
  }

  <T> Future<T> in(Callable<T> code) {
    return threads.submit(code);
  }

  /** Connects all and has each do something, at the same time; gives what comes out, by rank. */
  <T> List<T> all(Part<T> part) throws Exception {
    return all(part, builder -> builder);
  }

  /** As {@link #all(Part)}, with other options. */
  <T> List<T> all(Part<T> part, UnaryOperator<AllReduceBuilder> options) throws Exception {
    List<Future<T>> futures = new ArrayList<>();
    for (String name : addresses.keySet()) {
      futures.add(in(() -> part.of(connect(options.apply(builder(name))), name)));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get(30, TimeUnit.SECONDS));
    }
    return results;
  }

  /** What somebody throws, or null. */
  Future<Throwable> failure(Callable<?> code) {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            code.call();
            failure.complete(null);
          } catch (Throwable e) {
            failure.complete(e);
          }
        });
    return failure;
  }

  /** What one replica does. */
  interface Part<T> {
    T of(AllReduce job, String name) throws Exception;
  }

  @Override
  public void close() {
    connected.forEach(AllReduce::close);
    threads.shutdownNow();
  }
}
