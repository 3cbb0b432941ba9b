package org.flytekitplugins.jflyte.module.blob;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.Checksum;
import org.flytekitplugins.spi.StorageException;
import org.jspecify.annotations.Nullable;

/** Bytes to be written, which can be read as often as a request is tried. */
public final class Content {
  private final byte @Nullable [] bytes;
  private final @Nullable Path file;
  private final long offset;
  private final long length;

  private Content(byte @Nullable [] bytes, @Nullable Path file, long offset, long length) {
    this.bytes = bytes;
    this.file = file;
    this.offset = offset;
    this.length = length;
  }

  /** The first bytes of an array, which nobody changes meanwhile. */
  public static Content of(byte[] bytes, int length) {
    return new Content(bytes, null, 0, length);
  }

  /** A part of a file. */
  public static Content of(Path file, long offset, long length) {
    return new Content(null, file, offset, length);
  }

  /** How many bytes there are. */
  public long length() {
    return length;
  }

  /** The bytes from their beginning. */
  public InputStream open() {
    if (bytes != null) {
      return new ByteArrayInputStream(bytes, 0, (int) length);
    }
    if (file == null) {
      throw new IllegalStateException("neither bytes nor a file");
    }
    try {
      FileChannel channel = FileChannel.open(file);
      try {
        return new Part(
            file,
            new BufferedInputStream(Channels.newInputStream(channel.position(offset)), 1 << 16),
            length);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** All the bytes. */
  public byte[] toByteArray() {
    try (InputStream in = open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts all the bytes in. */
  public Checksum count(Checksum checksum) {
    if (bytes != null) {
      checksum.update(bytes, 0, (int) length);
      return checksum;
    }
    byte[] chunk = new byte[1 << 16];
    try (InputStream in = open()) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        checksum.update(chunk, 0, count);
      }
    } catch (IOException e) {
      throw new StorageException(file + " cannot be read (" + e + ")", e);
    }
    return checksum;
  }

  static StorageException unreadable(Path file, IOException cause) {
    return new StorageException(file + " is not there or cannot be read", cause);
  }

  /** Fails with sentences: clouds' libraries take other exceptions for those of the network. */
  private static final class Part extends FilterInputStream {
    private final Path file;
    private long left;

    Part(Path file, InputStream in, long length) {
      super(in);
      this.file = file;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
      if (left == 0) {
        return -1;
      }
      int got;
      try {
        got = super.read(target, from, (int) Math.min(count, left));
      } catch (IOException e) {
        throw unreadable(file, e);
      }
      if (got < 0) {
        throw new StorageException(
            file + " has become shorter while it was uploaded: upload it when nobody writes it");
      }
      left -= got;
      return got;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
