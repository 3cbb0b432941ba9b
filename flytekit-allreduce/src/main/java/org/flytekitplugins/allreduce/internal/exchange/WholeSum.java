package org.flytekitplugins.allreduce.internal.exchange;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.flytekitplugins.allreduce.internal.frame.FrameHeader;
import org.flytekitplugins.allreduce.internal.frame.FrameKind;

/** Everybody sends all of its values to everybody: one hop, and so the quickest for few values. */
final class WholeSum extends Operation {
  private final FloatBuffer values;
  private final int first;
  private final int total;
  private final Chunks chunks;
  private final RankOrderSum sum;
  private final long epoch;
  private final long step;
  private int combined;

  WholeSum(RankOrderSum sum, FloatBuffer values, int chunk, long epoch, long step) {
    this.values = values.duplicate();
    this.first = values.position();
    this.total = values.remaining();
    this.chunks = new Chunks(0, total, chunk);
    this.sum = sum;
    this.epoch = epoch;
    this.step = step;
  }

  @Override
  int framesTo(int peer) {
    return chunks.count();
  }

  @Override
  int framesFrom(int peer) {
    return chunks.count();
  }

  @Override
  int largestFrame() {
    return chunks.largest() * Float.BYTES;
  }

  @Override
  boolean isReady(int peer, int frame) {
    return true;
  }

  @Override
  int fill(int peer, int frame, FrameBuffer out) {
    int count = chunks.size(frame);
    write(frame, out.bytes());
    values.limit(first + chunks.from(frame) + count).position(first + chunks.from(frame));
    out.floats(count).put(values);
    return count * Float.BYTES;
  }

  @Override
  void expect(int peer, int frame, ByteBuffer header) {
    write(frame, header);
  }

  private void write(int frame, ByteBuffer header) {
    header.clear();
    FrameHeader.write(
        header,
        FrameKind.WHOLE,
        epoch,
        step,
        (long) total * Float.BYTES,
        (long) chunks.from(frame) * Float.BYTES,
        chunks.size(frame) * Float.BYTES);
  }

  @Override
  boolean take(int peer, int frame, FrameBuffer in) {
    return false;
  }

  @Override
  boolean combine(List<Lane> lanes) {
    if (combined == chunks.count()) {
      return false;
    }
    for (Lane lane : lanes) {
      // Own values are overwritten, so all must have been given theirs.
      if (!lane.isHeld() || lane.filled() <= combined) {
        return false;
      }
    }
    values.clear();
    sum.replace(values, first + chunks.from(combined), chunks.size(combined), lanes);
    combined++;
    lanes.forEach(lane -> lane.release(this));
    return true;
  }
}
