package org.flytekitplugins.report.internal.tensorboard;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32C;

/** Records with their lengths and checksums, the form that TensorBoard calls TFRecord. */
final class Records {
  // A checksum of bytes that hold checksums is weak, so they are turned and moved.
  private static final int MASK = 0xa282ead8;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  void add(Message record) {
    byte[] data = record.bytes();
    ByteArrayOutputStream length = new ByteArrayOutputStream();
    LittleEndian.write(length, data.length, Long.BYTES);
    bytes.writeBytes(length.toByteArray());
    checksum(length.toByteArray());
    bytes.writeBytes(data);
    checksum(data);
  }

  private void checksum(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data, 0, data.length);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    LittleEndian.write(bytes, masked, Integer.BYTES);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
