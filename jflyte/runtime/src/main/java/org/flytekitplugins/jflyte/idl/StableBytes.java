package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Messages as bytes, for files that shall not change while their content does not. */
public final class StableBytes {
  private StableBytes() {}

  /**
   * The bytes of a message. Equal messages give equal bytes; {@link MessageLite#toByteArray} writes
   * maps in the order in which they were filled.
   */
  public static byte[] of(MessageLite message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array is never closed", e);
    }
    out.checkNoSpaceLeft();
    return bytes;
  }
}
