package org.flytekitplugins.jflyte.module.blob;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.zip.Checksum;
import org.flytekitplugins.spi.StorageException;
import org.jspecify.annotations.Nullable;

/** Files on their way down, large ones in parts, which all are of one version of the blob. */
final class FilesDownload {
  private static final int TRIES = 5;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final int CHUNK = 1 << 16;

  private final BlobService service;
  private final int part;
  private final LongConsumer progress;
  private final Jobs jobs = new Jobs();
  private final List<Unfinished> begun = new ArrayList<>();

  FilesDownload(BlobService service, int part, LongConsumer progress) {
    this.service = service;
    this.part = part;
    this.progress = progress;
  }

  void run(Map<String, Path> files) {
    files.forEach((uri, file) -> jobs.add(uri, () -> file(uri, file)));
    try {
      jobs.await();
    } finally {
      synchronized (begun) {
        begun.forEach(Unfinished::discard);
      }
    }
  }

  private void file(String uri, Path file) {
    BlobAddress address = BlobAddress.of(uri);
    OpenBlob blob = service.open(address, 0, -1, null);
    Unfinished target = new Unfinished(file);
    synchronized (begun) {
      begun.add(target);
    }
    target.open();
    int parts = (int) Math.max(1, (blob.size() + part - 1) / part);
    AtomicInteger left = new AtomicInteger(parts);
    for (int i = 1; i < parts; i++) {
      long offset = (long) i * part;
      jobs.add(
          uri,
          () -> {
            part(address, blob, null, target, offset);
            finishedOne(left, target, blob);
          });
    }
    // The request that told the size goes on with the first part.
    part(address, blob, blob.stream(), target, 0);
    finishedOne(left, target, blob);
  }

  private void finishedOne(AtomicInteger left, Unfinished target, OpenBlob blob) {
    if (left.decrementAndGet() == 0 && !jobs.hasFailed()) {
      target.publish(blob);
    }
  }

  private void part(
      BlobAddress address,
      OpenBlob blob,
      @Nullable InputStream first,
      Unfinished target,
      long offset) {
    long end = Math.min(offset + part, blob.size());
    long position = offset;
    InputStream stream = first;
    for (int tries = 1; ; tries++) {
      try {
        if (stream == null) {
          stream = service.open(address, position, end - position, blob.version()).stream();
        }
        while (position < end && !jobs.hasFailed()) {
          byte[] chunk = new byte[(int) Math.min(CHUNK, end - position)];
          int count = stream.read(chunk);
          if (count < 0) {
            throw new IOException("it ends after " + position + " of " + blob.size() + " bytes");
          }
          target.write(chunk, count, position);
          position += count;
          progress.accept(count);
        }
        if (position == blob.size() && stream.read() >= 0) {
          throw new IOException("it has more than its " + blob.size() + " bytes");
        }
        stream.close();
        return;
      } catch (IOException e) {
        closeQuietly(stream);
        stream = null;
        if (tries == TRIES) {
          throw new StorageException(
              "the connection is cut again and again (tried "
                  + TRIES
                  + " times, "
                  + e
                  + "): look at"
                  + " the network between here and the storage",
              e);
        }
        // All had come, and was not what it should be.
        position = position == end ? offset : position;
        pause(tries);
      }
    }
  }

  private static void closeQuietly(@Nullable InputStream stream) {
    try {
      if (stream != null) {
        stream.close();
      }
    } catch (IOException e) {
      return;
    }
  }

  private static void pause(int tries) {
    long longest = FIRST_PAUSE_MILLIS << tries;
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted between two tries", e);
    }
  }

  /** A file beside its final place, under a name that is short whatever its own is. */
  private static final class Unfinished {
    private final Path file;
    private final Path path;
    private @Nullable FileChannel channel;

    Unfinished(Path file) {
      this.file = file.toAbsolutePath();
      this.path =
          this.file.resolveSibling(
              ".unfinished-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }

    void open() {
      try {
        Path folder = path.getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        channel = FileChannel.open(path, CREATE_NEW, WRITE, READ);
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    void write(byte[] bytes, int count, long position) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
      try {
        long next = position;
        while (buffer.hasRemaining()) {
          next += opened().write(buffer, next);
        }
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    private FileChannel opened() {
      if (channel == null) {
        throw new IllegalStateException("not open");
      }
      return channel;
    }

    void publish(OpenBlob blob) {
      try {
        if (blob.checksum() != null && blob.checksum().value() != count(blob.checksum().start())) {
          throw new StorageException(
              "what has arrived is not what is stored (their checksums differ): try again");
        }
        opened().close();
        Files.move(path, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    private long count(Checksum sum) throws IOException {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      FileChannel content = opened().position(0);
      while (content.read(chunk) >= 0) {
        chunk.flip();
        sum.update(chunk);
        chunk.clear();
      }
      return sum.getValue();
    }

    /** Clears away what was not published. */
    void discard() {
      try {
        if (channel != null) {
          channel.close();
        }
        Files.deleteIfExists(path);
      } catch (IOException e) {
        return;
      }
    }

    private StorageException unwritable(IOException cause) {
      return new StorageException(file + " cannot be written (" + cause + ")", cause);
    }
  }
}
