package org.flytekitplugins.jflyte.execution.flaky;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flyte.jflyte.api.FileSystem;
import org.flyte.jflyte.api.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The files of this machine as {@code flaky:///a/path}, published by close. {@code FLAKY_EVERY=3}:
 * every third write fails, in one of three ways. {@code FLAKY_STUCK=outputs.pb}: the first write of
 * such a file stops in its middle, and says so with a file {@code stuck} in {@code ROOM}; if {@code
 * ROOM} gets a file {@code resume}, it goes on. {@code FLAKY_DOOMED=outputs.pb}: such a write says
 * so likewise, and fails a quarter of a second after the end of the process has begun; the next one
 * would do well. {@code FLAKY_UNSEEN=error.pb}: the first five looks of a process for such a file
 * fail. {@code FLAKY_HANG=.jar}: reads of such files never end. {@code FLAKY_REFUSED=outputs.pb}:
 * no write of such a file gets through. {@code FLAKY_MEMORY=error.pb}: neither reads nor writes of
 * such a file have the memory they take.
 */
final class FlakyFileSystem implements FileSystem {
  /** As often as jflyte tries. */
  private static final int LOOKS_THAT_FAIL = 5;

  private final Map<String, String> environment;
  private final int every;
  private final AtomicInteger writes = new AtomicInteger();

  FlakyFileSystem(Map<String, String> environment) {
    this.environment = environment;
    this.every = Integer.parseInt(environment.getOrDefault("FLAKY_EVERY", "1000000"));
  }

  @Override
  public String getScheme() {
    return "flaky";
  }

  private static Path path(String uri) {
    return Path.of(uri.substring("flaky://".length()));
  }

  @Override
  public ReadableByteChannel reader(String uri) {
    try {
      if (uri.endsWith(environment.getOrDefault("FLAKY_HANG", "nothing"))) {
        Path room = Path.of(environment.getOrDefault("ROOM", "/nowhere"));
        Files.write(room.resolve("hangs-" + ProcessHandle.current().pid()), new byte[0]);
        hang();
      }
      failWithoutMemory(uri);
      return Files.newByteChannel(path(uri));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable Manifest getManifest(String uri) {
    failIfUnseen(path(uri));
    return Files.isRegularFile(path(uri)) ? Manifest.create() : null;
  }

  // Every loading of the module has classes of its own, so a static field would not do.
  private void failIfUnseen(Path file) {
    if (!file.endsWith(environment.getOrDefault("FLAKY_UNSEEN", "nothing"))) {
      return;
    }
    int looks = Integer.getInteger("flaky.looks", 0);
    System.setProperty("flaky.looks", Integer.toString(looks + 1));
    if (looks < LOOKS_THAT_FAIL) {
      throw new UncheckedIOException(new IOException("503 slow down"));
    }
  }

  @Override
  public WritableByteChannel writer(String uri) {
    failWithoutMemory(uri);
    if (uri.endsWith(environment.getOrDefault("FLAKY_REFUSED", "nothing"))) {
      throw new UncheckedIOException(new IOException("503 slow down"));
    }
    int write = writes.incrementAndGet();
    boolean fails = write % every == 0;
    int way = fails ? write / every % 3 : -1;
    if (way == 0) {
      throw new UncheckedIOException(new IOException("503 slow down"));
    }
    try {
      return new Writer(path(uri), way);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void failWithoutMemory(String uri) {
    if (uri.endsWith(environment.getOrDefault("FLAKY_MEMORY", "nothing"))) {
      throw new OutOfMemoryError("no more");
    }
  }

  private static void hang() throws IOException {
    pause(Long.MAX_VALUE);
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private final class Writer implements WritableByteChannel {
    private final Path target;
    private final Path partial;
    private final FileChannel channel;
    private final int way;

    Writer(Path target, int way) throws IOException {
      this.target = target;
      this.way = way;
      Files.createDirectories(target.getParent());
      // Not in the folder itself: a blob store has no halves to see.
      Path room = Path.of(environment.getOrDefault("ROOM", System.getProperty("java.io.tmpdir")));
      partial = Files.createTempFile(room, "flaky", ".part");
      channel = FileChannel.open(partial, StandardOpenOption.WRITE);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (way == 1) {
        throw new IOException("connection reset");
      }
      stickIfAsked();
      return channel.write(source);
    }

    private void stickIfAsked() throws IOException {
      Path room = Path.of(environment.getOrDefault("ROOM", "/nowhere"));
      boolean isDoomed = isNamedBy("FLAKY_DOOMED");
      Path mark = room.resolve("stuck");
      if ((isDoomed || isNamedBy("FLAKY_STUCK")) && !Files.exists(mark)) {
        Files.createFile(mark);
        if (isDoomed) {
          awaitEndOfProcess();
          throw new IOException("connection reset");
        }
        while (!Files.exists(room.resolve("resume"))) {
          pause(20);
        }
      }
    }

    private boolean isNamedBy(String variable) {
      return target.endsWith(environment.getOrDefault(variable, "nothing"));
    }

    // The JVM takes no hook any more, not even away, when it has begun to run them.
    private void awaitEndOfProcess() throws IOException {
      Thread none = new Thread();
      try {
        while (true) {
          Runtime.getRuntime().removeShutdownHook(none);
          pause(10);
        }
      } catch (IllegalStateException e) {
        pause(250);
      }
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
      if (way == 2) {
        throw new IOException("500 internal error");
      }
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
