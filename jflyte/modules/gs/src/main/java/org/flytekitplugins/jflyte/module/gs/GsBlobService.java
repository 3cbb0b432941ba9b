package org.flytekitplugins.jflyte.module.gs;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.flytekitplugins.jflyte.module.blob.BlobAddress;
import org.flytekitplugins.jflyte.module.blob.BlobService;
import org.flytekitplugins.jflyte.module.blob.Content;
import org.flytekitplugins.jflyte.module.blob.OpenBlob;
import org.flytekitplugins.jflyte.module.blob.PartedUpload;
import org.flytekitplugins.jflyte.module.blob.StoredChecksum;
import org.flytekitplugins.spi.StorageException;
import org.jspecify.annotations.Nullable;

/** Google's objects. The client is made when the first of them is asked for. */
final class GsBlobService implements BlobService {
  private static final String BINARY = "application/octet-stream";
  private static final int PRECONDITION_FAILED = 412;

  /** What goes up in one request, out of memory; what is larger goes in a session of several. */
  private static final int AT_ONCE = 1 << 20;

  private static final int CHUNK = 8 << 20;

  private final Map<String, String> environment;
  private volatile @Nullable Storage client;

  GsBlobService(Map<String, String> environment) {
    this.environment = environment;
  }

  private Storage client() {
    Storage made = client;
    if (made == null) {
      synchronized (this) {
        made = client;
        if (made == null) {
          made = GsClients.of(environment);
          client = made;
        }
      }
    }
    return made;
  }

  private static BlobId id(BlobAddress address) {
    return BlobId.of(address.container(), address.key());
  }

  @Override
  public boolean exists(BlobAddress address) {
    try {
      return client().get(id(address), BlobGetOption.fields(BlobField.NAME)) != null;
    } catch (RuntimeException e) {
      throw GsFailure.of(e, address.container(), false);
    }
  }

  @Override
  public InputStream read(BlobAddress address) {
    try {
      return new ByteArrayInputStream(client().readAllBytes(id(address)));
    } catch (RuntimeException e) {
      throw GsFailure.of(e, address.container(), false);
    }
  }

  @Override
  public OpenBlob open(BlobAddress address, long offset, long length, @Nullable String version) {
    try {
      BlobId id = id(address);
      long size = -1;
      StoredChecksum checksum = null;
      String generation = version;
      if (generation == null) {
        Blob blob =
            client()
                .get(
                    id,
                    BlobGetOption.fields(BlobField.SIZE, BlobField.GENERATION, BlobField.CRC32C));
        if (blob == null) {
          throw new StorageException(GsFailure.NO_SUCH_BLOB);
        }
        size = blob.getSize();
        generation = String.valueOf(blob.getGeneration());
        checksum = blob.getCrc32c() == null ? null : StoredChecksum.of(true, blob.getCrc32c());
      }
      ReadChannel channel =
          client().reader(id, BlobSourceOption.generationMatch(Long.parseLong(generation)));
      // One request, whose bytes we take as they come.
      channel.setChunkSize(0);
      channel.seek(offset);
      if (length >= 0) {
        channel.limit(offset + length);
      }
      return new OpenBlob(
          new Stream(Channels.newInputStream(channel), address.container()),
          size,
          generation,
          checksum);
    } catch (IOException | RuntimeException e) {
      throw GsFailure.of(e, address.container(), false);
    }
  }

  @Override
  public boolean put(BlobAddress address, Content content, boolean onlyIfAbsent) {
    BlobInfo blob =
        BlobInfo.newBuilder(id(address))
            .setContentType(BINARY)
            .setCrc32c(StoredChecksum.base64(content.count(new CRC32C())))
            .build();
    try {
      if (content.length() <= AT_ONCE) {
        // The library sends a checksum of its own with it.
        Blob unused =
            onlyIfAbsent
                ? client().create(blob, content.toByteArray(), BlobTargetOption.doesNotExist())
                : client().create(blob, content.toByteArray());
      } else {
        try (InputStream in = content.open()) {
          Blob unused =
              onlyIfAbsent
                  ? client()
                      .createFrom(
                          blob,
                          in,
                          CHUNK,
                          BlobWriteOption.crc32cMatch(),
                          BlobWriteOption.doesNotExist())
                  : client().createFrom(blob, in, CHUNK, BlobWriteOption.crc32cMatch());
        }
      }
      return true;
    } catch (com.google.cloud.storage.StorageException e) {
      if (onlyIfAbsent && e.getCode() == PRECONDITION_FAILED) {
        return false;
      }
      throw GsFailure.of(e, address.container(), true);
    } catch (IOException | RuntimeException e) {
      throw GsFailure.of(e, address.container(), true);
    }
  }

  /** A session, whose chunks must come one after the other. */
  @Override
  public PartedUpload startUpload(BlobAddress address) {
    try {
      WriteChannel channel =
          client().writer(BlobInfo.newBuilder(id(address)).setContentType(BINARY).build());
      channel.setChunkSize(CHUNK);
      return new Session(address, channel);
    } catch (RuntimeException e) {
      throw GsFailure.of(e, address.container(), true);
    }
  }

  private final class Session implements PartedUpload {
    private final BlobAddress address;
    private final WriteChannel channel;
    private final CRC32C checksum = new CRC32C();

    Session(BlobAddress address, WriteChannel channel) {
      this.address = address;
      this.channel = channel;
    }

    @Override
    public boolean isInOrder() {
      return true;
    }

    @Override
    public void part(int number, Content content) {
      byte[] chunk = new byte[1 << 16];
      try (InputStream in = content.open()) {
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
          checksum.update(chunk, 0, count);
          ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, count);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        }
      } catch (IOException | RuntimeException e) {
        throw GsFailure.of(e, address.container(), true);
      }
    }

    @Override
    public void complete(int parts) {
      try {
        channel.close();
        Blob blob = client().get(id(address), BlobGetOption.fields(BlobField.CRC32C));
        String stored = blob == null ? null : blob.getCrc32c();
        if (stored != null && !Objects.equals(stored, StoredChecksum.base64(checksum))) {
          throw new StorageException(
              "what is stored is not what was sent (their checksums differ), or somebody has written"
                  + " it meanwhile: upload it again");
        }
      } catch (IOException | RuntimeException e) {
        throw GsFailure.of(e, address.container(), true);
      }
    }

    /** A session that is not closed publishes nothing, and ends after a week. */
    @Override
    public void abort() {}
  }

  private static final class Stream extends FilterInputStream {
    private final String bucket;

    Stream(InputStream in, String bucket) {
      super(in);
      this.bucket = bucket;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (IOException | RuntimeException e) {
        // The library has tried again by itself.
        throw GsFailure.of(e, bucket, false);
      }
    }
  }
}
