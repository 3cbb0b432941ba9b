package org.flytekitplugins.jflyte.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.flyte.jflyte.api.FileSystem;
import org.flytekitplugins.jflyte.loading.ModuleDirectory;
import org.flytekitplugins.spi.BlobTransfer;
import org.flytekitplugins.spi.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes whole blobs, whichever file system serves their URIs, and tries again when that
 * fails. A blob is published complete or not at all, as far as its file system lets us: a channel
 * whose blob is incomplete is never closed, because closing is what publishes.
 *
 * <p>Every failure that remains is an {@link UncheckedIOException} with a sentence that names the
 * URI, what failed, and after how many tries. A scheme that nothing serves is a {@link
 * org.flytekitplugins.jflyte.JflyteException}. Safe for use by several threads.
 */
public final class BlobStore {
  private static final String NO_DIGEST = "";

  /** How many blobs are transferred at a time where the file system does not see to that. */
  private static final int CONCURRENCY = 4;

  private final FileSystems fileSystems;
  private final Retries retries;

  /**
   * Serves {@code file} and what the modules serve that an environment names.
   *
   * @param environment what the modules find their settings in, and which names their directory
   */
  public static BlobStore of(Map<String, String> environment) {
    return new BlobStore(FileSystems.of(environment, ModuleDirectory.namedBy(environment)));
  }

  /** Tries everything five times, with pauses of 0.1 s and then twice as long each, jittered. */
  public BlobStore(FileSystems fileSystems) {
    this(fileSystems, 5, Duration.ofMillis(100));
  }

  /**
   * @param fileSystems where blobs are
   * @param attempts how often anything is tried, at least 1
   * @param firstPause the pause after the first failure; each later one is twice as long
   */
  public BlobStore(FileSystems fileSystems, int attempts, Duration firstPause) {
    this.fileSystems = fileSystems;
    this.retries = new Retries(attempts, firstPause);
  }

  /** All of a blob's bytes. */
  public byte[] read(String uri) {
    return retries.run(
        new StorageCall<byte[]>("read", uri) {
          @Override
          byte[] run() throws IOException {
            FileSystem fileSystem = fileSystems.forUri(uri);
            try (ReadableByteChannel channel = fileSystem.reader(uri)) {
              return Transfer.readAll(channel);
            }
          }

          @Override
          @Nullable String hopeless() {
            return whyAbsent(uri);
          }
        });
  }

  /** All of a blob's bytes, or nothing if there is no such blob. */
  public Optional<byte[]> readIfPresent(String uri) {
    return exists(uri) ? Optional.of(read(uri)) : Optional.empty();
  }

  /** Whether there is such a blob. */
  public boolean exists(String uri) {
    return retries.run(
        new StorageCall<Boolean>("look for", uri) {
          @Override
          Boolean run() {
            return fileSystems.forUri(uri).getManifest(uri) != null;
          }
        });
  }

  /** Writes a blob, over one that is there. The bytes must not change meanwhile. */
  public void write(String uri, byte[] content) {
    writeWhile(() -> true, uri, content);
  }

  /**
   * {@linkplain #write Writes} a blob, but begins no try any more once it may not.
   *
   * @param allowed asked before each try, by the calling thread
   * @return false if it was no longer allowed before the blob was there
   */
  public boolean writeWhile(BooleanSupplier allowed, String uri, byte[] content) {
    return retries.run(
        new StorageCall<Boolean>("write", uri) {
          @Override
          Boolean run() throws IOException {
            if (!allowed.getAsBoolean()) {
              return false;
            }
            publish(uri, Channels.newChannel(new ByteArrayInputStream(content)), content.length);
            return true;
          }
        });
  }

  /**
   * Writes a blob if there is none, but begins no try any more once it may not. Where the file
   * system knows no such condition, it is looked for first, and two writers may both find none.
   *
   * @param allowed asked before each try, by the calling thread
   * @return false if it was no longer allowed before there was a blob
   */
  public boolean writeIfAbsentWhile(BooleanSupplier allowed, String uri, byte[] content) {
    if (exists(uri)) {
      return true;
    }
    if (!(fileSystems.forUri(uri) instanceof BlobTransfer transfer)) {
      return writeWhile(allowed, uri, content);
    }
    return retries.run(
        new StorageCall<Boolean>("write", uri) {
          @Override
          Boolean run() {
            if (!allowed.getAsBoolean()) {
              return false;
            }
            // Whose it is does not matter: there is one.
            boolean unused = transfer.putIfAbsent(uri, content);
            return true;
          }
        });
  }

  /** Writes a local file's bytes as a blob, over one that is there. */
  public void upload(Path file, String uri) {
    if (fileSystems.forUri(uri) instanceof BlobTransfer) {
      upload(Map.of(uri, file), bytes -> {});
      return;
    }
    retries.run(
        new StorageCall<Boolean>("upload " + file + " to", uri) {
          @Override
          Boolean run() throws IOException {
            try (FileChannel source = FileChannel.open(file)) {
              publish(uri, source, source.size());
            }
            return true;
          }

          @Override
          @Nullable String hopeless() {
            return Files.isReadable(file) ? null : file + " is not there or cannot be read";
          }
        });
  }

