package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ExtensionRegistryLite;
import flyteidl.core.Literals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * The bytes of a {@code flyteidl.core.LiteralMap}, which are the content of {@code inputs.pb} and
 * {@code outputs.pb}.
 *
 * <p>The same as {@link LiteralIdl} over protobuf's own parser. That one builds the descriptors of
 * half of Flyte's messages as soon as it meets a map, which is a third of what a task's start may
 * take.
 */
public final class LiteralMapBytes {
  /** Of the map, a repeated message; its key and its value. */
  private static final int ENTRY = 1;

  private static final int KEY = 1;
  private static final int VALUE = 2;

  private LiteralMapBytes() {}

  /**
   * The named literals, in their order.
   *
   * @return a map that cannot be changed
   * @throws JflyteException if the bytes are no literals, or hold a kind of value that
   *     flytekit-java's model cannot carry
   */
  public static Map<String, Literal> read(byte[] bytes) {
    Map<String, Literal> literals = new LinkedHashMap<>();
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == Wire.messageTag(ENTRY)) {
          int outside = in.pushLimit(in.readRawVarint32());
          readEntry(in, literals);
          in.popLimit(outside);
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new JflyteException(
          "the "
              + bytes.length
              + " bytes are no literals of Flyte ("
              + e.getMessage()
              + "); look at what wrote them",
          e);
    }
    return Collections.unmodifiableMap(literals);
  }

  /**
   * The bytes of named literals, in the order of the map.
   *
   * @throws JflyteException as {@link LiteralIdl#toIdl(Map)} does
   */
  public static byte[] write(Map<String, Literal> literals) {
    Map<String, Literals.Literal> messages = new LinkedHashMap<>();
    int size = 0;
    for (Map.Entry<String, Literal> entry : literals.entrySet()) {
      Literals.Literal message = LiteralIdl.toIdl(entry.getValue());
      messages.put(entry.getKey(), message);
      int entrySize = entrySize(entry.getKey(), message);
      size +=
          CodedOutputStream.computeTagSize(ENTRY)
              + CodedOutputStream.computeUInt32SizeNoTag(entrySize)
              + entrySize;
    }
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (Map.Entry<String, Literals.Literal> entry : messages.entrySet()) {
        out.writeUInt32NoTag(Wire.messageTag(ENTRY));
        out.writeUInt32NoTag(entrySize(entry.getKey(), entry.getValue()));
        out.writeString(KEY, entry.getKey());
        out.writeMessage(VALUE, entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an array is never closed", e);
    }
    out.checkNoSpaceLeft();
    return bytes;
  }

  private static void readEntry(CodedInputStream in, Map<String, Literal> literals)
      throws IOException {
    String key = "";
    Literals.Literal value = Literals.Literal.getDefaultInstance();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == Wire.messageTag(KEY)) {
        key = in.readStringRequireUtf8();
      } else if (tag == Wire.messageTag(VALUE)) {
        value = in.readMessage(Literals.Literal.parser(), ExtensionRegistryLite.getEmptyRegistry());
      } else {
        in.skipField(tag);
      }
    }
    literals.put(key, LiteralIdl.fromIdl(value, FieldPath.ROOT.value(key)));
  }

  private static int entrySize(String key, Literals.Literal value) {
    return CodedOutputStream.computeStringSize(KEY, key)
        + CodedOutputStream.computeMessageSize(VALUE, value);
  }
}
