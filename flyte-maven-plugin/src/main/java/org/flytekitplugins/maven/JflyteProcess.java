package org.flytekitplugins.maven;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.jspecify.annotations.Nullable;

/** {@code jflyte} in a process of its own, whose lines go to Maven's log. */
final class JflyteProcess {
  /** What jflyte's own sentences begin with. */
  private static final String SENTENCE = "jflyte";

  private static final List<String> JVM =
      List.of(
          // A command lasts seconds: compilers that pay off later never would.
          "-XX:TieredStopAtLevel=1",
          "-Dfile.encoding=UTF-8",
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8");

  private final String java;
  private final List<String> options;
  private final Map<String, String> environment;
  private final File directory;
  private final Log log;

  /**
   * @param exitCode as docs/jflyte.md has them
   * @param sentence why it is not 0
   */
  record Ended(int exitCode, String sentence) {}

  JflyteProcess(
      String java, List<String> options, Map<String, String> environment, File directory, Log log) {
    this.java = java;
    this.options = options;
    this.environment = environment;
    this.directory = directory;
    this.log = log;
  }

  /**
   * Runs a command to its end.
   *
   * @param out where the standard output goes, if not to the log
   */
  Ended run(List<String> words, @Nullable Path out) throws MojoExecutionException {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(JVM);
    command.addAll(options);
    command.addAll(List.of("org.flytekitplugins.jflyte.command.Main", "jflyte"));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory);
    builder.environment().putAll(environment);
    // Java reads and writes paths and arguments by the locale alone, and C is ASCII to it.
    if (isAscii(builder.environment())) {
      builder.environment().put("LC_ALL", "C.UTF-8");
    }
    builder.environment().putIfAbsent("TF_CPP_MIN_LOG_LEVEL", "2");
    try {
      if (out != null) {
        Files.createDirectories(out.toAbsolutePath().getParent());
        builder.redirectOutput(out.toFile());
      }
      return await(builder.start());
    } catch (IOException e) {
      throw new MojoExecutionException("jflyte cannot be run: " + e.getMessage(), e);
    }
  }

  private Ended await(Process process) throws IOException, MojoExecutionException {
    Thread end = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(end);
    Lines lines = new Lines(log);
    try {
      process.getOutputStream().close();
      Thread output =
          new Thread(() -> read(process.getInputStream(), lines::output), "output of jflyte");
      output.start();
      read(process.getErrorStream(), lines::error);
      output.join();
      int exitCode = process.waitFor();
      return new Ended(exitCode, lines.end(exitCode));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("jflyte was interrupted", e);
    } finally {
      process.destroy();
      removeHook(end);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Maven ends: the hook runs.
      return;
    }
  }

  private static boolean isAscii(Map<String, String> environment) {
    for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value.equals("C") || value.equals("POSIX");
      }
    }
    return !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
  }

  private static void read(InputStream stream, Consumer<String> lines) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.accept(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it prints, on its way to the log; the last of its sentences may be why it fails. */
  private static final class Lines {
    private final Log log;
    private final List<JobKind> kinds = JobKinds.own().all();
    private String last = "";
    private @Nullable String sentence;
    private @Nullable String usage;

    Lines(Log log) {
      this.log = log;
    }

    synchronized void output(String line) {
      last = line.isBlank() ? last : line;
      log.info(line);
    }

    synchronized void error(String line) {
      if (kinds.stream().anyMatch(kind -> kind.isNoise(line))) {
        log.debug(line);
      } else if (line.startsWith(SENTENCE + ": ")) {
        warn();
        sentence = Remedy.inMaven(line.substring(SENTENCE.length() + 2));
      } else if (line.startsWith(SENTENCE + " ") && usage == null) {
        usage = Remedy.inMaven(line);
      } else {
        log.info(line);
      }
    }

    /** Why it has failed, if it has. */
    synchronized String end(int exitCode) {
      if (exitCode == 0) {
        warn();
      }
      if (sentence != null) {
        return sentence;
      }
      if (usage != null) {
        return usage;
      }
      return last.isEmpty() ? "jflyte has ended with exit code " + exitCode : last;
    }

    private void warn() {
      if (sentence != null) {
        log.warn(sentence);
        sentence = null;
      }
    }
  }
}
