package org.flytekitplugins.allreduce.internal.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A stream of bytes to a peer and one from it. Neither call ever waits. */
public interface Connection {
  /**
   * Takes what has come, as much as there is room for.
   *
   * @return how many bytes; -1 if the peer has ended the stream
   */
  int read(ByteBuffer to) throws IOException;

  /**
   * Sends what can be sent at once.
   *
   * @return how many bytes
   */
  int write(ByteBuffer from) throws IOException;
}