  /**
   * Writes local files as blobs, over those that are there, several at a time. When one fails, some
   * of the others may have been written.
   *
   * @param files the files by the URIs of their blobs, all of one scheme
   * @param progress is told how many more bytes are there, by any thread
   */
  public void upload(Map<String, Path> files, LongConsumer progress) {
    BlobTransfer transfer = transferOf(files);
    if (transfer == null) {
      eachAlone(files, progress, true);
      return;
    }
    try {
      transfer.upload(files, progress);
    } catch (StorageException e) {
      throw Retries.failure("cannot upload " + e.getMessage(), e);
    }
  }

  /**
   * Writes a blob's bytes to a local file, over one that is there; nobody sees the file before it
   * is complete. Folders on the way are made.
   */
  public void download(String uri, Path file) {
    if (fileSystems.forUri(uri) instanceof BlobTransfer) {
      download(Map.of(uri, file), bytes -> {});
    } else {
      download(uri, file, NO_DIGEST);
    }
  }

  /**
   * {@linkplain #download(String, Path) Downloads} blobs, several at a time. When one fails, some
   * of the others may have been downloaded.
   *
   * @param files the files by the URIs of their blobs, all of one scheme
   * @param progress is told how many more bytes are here, by any thread
   */
  public void download(Map<String, Path> files, LongConsumer progress) {
    BlobTransfer transfer = transferOf(files);
    if (transfer == null) {
      eachAlone(files, progress, false);
      return;
    }
    try {
      transfer.download(files, progress);
    } catch (StorageException e) {
      throw Retries.failure("cannot download " + e.getMessage(), e);
    }
  }

  private @Nullable BlobTransfer transferOf(Map<String, Path> files) {
    return !files.isEmpty()
            && fileSystems.forUri(files.keySet().iterator().next()) instanceof BlobTransfer transfer
        ? transfer
        : null;
  }

  private void eachAlone(Map<String, Path> files, LongConsumer progress, boolean isUpload) {
    List<String> done =
        new Concurrently<String, String>() {
          @Override
          protected String apply(String uri) {
            Path file = Objects.requireNonNull(files.get(uri));
            if (isUpload) {
              upload(file, uri);
            } else {
              download(uri, file);
            }
            progress.accept(file.toFile().length());
            return uri;
          }
        }.toEach(List.copyOf(files.keySet()), CONCURRENCY);
    assert done.size() == files.size();
  }

  /**
   * {@linkplain #download(String, Path) Downloads} a blob and computes a digest on the way.
   *
   * @param algorithm the digest's name, as {@link MessageDigest#getInstance(String)} takes it
   * @return the digest of what was downloaded
   */
  public byte[] download(String uri, Path file, String algorithm) {
    return retries.run(
        new StorageCall<byte[]>("download to " + file + " the blob", uri) {
          @Override
          byte[] run() throws IOException {
            try (ReadableByteChannel source = fileSystems.forUri(uri).reader(uri)) {
              AtomicFile target = AtomicFile.create(file);
              try {
                byte[] digest = transfer(source, target, algorithm);
                target.close();
                return digest;
              } finally {
                target.abort();
              }
            }
          }

          @Override
          @Nullable String hopeless() {
            return whyAbsent(uri);
          }
        });
  }

  /**
   * Computes a digest of a blob's bytes, of which few are in memory at a time.
   *
   * @param algorithm the digest's name, as {@link MessageDigest#getInstance(String)} takes it
   */
  public byte[] digest(String uri, String algorithm) {
    return retries.run(
        new StorageCall<byte[]>("read", uri) {
          @Override
          byte[] run() throws IOException {
            try (ReadableByteChannel source = fileSystems.forUri(uri).reader(uri)) {
              return transfer(source, null, algorithm);
            }
          }

          @Override
          @Nullable String hopeless() {
            return whyAbsent(uri);
          }
        });
  }

  private static byte[] transfer(
      ReadableByteChannel source, @Nullable WritableByteChannel target, String algorithm)
      throws IOException {
    if (algorithm.equals(NO_DIGEST)) {
      Transfer.copy(source, target, null);
      return new byte[0];
    }
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      Transfer.copy(source, target, digest);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("digest " + algorithm, e);
    }
  }

  // Some writers publish what they have when they are closed, even if that is half of it (stock
  // jflyte's for S3 does). So one that failed is taken back where that is possible, else left open.
  @SuppressWarnings("MustBeClosedChecker")
  private void publish(String uri, ReadableByteChannel content, long size) throws IOException {
    WritableByteChannel channel = fileSystems.forUri(uri).writer(uri);
    boolean complete = false;
    try {
      long count = Transfer.copy(content, channel, null);
      if (count != size) {
        throw new IOException("the file grew or shrank from " + size + " bytes to " + count);
      }
      complete = true;
    } finally {
      if (!complete && channel instanceof Abortable abortable) {
        abortable.abort();
      }
    }
    channel.close();
  }

  private @Nullable String whyAbsent(String uri) {
    try {
      return fileSystems.forUri(uri).getManifest(uri) == null ? "there is no such blob" : null;
    } catch (RuntimeException e) {
      return null;
    }
  }
}
