package org.flytekitplugins.jflyte.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A program to start: where, with which variables, and the file that keeps what it says. */
record Program(List<String> command, Path folder, Map<String, String> variables, Path log) {
  private static final Duration LIMIT = Duration.ofMinutes(8);

  static Program of(String... command) {
    return new Program(List.of(command), Path.of("").toAbsolutePath(), Map.of(), null);
  }

  /** A script of bash, which ends with the first command that fails. */
  static Program bash(String script, String... arguments) {
    String[] command = new String[arguments.length + 6];
    System.arraycopy(
        new String[] {"bash", "-euo", "pipefail", "-c", script, "bash"}, 0, command, 0, 6);
    System.arraycopy(arguments, 0, command, 6, arguments.length);
    return of(command);
  }

  Program in(Path otherFolder) {
    return new Program(command, otherFolder, variables, log);
  }

  Program with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(variables);
    all.putAll(more);
    return new Program(command, folder, all, log);
  }

  Program with(String variable, String value) {
    return with(Map.of(variable, value));
  }

  /** Keeps what it says, both outputs in one, where somebody can read it afterwards. */
  Program loggedIn(Path file) {
    return new Program(command, folder, variables, file);
  }

  Execution start() {
    try {
      Path output = log == null ? temporaryLog() : log;
      Files.createDirectories(output.toAbsolutePath().getParent());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(variables);
      return new Execution(this, builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryLog() throws IOException {
    Path file = Files.createTempFile("image-tests", ".log");
    file.toFile().deleteOnExit();
    return file;
  }

  /** Runs it to its end, however that is. */
  Execution run() {
    Execution execution = start();
    execution.exitCode();
    return execution;
  }

  /** Runs it to its end, which must be a success. */
  Execution succeed() {
    return run().mustSucceed();
  }

  /** A program that was started. It ends with {@link #close} at the latest. */
  static final class Execution implements AutoCloseable {
    private final Program program;
    private final Process process;
    private final Path log;

    private Execution(Program program, Process process, Path log) {
      this.program = program;
      this.process = process;
      this.log = log;
    }

    boolean isRunning() {
      return process.isAlive();
    }

    int exitCode() {
      return exitCode(LIMIT);
    }

    /** Waits for its end, but not longer. */
    int exitCode(Duration limit) {
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          close();
          throw failure("still runs after " + limit.toSeconds() + " s");
        }
      } catch (InterruptedException e) {
        close();
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      return process.exitValue();
    }

    Execution mustSucceed() {
      int code = exitCode();
      if (code != 0) {
        throw failure("ended with " + code);
      }
      return this;
    }

    /** What it has said until now, without colours. */
    List<String> output() {
      try {
        return Files.readString(log).replaceAll("\u001b\\[[0-9;]*m", "").lines().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What it said about images, after {@code image: }. */
    List<String> saidAboutImages() {
      return output().stream()
          .filter(line -> line.startsWith("image: "))
          .map(line -> line.substring("image: ".length()))
          .toList();
    }

    AssertionError failure(String what) {
      List<String> lines = output();
      List<String> errors =
          lines.stream().filter(line -> line.matches("(image: |\\[ERROR\\]).*")).limit(6).toList();
      List<String> shown =
          errors.isEmpty() ? lines.subList(Math.max(0, lines.size() - 30), lines.size()) : errors;
      return new AssertionError(
          String.join(" ", program.command) + " " + what + ":\n" + String.join("\n", shown));
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }
}
