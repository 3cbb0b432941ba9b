package org.flytekitplugins.jflyte.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of this test's class path in a process of its own, for what ends processes. */
public final class ChildJvm {
  /**
   * How it ended.
   *
   * @param log what it printed, on both streams
   */
  public record End(int exitCode, String log) {}

  private ChildJvm() {}

  /** Runs it to its end. */
  public static End run(Class<?> main, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream log = process.getInputStream()) {
      String said = new String(log.readAllBytes(), StandardCharsets.UTF_8);
      return new End(process.waitFor(), said);
    }
  }
}
