package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The processes that have a mark in their environment, which they inherit from whoever was started
 * with it: nobody escapes by losing a parent or changing a name. Linux only.
 */
public record Marked(String mark) {
  public static Marked create() {
    return new Marked("LOCAL_CLUSTER_TEST=" + UUID.randomUUID());
  }

  public Map<String, String> environment() {
    int equals = mark.indexOf('=');
    return Map.of(mark.substring(0, equals), mark.substring(equals + 1));
  }

  /** The command lines of those that live. */
  public List<String> alive() throws IOException {
    List<String> alive = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : (Iterable<Path>) processes::iterator) {
        if (process.getFileName().toString().matches("[0-9]+")
            && List.of(read(process.resolve("environ")).split("\0", -1)).contains(mark)) {
          alive.add(
              process.getFileName() + " " + read(process.resolve("cmdline")).replace('\0', ' '));
        }
      }
    }
    return alive;
  }

  public void awaitCount(int count, Duration deadline) throws IOException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    List<String> now = alive();
    while (now.size() != count && System.nanoTime() < end) {
      Thread.sleep(20);
      now = alive();
    }
    assertThat(now).hasSize(count);
  }

  public void awaitMoreThan(int count, Duration deadline) throws IOException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (alive().size() <= count && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(alive()).hasSizeGreaterThan(count);
  }

  // Who is gone in the meantime, or a zombie, has nothing to read.
  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
