package org.flytekitplugins.jflyte.module.blob;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.flytekitplugins.spi.StorageException;

/**
 * Where a blob is: {@code scheme://container/key}. Percent escapes mean what they mean in URIs; any
 * other character stands for itself, so that a name may be appended to a URI as it is.
 *
 * @param container a bucket, or what a cloud calls it; with whatever stands before the first slash
 * @param key the name within, not empty
 */
public record BlobAddress(String container, String key) {
  /**
   * Reads a URI.
   *
   * @throws StorageException if it names no blob
   */
  public static BlobAddress of(String uri) {
    int start = uri.indexOf("://") + "://".length();
    int slash = uri.indexOf('/', start);
    if (start < "://".length() || slash <= start || slash == uri.length() - 1) {
      throw new StorageException(
          "it names no blob: write " + uri.substring(0, uri.indexOf(':') + 1) + "//bucket/key");
    }
    return new BlobAddress(uri.substring(start, slash), decode(uri.substring(slash + 1)));
  }

  private static String decode(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
      if (low >= 0) {
        decoded.write(high * 16 + low);
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }
}
