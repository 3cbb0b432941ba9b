package org.flytekitplugins.jflyte.execution;

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
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;

/** An attempt's folder on this machine, and what a replica says of it. */
final class AttemptRoom {
  private final Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  final Decision decision = new Decision();
  final ReplicaConsole console = new ReplicaConsole(new PrintStream(said, true, UTF_8), "worker-1");

  /** Storage that tries once. */
  final BlobStore blobs = new BlobStore(FileSystems.of(Map.of(), null), 1, Duration.ofMillis(1));

  AttemptRoom(Path folder) {
    this.folder = folder;
  }

  ExecuteOptions options() {
    return ExecuteOptions.parse(
        new String[] {
          "--task=t",
          "--inputs=" + folder.resolve("inputs.pb").toUri(),
          "--package-dir=p",
          "--outputPrefix=" + folder.toUri()
        });
  }

  AttemptFolder attempt() {
    return new AttemptFolder(blobs, options(), decision);
  }

  VerdictWait verdict(int graceSeconds) {
    return new VerdictWait(
        attempt(), console, Map.of(VerdictWait.VARIABLE, Integer.toString(graceSeconds)));
  }

  /** The names of its files. */
  List<String> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the replica has said, without its name. */
  String said() {
    return said.toString(UTF_8).replace("[jflyte worker-1] ", "");
  }

  /** An end in a thread of its own, because it may never come. */
  static CompletableFuture<Integer> begin(IntSupplier end) {
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    Thread thread = new Thread(() -> exitCode.complete(end.getAsInt()), "end");
    thread.setDaemon(true);
    thread.start();
    return exitCode;
  }
}
