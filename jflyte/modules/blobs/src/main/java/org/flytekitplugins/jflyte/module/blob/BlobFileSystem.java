package org.flytekitplugins.jflyte.module.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongConsumer;
import org.flyte.jflyte.api.FileSystem;
import org.flyte.jflyte.api.Manifest;
import org.flytekitplugins.spi.BlobTransfer;
import org.flytekitplugins.spi.StorageException;
import org.jspecify.annotations.Nullable;

/** A scheme's blobs, as jflyte asks for them. */
public final class BlobFileSystem implements FileSystem, BlobTransfer {
  /** Blobs that are larger travel in parts of this size, or of more if there were too many. */
  static final int PART = 16 << 20;

  private final String scheme;
  private final BlobService service;
  private final int part;

  /** The blobs of a service, by URIs of a scheme. */
  public BlobFileSystem(String scheme, BlobService service) {
    this(scheme, service, PART);
  }

  BlobFileSystem(String scheme, BlobService service, int part) {
    this.scheme = scheme;
    this.service = service;
    this.part = part;
  }

  @Override
  public String getScheme() {
    return scheme;
  }

  @Override
  public ReadableByteChannel reader(String uri) {
    return new Reader(service.read(BlobAddress.of(uri)));
  }

  /**
   * Begins to write a blob, which is published by close, whole: a channel that has failed, or was
   * never closed, publishes nothing.
   */
  @Override
  public WritableByteChannel writer(String uri) {
    return new PublishedByClose(service, BlobAddress.of(uri), part);
  }

  @Override
  public @Nullable Manifest getManifest(String uri) {
    return service.exists(BlobAddress.of(uri)) ? Manifest.create() : null;
  }

  @Override
  public boolean putIfAbsent(String uri, byte[] content) {
    BlobAddress address = BlobAddress.of(uri);
    return service.put(address, Content.of(content, content.length), true)
        || Arrays.equals(content, present(address, content.length));
  }

  // A first try may have succeeded without an answer, so that the second one found its blob.
  private byte[] present(BlobAddress address, int length) {
    try (InputStream in = service.read(address)) {
      return in.readNBytes(length + 1);
    } catch (IOException e) {
      throw new StorageException("there is one, which cannot be read (" + e + ")", e);
    }
  }

  @Override
  public void upload(Map<String, Path> files, LongConsumer progress) {
    new FilesUpload(service, part, progress).run(files);
  }

  @Override
  public void download(Map<String, Path> files, LongConsumer progress) {
    new FilesDownload(service, part, progress).run(files);
  }

  private static final class Reader implements ReadableByteChannel {
    private final InputStream in;
    private boolean open = true;

    Reader(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (!target.hasRemaining()) {
        return 0;
      }
      if (target.hasArray()) {
        int count =
            in.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
        if (count > 0) {
          target.position(target.position() + count);
        }
        return count;
      }
      byte[] bytes = new byte[Math.min(target.remaining(), 1 << 16)];
      int count = in.read(bytes);
      if (count > 0) {
        target.put(bytes, 0, count);
      }
      return count;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() throws IOException {
      open = false;
      in.close();
    }
  }
}
