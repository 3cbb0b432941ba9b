package org.flytekitplugins.jflyte.module.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps what is written, a part at most, and sends it on; the last part comes with the close. */
final class PublishedByClose implements WritableByteChannel {
  private static final int FIRST = 1 << 13;

  private final BlobService service;
  private final BlobAddress address;
  private final int part;
  private byte[] kept;
  private int count;
  private int parts;
  private @Nullable PartedUpload upload;
  private boolean failed;
  private boolean closed;

  PublishedByClose(BlobService service, BlobAddress address, int part) {
    this.service = service;
    this.address = address;
    this.part = part;
    this.kept = new byte[Math.min(FIRST, part)];
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (closed || failed) {
      throw new ClosedChannelException();
    }
    int all = source.remaining();
    while (source.hasRemaining()) {
      if (count == part) {
        send();
      }
      int next = Math.min(source.remaining(), part - count);
      if (count + next > kept.length) {
        kept = Arrays.copyOf(kept, Math.min(part, Math.max(count + next, 2 * kept.length)));
      }
      source.get(kept, count, next);
      count += next;
    }
    return all;
  }

  private void send() {
    boolean sent = false;
    try {
      if (upload == null) {
        upload = service.startUpload(address);
      }
      upload.part(parts++, Content.of(kept, count));
      count = 0;
      sent = true;
    } finally {
      if (!sent) {
        giveUp();
      }
    }
  }

  private void giveUp() {
    failed = true;
    if (upload != null) {
      upload.abort();
    }
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (failed) {
      return;
    }
    PartedUpload begun = upload;
    if (begun == null) {
      service.put(address, Content.of(kept, count), false);
      return;
    }
    send();
    boolean published = false;
    try {
      begun.complete(parts);
      published = true;
    } finally {
      if (!published) {
        giveUp();
      }
    }
  }
}
