package org.flytekitplugins.jflyte.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.flyte.jflyte.api.FileSystem;
import org.flyte.jflyte.api.Manifest;
import org.jspecify.annotations.Nullable;

/** Blobs in memory that are published by close, as jflyte's S3 does, and failures to order. */
final class FaultyFileSystem implements FileSystem {
  final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  final AtomicInteger failingReads = new AtomicInteger();
  final AtomicInteger failingWrites = new AtomicInteger();
  final AtomicInteger failingCloses = new AtomicInteger();
  final AtomicInteger failingManifests = new AtomicInteger();
  final List<String> calls = new ArrayList<>();

  @Override
  public String getScheme() {
    return "mem";
  }

  @Override
  public ReadableByteChannel reader(String uri) {
    record("reader " + uri);
    if (take(failingReads)) {
      throw new IllegalStateException("503 slow down");
    }
    byte[] content = blobs.get(uri);
    if (content == null) {
      throw new IllegalStateException("404 no such key");
    }
    return Channels.newChannel(new ByteArrayInputStream(content));
  }

  @Override
  public WritableByteChannel writer(String uri) {
    record("writer " + uri);
    return new Writer(uri);
  }

  @Override
  public @Nullable Manifest getManifest(String uri) {
    record("manifest " + uri);
    if (take(failingManifests)) {
      throw new IllegalStateException("503 slow down");
    }
    return blobs.containsKey(uri) ? Manifest.create() : null;
  }

  private synchronized void record(String call) {
    calls.add(call);
  }

  private static boolean take(AtomicInteger failures) {
    return failures.getAndUpdate(left -> Math.max(left - 1, 0)) > 0;
  }

  private final class Writer implements WritableByteChannel {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final String uri;
    private boolean open = true;

    Writer(String uri) {
      this.uri = uri;
    }

    /** Takes at most seven bytes at a time, and half of them when it fails. */
    @Override
    public int write(ByteBuffer source) throws IOException {
      boolean fails = take(failingWrites);
      byte[] some = new byte[Math.min(source.remaining(), fails ? 3 : 7)];
      source.get(some);
      written.write(some);
      if (fails) {
        throw new IOException("disk full");
      }
      return some.length;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() throws IOException {
      open = false;
      if (take(failingCloses)) {
        throw new IOException("connection reset");
      }
      blobs.put(uri, written.toByteArray());
    }
  }
}
