package org.flytekitplugins.jflyte.idl;

/**
 * Tags of fields in protobuf's wire format.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/#structure">Encoding</a>
 */
final class Wire {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int TYPE_BITS = 3;

  private Wire() {}

  /** Of a message, a string or bytes. */
  static int messageTag(int field) {
    return field << TYPE_BITS | LENGTH_DELIMITED;
  }

  /** Of an integer, a boolean or an enum. */
  static int varintTag(int field) {
    return field << TYPE_BITS | VARINT;
  }

  /** Of a double. */
  static int doubleTag(int field) {
    return field << TYPE_BITS | FIXED64;
  }
}
