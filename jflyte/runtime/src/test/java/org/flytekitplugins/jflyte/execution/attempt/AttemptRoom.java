package org.flytekitplugins.jflyte.execution.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.execution.process.Decision;
import org.flytekitplugins.jflyte.execution.process.Pause;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;

/** An attempt's folder on this machine, and what a replica says of it. */
public final class AttemptRoom {
  private final Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  public final Decision decision = new Decision();
  public final ReplicaConsole console =
      new ReplicaConsole(new PrintStream(said, true, UTF_8), "worker-1");

  /** Storage that tries once. */
  public final BlobStore blobs =
      new BlobStore(FileSystems.of(Map.of(), null), 1, Duration.ofMillis(1));

  public AttemptRoom(Path folder) {
    this.folder = folder;
  }

  public AttemptFolder attempt() {
    return new AttemptFolder(blobs, folder.toUri().toString(), Flyte.ONE, decision);
  }

  public VerdictWait verdict(int graceSeconds) {
    return verdict(graceSeconds, Duration.ofMillis(100));
  }

  VerdictWait verdict(int graceSeconds, Duration settling) {
    String grace = Integer.toString(graceSeconds);
    return new VerdictWait(
        attempt(),
        console,
        Map.of(VerdictWait.VARIABLE, grace, VerdictWait.OUTPUTS_VARIABLE, grace),
        settling);
  }

  /** The names of its files. */
  public List<String> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the replica has said, without its name. */
  public String said() {
    return said.toString(UTF_8).replace("[jflyte worker-1] ", "");
  }

  /** Waits until it has said something; not for ever. */
  void awaitSaid(String words) {
    for (int i = 0; i < 1000 && !said().contains(words); i++) {
      Pause.of(Duration.ofMillis(10));
    }
  }

  /** An end in a thread of its own, because it may never come. */
  public static CompletableFuture<Integer> begin(IntSupplier end) {
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    Thread thread = new Thread(() -> exitCode.complete(end.getAsInt()), "end");
    thread.setDaemon(true);
    thread.start();
    return exitCode;
  }
}
