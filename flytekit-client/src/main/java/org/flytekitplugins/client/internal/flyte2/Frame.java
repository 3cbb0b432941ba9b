package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/**
 * A frame of a stream: a byte of flags, four of length, the content.
 *
 * @see <a href="https://connectrpc.com/docs/protocol/#streaming-rpcs">Connect's protocol</a>
 */
@AutoValue
public abstract class Frame {
  /** What stands before the content. */
  static final int HEADER = 5;

  private static final int COMPRESSED = 1;
  private static final int LAST = 2;

  Frame() {}

  /** A frame with a message. */
  public static Frame message(ByteString content) {
    return of(0, content);
  }

  /** The last frame, with a JSON object. */
  public static Frame last(ByteString json) {
    return of(LAST, json);
  }

  static Frame of(int flags, ByteString content) {
    return new AutoValue_Frame(flags, content);
  }

  abstract int flags();

  /** A message, or the JSON object of the last frame. */
  public abstract ByteString content();

  /** Whether the stream ends with it. */
  public boolean isLast() {
    return (flags() & LAST) != 0;
  }

  /** Whether the content is in a form that nobody has asked for. */
  boolean isCompressed() {
    return (flags() & COMPRESSED) != 0;
  }

  /** The frame as it is sent. */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + content().size());
    bytes.put((byte) flags()).putInt(content().size());
    content().copyTo(bytes);
    return bytes.array();
  }
}
