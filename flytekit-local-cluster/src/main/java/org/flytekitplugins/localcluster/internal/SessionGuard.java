package org.flytekitplugins.localcluster.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.localcluster.LocalClusterException;
import org.jspecify.annotations.Nullable;

/**
 * Gives every replica a session of its own, and has one small shell per job keep them. The shell's
 * input ends when this program ends, however it ends; it then kills all sessions and removes the
 * job's folder. A replica runs its command only when the shell knows it, so there is no moment in
 * which it could be forgotten. A child with a session of its own, as some launchers give it to the
 * processes that they start, is reached by its parents as long as these live.
 */
final class SessionGuard implements ProcessGuard {
  private static final String REPLICA_SCRIPT = script("replica.sh");
  private static final String GUARD_SCRIPT = script("guard.sh");

  private final List<String> newShell;
  private final Process shell;
  private final BufferedReader answers;

  private SessionGuard(List<String> newShell, Process shell) {
    this.newShell = newShell;
    this.shell = shell;
    answers = shell.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts a guard.
   *
   * @param path where it finds the few programs it needs
   * @return null if they are not there
   */
  static @Nullable SessionGuard start(SearchPath path, Path folder) throws IOException {
    List<String> newShell = newShell(path);
    if (newShell.isEmpty()) {
      return null;
    }
    List<String> command = new ArrayList<>(newShell);
    command.addAll(List.of("-c", GUARD_SCRIPT, "local-cluster-guard", folder.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PATH", path.toString());
    return new SessionGuard(newShell, JobProcesses.start(builder));
  }

  /** A shell in a session of its own; empty if there is no shell or nothing makes a session. */
  private static List<String> newShell(SearchPath path) {
    Path sh = path.find("sh");
    Path setsid = path.find("setsid");
    // macOS has no setsid, but perl.
    Path perl = path.find("perl");
    if (sh == null || (setsid == null && perl == null)) {
      return List.of();
    }
    return setsid != null
        ? List.of(setsid.toString(), sh.toString())
        : List.of(
            String.valueOf(perl),
            "-MPOSIX",
            "-e",
            "POSIX::setsid(); exec {$ARGV[0]} @ARGV",
            sh.toString());
  }

  @Override
  public List<String> wrap(String replica, List<String> command) {
    List<String> wrapped = new ArrayList<>(newShell);
    wrapped.addAll(List.of("-c", REPLICA_SCRIPT, replica));
    wrapped.addAll(command);
    return wrapped;
  }

  @Override
  public void release(Process process) throws IOException {
    tell("watch", process.pid());
    try (OutputStream input = process.getOutputStream()) {
      input.write('\n');
    }
  }

  @Override
  public void kill(Process process) {
    // The children follow with the sweep, as they do when the first process of a container ends.
    process.toHandle().destroyForcibly();
  }

  @Override
  public void sweep(Process process) {
    try {
      tell("sweep", process.pid());
    } catch (IOException e) {
      // Without its guard the job ends all the same, with what the system knows of its processes.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public void freeze(Process process) {
    signal("freeze", process);
  }

  @Override
  public void thaw(Process process) {
    signal("thaw", process);
  }

  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(10, TimeUnit.SECONDS)) {
        shell.destroyForcibly();
      }
    } catch (IOException e) {
      shell.destroyForcibly();
    } catch (InterruptedException e) {
      shell.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void signal(String verb, Process process) {
    try {
      tell(verb, process.pid());
      // Of these, who leads a session of its own.
      for (ProcessHandle child : process.descendants().toList()) {
        tell(verb, child.pid());
      }
    } catch (IOException e) {
      throw new LocalClusterException("cannot " + verb + ", " + e.getMessage(), e);
    }
  }

  private synchronized void tell(String verb, long session) throws IOException {
    String line = verb + " " + session;
    try {
      OutputStream input = shell.getOutputStream();
      input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
      if (line.equals(answers.readLine())) {
        return;
      }
    } catch (IOException e) {
      throw new IOException(died(), e);
    }
    throw new IOException(died());
  }

  private String died() {
    return "the job's guard (process " + shell.pid() + ") was killed: start the job anew";
  }

  private static String script(String name) {
    try (InputStream script = SessionGuard.class.getResourceAsStream(name)) {
      return new String(nonNull(script, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the resource " + name + " cannot be read", e);
    }
  }

  private static InputStream nonNull(@Nullable InputStream script, String name) throws IOException {
    if (script == null) {
      throw new IOException(name + " is not on the class path");
    }
    return script;
  }
}
