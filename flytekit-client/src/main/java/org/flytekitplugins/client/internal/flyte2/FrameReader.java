package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts frames together again, wherever the network has cut them. */
final class FrameReader {
  // What a server asks us to hold is not believed.
  private static final int LARGEST = 64 * 1024 * 1024;

  private final Consumer<Frame> frames;
  private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER);
  private @Nullable ByteBuffer content;

  /**
   * @param frames hears of each frame once it is whole
   */
  FrameReader(Consumer<Frame> frames) {
    this.frames = frames;
  }

  /**
   * Takes what has come next.
   *
   * @throws MalformedMessageException if it cannot be of a stream
   */
  void read(ByteBuffer piece) {
    while (piece.hasRemaining() || content != null) {
      if (content == null) {
        move(piece, header);
        if (header.hasRemaining()) {
          return;
        }
        content = ByteBuffer.allocate(length());
      }
      ByteBuffer whole = content;
      move(piece, whole);
      if (whole.hasRemaining()) {
        return;
      }
      int flags = header.get(0);
      header.clear();
      content = null;
      frames.accept(Frame.of(flags, ByteString.copyFrom(whole.flip())));
    }
  }

  /** Whether nothing of a frame has come without the rest. */
  boolean isBetweenFrames() {
    return header.position() == 0;
  }

  private int length() {
    int length = header.getInt(1);
    if (length < 0 || length > LARGEST) {
      throw new MalformedMessageException(
          "a frame of " + Integer.toUnsignedString(length) + " bytes, more than is taken");
    }
    return length;
  }

  private static void move(ByteBuffer from, ByteBuffer to) {
    int count = Math.min(from.remaining(), to.remaining());
    int end = from.limit();
    from.limit(from.position() + count);
    to.put(from);
    from.limit(end);
  }
}
