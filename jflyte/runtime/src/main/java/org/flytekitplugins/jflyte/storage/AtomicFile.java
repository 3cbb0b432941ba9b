package org.flytekitplugins.jflyte.storage;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;

/** A file written beside its final place and moved there in one step when it is complete. */
final class AtomicFile implements WritableByteChannel, Abortable {
  private final FileChannel channel;
  private final Path unfinished;
  private final Path target;
  private boolean failed;
  private boolean ended;

  private AtomicFile(FileChannel channel, Path unfinished, Path target) {
    this.channel = channel;
    this.unfinished = unfinished;
    this.target = target;
  }

  static AtomicFile create(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException(target + " is a folder");
    }
    Files.createDirectories(folder);
    // A short name of its own: the target's may already be as long as names can be. Not the file
    // API's temporary files: those are for their owner only, and other users' pods read these.
    Path unfinished =
        folder.resolve(".unfinished-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    return new AtomicFile(FileChannel.open(unfinished, CREATE_NEW, WRITE), unfinished, target);
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    boolean written = false;
    try {
      int count = channel.write(bytes);
      written = true;
      return count;
    } finally {
      failed |= !written;
    }
  }

  @Override
  public boolean isOpen() {
    return !ended && channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    if (ended) {
      return;
    }
    if (failed) {
      abort();
      return;
    }
    ended = true;
    boolean published = false;
    try {
      channel.close();
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      published = true;
    } finally {
      if (!published) {
        Files.deleteIfExists(unfinished);
      }
    }
  }

  @Override
  public void abort() throws IOException {
    // Not by whether the channel is open: an interrupt closes it, and leaves the file.
    if (!ended) {
      ended = true;
      channel.close();
      Files.deleteIfExists(unfinished);
    }
  }
}
