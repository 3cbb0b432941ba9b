package org.flytekitplugins.client.internal.flyte2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  @Property(tries = 300)
  void framesAreTheSameWhereverTheNetworkCutsThem(
      @ForAll @Size(max = 5) List<byte @Size(max = 40) []> messages,
      @ForAll @IntRange(min = 1, max = 17) int piece,
      @ForAll @IntRange(max = 6) int missing) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List<Frame> sent = new ArrayList<>();
    messages.forEach(message -> sent.add(Frame.message(ByteString.copyFrom(message))));
    sent.add(Frame.last(ByteString.copyFromUtf8("{}")));
    sent.forEach(frame -> all.writeBytes(frame.toBytes()));
    byte[] bytes = all.toByteArray();
    int length = bytes.length - missing;

    List<Frame> read = new ArrayList<>();
    FrameReader reader = new FrameReader(read::add);
    for (int at = 0; at < length; at += piece) {
      reader.read(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, Math.min(length, at + piece))));
    }

    assertThat(read).isEqualTo(missing == 0 ? sent : sent.subList(0, sent.size() - 1));
    assertThat(reader.isBetweenFrames()).isEqualTo(missing == 0);
  }

  @Test
  void aLengthThatNobodyCanHoldIsNotBelieved() {
    FrameReader reader = new FrameReader(frame -> {});

    assertThatThrownBy(() -> reader.read(ByteBuffer.wrap(new byte[] {0, -1, -1, -1, -1, 1})))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("a frame of 4294967295 bytes, more than is taken");
  }
}
