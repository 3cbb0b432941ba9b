package org.flytekitplugins.report.internal.tensorboard;

import java.io.ByteArrayOutputStream;

/** Whole numbers, the lowest byte first. */
final class LittleEndian {
  private LittleEndian() {}

  static void write(ByteArrayOutputStream target, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      target.write((int) (value >>> (8 * i)));
    }
  }
}
