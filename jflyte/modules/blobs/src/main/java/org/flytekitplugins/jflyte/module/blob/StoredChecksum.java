package org.flytekitplugins.jflyte.module.blob;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * What storage says that a blob's content comes to.
 *
 * @param isCastagnoli whether it is a CRC-32C; else it is a CRC-32
 * @param value the checksum
 */
public record StoredChecksum(boolean isCastagnoli, long value) {
  /** Reads one as clouds write it: four bytes in base 64. */
  public static StoredChecksum of(boolean isCastagnoli, String base64) {
    int value = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).getInt();
    return new StoredChecksum(isCastagnoli, value & 0xffffffffL);
  }

  /** Counts anew. */
  public Checksum start() {
    return isCastagnoli ? new CRC32C() : new CRC32();
  }

  /** A checksum as clouds write it. */
  public static String base64(Checksum checksum) {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }
}
