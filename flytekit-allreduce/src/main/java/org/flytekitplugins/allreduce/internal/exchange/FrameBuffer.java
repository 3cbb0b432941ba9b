package org.flytekitplugins.allreduce.internal.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.flytekitplugins.allreduce.internal.frame.FrameHeader;

/** Room for one frame, outside of the heap, where sockets read and write without another copy. */
final class FrameBuffer {
  private final ByteBuffer bytes;
  private final ByteBuffer payload;
  private final FloatBuffer floats;

  FrameBuffer(int payloadBytes) {
    bytes =
        ByteBuffer.allocateDirect(FrameHeader.BYTES + payloadBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(FrameHeader.BYTES);
    payload = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    floats = payload.asFloatBuffer();
    bytes.position(0).limit(0);
  }

  /** The header and what follows. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** What follows the header, as bytes: as many as the frame has. */
  ByteBuffer payload(int count) {
    payload.position(0).limit(count);
    return payload;
  }

  /** What follows the header, as numbers: as many as the frame has. */
  FloatBuffer floats(int count) {
    floats.position(0).limit(count);
    return floats;
  }

  int capacity() {
    return payload.capacity();
  }
}
