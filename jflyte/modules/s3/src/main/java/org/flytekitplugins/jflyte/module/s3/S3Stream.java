package org.flytekitplugins.jflyte.module.s3;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** An object's bytes. What is wrong with them is an {@link IOException}, as a cut connection is. */
final class S3Stream extends FilterInputStream {
  private final ResponseInputStream<?> response;
  private long left;
  private boolean ended;

  /**
   * @param length how many bytes there are: Java's own client does not tell a connection that is
   *     cut from one that ends
   */
  S3Stream(ResponseInputStream<?> response, long length) {
    super(response);
    this.response = response;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int count = super.read(target, offset, length);
      if (count < 0 && left > 0) {
        throw new EOFException("the connection was cut, with " + left + " bytes still to come");
      }
      left -= Math.max(count, 0);
      ended |= count < 0;
      return count;
    } catch (SdkException e) {
      // The checksum that came with it, for one, is another.
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Does not wait for what nobody wants to read. */
  @Override
  public void close() throws IOException {
    if (ended) {
      super.close();
    } else {
      response.abort();
    }
  }
}
