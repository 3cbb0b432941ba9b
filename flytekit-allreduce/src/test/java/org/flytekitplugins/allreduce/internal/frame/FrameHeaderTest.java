package org.flytekitplugins.allreduce.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameHeaderTest {
  @Property(tries = 200)
  void everyHeaderIsTheOneThatWasWrittenAndNoOther(
      @ForAll FrameKind kind,
      @ForAll @LongRange(min = 0) long epoch,
      @ForAll @LongRange(min = 0) long step,
      @ForAll @LongRange(min = 0) long total,
      @ForAll @LongRange(min = 0) long from,
      @ForAll @IntRange(min = 0) int count,
      @ForAll @IntRange(min = 0, max = FrameHeader.BYTES - 1) int place,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    ByteBuffer header = header(kind, epoch, step, total, from, count);

    assertThat(FrameHeader.count(header)).isEqualTo(count);
    assertThat(FrameHeader.difference(header, header(kind, epoch, step, total, from, count)))
        .isNull();

    ByteBuffer other = header(kind, epoch, step, total, from, count);
    other.put(place, (byte) (other.get(place) ^ change));
    assertThat(FrameHeader.difference(header, other)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WHOLE     | 0 | 8 | 40 |  0 | its frame is of exchange 8, but the one in progress is 7",
        "WHOLE     | 1 | 7 | 40 |  0 | its frame is of membership epoch 1, but it is 0",
        "BROADCAST | 0 | 7 | 40 |  0 | it broadcasts where this replica sums values that everybody"
            + " sends to everybody: all must call the same methods in the same order",
        "WHOLE     | 0 | 7 | 44 |  0 | it exchanges 44 bytes where this replica exchanges 40: all"
            + " must exchange equally many",
        "WHOLE     | 0 | 7 | 40 | 20 | its frame has bytes 20 to 40 where 0 to 20 must come",
      })
  void aDifferenceIsASentenceAboutThePeer(
      FrameKind kind, long epoch, long step, long total, long from, String sentence) {
    assertThat(
            FrameHeader.difference(
                header(FrameKind.WHOLE, 0, 7, 40, 0, 20),
                header(kind, epoch, step, total, from, 20)))
        .isEqualTo(sentence);
  }

  @ParameterizedTest
  @CsvSource({"GET / HTTP/1.1", "PRI * HTTP/2.0"})
  void whatIsNoFrameIsNone(String said) {
    ByteBuffer bytes = ByteBuffer.allocate(FrameHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(said.getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    assertThat(FrameHeader.difference(header(FrameKind.WHOLE, 0, 7, 40, 0, 20), bytes))
        .isEqualTo("it sends what is no frame of an exchange");
  }

  private static ByteBuffer header(
      FrameKind kind, long epoch, long step, long total, long from, int count) {
    ByteBuffer header = ByteBuffer.allocate(FrameHeader.BYTES);
    FrameHeader.write(header, kind, epoch, step, total, from, count);
    return header;
  }
}
