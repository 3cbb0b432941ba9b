package org.flytekitplugins.jflyte.module.blob;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.flytekitplugins.spi.StorageException;
import org.jspecify.annotations.Nullable;

/** Blobs in memory, which record what is asked of them, and refuse it to order. */
final class MemoryService implements BlobService {
  final Map<BlobAddress, byte[]> blobs = new ConcurrentHashMap<>();
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  final List<String> unfinished = Collections.synchronizedList(new ArrayList<>());
  volatile Predicate<String> refused = call -> false;
  volatile boolean isInOrder;
  volatile int readsEndAfter = Integer.MAX_VALUE;

  private void call(String call) {
    calls.add(call);
    if (refused.test(call)) {
      throw new StorageException("no " + call);
    }
  }

  @Override
  public boolean exists(BlobAddress address) {
    call("exists " + address.key());
    return blobs.containsKey(address);
  }

  @Override
  public OpenBlob open(BlobAddress address, long offset, long length, @Nullable String version) {
    call("open " + address.key() + " " + offset + " " + length);
    byte[] all = blobs.get(address);
    if (all == null) {
      throw new StorageException("there is no such blob");
    }
    if (version != null && !version.equals(version(all))) {
      throw new StorageException("it was changed while it was read");
    }
    int end = length < 0 ? all.length : (int) Math.min(all.length, offset + length);
    int cut = (int) Math.min(end, offset + readsEndAfter);
    InputStream stream = new ByteArrayInputStream(all, (int) offset, (int) (cut - offset));
    CRC32 crc = new CRC32();
    crc.update(all);
    return new OpenBlob(
        stream, all.length, version(all), new StoredChecksum(false, crc.getValue()));
  }

  private static String version(byte[] content) {
    return String.valueOf(System.identityHashCode(content));
  }

  @Override
  public boolean put(BlobAddress address, Content content, boolean onlyIfAbsent) {
    call("put " + address.key());
    byte[] bytes = content.toByteArray();
    if (onlyIfAbsent) {
      return blobs.putIfAbsent(address, bytes) == null;
    }
    blobs.put(address, bytes);
    return true;
  }

  @Override
  public PartedUpload startUpload(BlobAddress address) {
    call("start " + address.key());
    unfinished.add(address.key());
    return new PartedUpload() {
      private final Map<Integer, byte[]> parts = Collections.synchronizedMap(new TreeMap<>());

      @Override
      public void part(int number, Content content) {
        call("part " + address.key() + " " + number);
        parts.put(number, content.toByteArray());
      }

      @Override
      public boolean isInOrder() {
        return isInOrder;
      }

      @Override
      public void complete(int count) {
        call("complete " + address.key() + " " + count);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
          all.writeBytes(Objects.requireNonNull(parts.get(i)));
        }
        blobs.put(address, all.toByteArray());
        unfinished.remove(address.key());
      }

      @Override
      public void abort() {
        unfinished.remove(address.key());
      }
    };
  }
}
