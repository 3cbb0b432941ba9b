package org.flytekitplugins.client.internal.admin.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.kubeflow.internal.ProcessFamily;
import org.flytekitplugins.kubeflow.internal.SentenceException;

/** What a command prints. What it says on its standard error goes to the user's. */
public final class CommandTokens implements TokenGrant {
  // Images without the program kill have a shell that can.
  private static final List<String> STOP = List.of("sh", "-c", "kill -STOP \"$@\"", "sh");

  private final List<String> command;
  private final Duration patience;

  /**
   * @param command the program and its arguments; no shell is asked
   * @param patience how long it may take
   */
  public CommandTokens(List<String> command, Duration patience) {
    this.command = List.copyOf(command);
    this.patience = patience;
  }

  @Override
  public AccessToken grant() {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new SentenceException(
          "the command "
              + name()
              + ", which should print the token, cannot be started ("
              + e.getClass().getSimpleName()
              + "): look at admin.command of Flyte's configuration");
    }
    try {
      return await(process);
    } finally {
      kill(process);
    }
  }

  /** Those whose parent has ended before are nobody's, and go on. */
  private static void kill(Process process) {
    if (process.isAlive()) {
      new ProcessFamily(
              () -> Stream.concat(Stream.of(process.toHandle()), process.descendants()), STOP)
          .kill();
    }
  }

  private AccessToken await(Process process) {
    // Read beside the wait: a command that closes nothing must not hold us.
    CompletableFuture<String> output = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process.getInputStream(), output), "jflyte-token");
    reader.setDaemon(true);
    reader.start();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failed("did not end within " + DurationText.limit(patience));
      }
      if (process.exitValue() != 0) {
        throw failed("ended with exit code " + process.exitValue());
      }
      String token = output.get(5, TimeUnit.SECONDS).strip();
      if (token.isEmpty()) {
        throw failed("printed nothing");
      }
      for (int i = 0; i < token.length(); i++) {
        if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
          throw failed("printed more than a token");
        }
      }
      return AccessToken.of("Bearer", token, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted");
    } catch (ExecutionException | TimeoutException e) {
      throw failed("printed what cannot be read");
    }
  }

  private static void read(InputStream in, CompletableFuture<String> output) {
    try (in) {
      output.complete(new String(in.readNBytes(1 << 20), StandardCharsets.UTF_8));
    } catch (IOException e) {
      output.completeExceptionally(e);
    }
  }

  private SentenceException failed(String how) {
    return new SentenceException(
        "the command "
            + name()
            + ", which should print the token, "
            + how
            + ": run it by hand to see why");
  }

  // Not its arguments, which may be secrets.
  private String name() {
    return "\"" + command.get(0) + "\"";
  }
}
