package org.flytekitplugins.allreduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Replicas of a job as processes, which can be killed and frozen. Ended when closed. */
final class ReplicaProcesses implements AutoCloseable {
  private final Class<?> program;
  private final Map<String, String> addresses;
  private final List<String> options;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Map<String, List<String>> said = new LinkedHashMap<>();

  ReplicaProcesses(Class<?> program, Map<String, String> addresses, String... options) {
    this.program = program;
    this.addresses = addresses;
    this.options = List.of(options);
  }

  ReplicaProcesses startAll() throws IOException {
    for (String name : addresses.keySet()) {
      start(name);
    }
    return this;
  }

  void start(String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.add(name);
    command.addAll(options);
    addresses.forEach((each, address) -> command.addAll(List.of(each, address)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = new CopyOnWriteArrayList<>();
    said.put(name, lines);
    processes.put(name, process);
    Thread reader =
        new Thread(
            () ->
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .lines()
                    .forEach(lines::add));
    reader.setDaemon(true);
    reader.start();
  }

  void kill(String name) throws InterruptedException {
    processes.get(name).destroyForcibly().waitFor();
  }

  void signal(String name, String signal) throws IOException, InterruptedException {
    String pid = Long.toString(processes.get(name).pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor())
        .isZero();
  }

  /** What a replica has said since its last start. */
  List<String> said(String name) {
    return said.get(name);
  }

  /** How many steps a replica has done since its last start. */
  long steps(String name) {
    return said(name).stream().filter(line -> line.startsWith("step ")).count();
  }

  /** Waits; returns for how many milliseconds. */
  long await(String what, BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start)
          .as(() -> "waited in vain for " + what + " " + said)
          .isLessThan(TimeUnit.SECONDS.toNanos(30));
      Thread.sleep(5);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  long awaitSaid(String name, String part) throws InterruptedException {
    return await(
        name + " saying " + part, () -> said(name).stream().anyMatch(line -> line.contains(part)));
  }

  long awaitSteps(String name, long steps) throws InterruptedException {
    return await(name + " at step " + steps, () -> steps(name) >= steps);
  }

  @Override
  public void close() {
    processes.values().forEach(process -> process.destroyForcibly().onExit().join());
  }
}
