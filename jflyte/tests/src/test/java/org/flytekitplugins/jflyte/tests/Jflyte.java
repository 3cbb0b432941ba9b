package org.flytekitplugins.jflyte.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The launcher as a process of its own, with an environment of its own. */
final class Jflyte {
  private static final long DEADLINE_SECONDS = 120;

  private final Path home;
  private final Map<String, String> environment = new TreeMap<>();

  /**
   * @param home where the process finds no configuration, and leaves its output
   */
  Jflyte(Path home) {
    this.home = home;
  }

  /** What a process did. */
  record Outcome(int exitCode, String out, String err) {}

  /** Adds an environment variable. */
  Jflyte with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs a command to its end. */
  Outcome run(String... words) {
    return start(words).await();
  }

  /** Starts a command. */
  Running start(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.home=" + home));
    command.addAll(
        List.of("-cp", classPath(), "org.flytekitplugins.jflyte.command.Main", "jflyte"));
    command.addAll(List.of(words));
    Map<String, String> own = new TreeMap<>(environment);
    own.putIfAbsent("HOME", home.toString());
    return Running.start(command, home, own);
  }

  /** A process that runs, or did. */
  record Running(Process process, Path out, Path err) {
    // What would lead to a cluster, to other JVMs and folders, or through a proxy.
    private static final String FORGOTTEN =
        "J?FLYTE.*|JAVA_.*|JDK_.*|XDG_.*|SSL_CERT_FILE|(?i:https_proxy|no_proxy)";

    /**
     * Starts a command.
     *
     * @param folder where it runs, and leaves its output
     * @param environment what it finds beside what this process has that leads nowhere
     */
    static Running start(List<String> command, Path folder, Map<String, String> environment) {
      try {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.matches(FORGOTTEN));
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Outcome await() {
      try {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
          throw new IllegalStateException(
              "not done after " + DEADLINE_SECONDS + " s:\n" + Files.readString(err));
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static String classPath() {
    Path build = Path.of(System.getProperty("launcher.build"));
    try {
      return build.resolve("classes") + ":" + Files.readString(build.resolve("class-path")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("flytekit-jflyte has to be packaged first", e);
    }
  }
}
