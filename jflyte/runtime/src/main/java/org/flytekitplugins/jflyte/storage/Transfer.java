package org.flytekitplugins.jflyte.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** All the bytes from here to there: a channel may take or give fewer than it is asked to. */
final class Transfer {
  private static final int CHUNK = 1 << 18;

  private Transfer() {}

  static byte[] readAll(ReadableByteChannel source) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    // A little more than the size, so that a local file is read and found to end in one buffer.
    long expected = source instanceof SeekableByteChannel file ? file.size() + 1 : CHUNK;
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(expected, CHUNK));
    while (source.read(chunk) >= 0) {
      if (!chunk.hasRemaining()) {
        content.write(chunk.array(), 0, chunk.position());
        chunk.clear();
      }
    }
    content.write(chunk.array(), 0, chunk.position());
    return content.toByteArray();
  }

  static void writeAll(ByteBuffer content, WritableByteChannel target) throws IOException {
    while (content.hasRemaining()) {
      target.write(content);
    }
  }

  /** Returns the number of bytes. */
  static long copy(
      ReadableByteChannel source,
      @Nullable WritableByteChannel target,
      @Nullable MessageDigest digest)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long count = 0;
    while (source.read(chunk) >= 0) {
      chunk.flip();
      count += chunk.remaining();
      if (digest != null) {
        digest.update(chunk.duplicate());
      }
      if (target != null) {
        writeAll(chunk, target);
      }
      chunk.clear();
    }
    return count;
  }
}
