package org.flytekitplugins.allreduce.internal.exchange;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.flytekitplugins.allreduce.internal.frame.FrameHeader;
import org.flytekitplugins.allreduce.internal.frame.FrameKind;

/**
 * Each replica sums one segment of the values and hands the sums out, while it still gets values:
 * as few bytes as can be, and two hops.
 */
final class SegmentedSum extends Operation {
  private final FloatBuffer values;
  private final int first;
  private final int total;
  private final int self;
  private final Chunks[] segments;
  private final RankOrderSum sum;
  private final long epoch;
  private final long step;
  private int combined;

  SegmentedSum(
      RankOrderSum sum,
      int self,
      int replicas,
      FloatBuffer values,
      int chunk,
      long epoch,
      long step) {
    this.values = values.duplicate();
    this.first = values.position();
    this.total = values.remaining();
    this.self = self;
    this.segments = new Chunks[replicas];
    for (int i = 0; i < replicas; i++) {
      int from = (int) ((long) total * i / replicas);
      int to = (int) ((long) total * (i + 1) / replicas);
      segments[i] = new Chunks(from, to - from, chunk);
    }
    this.sum = sum;
    this.epoch = epoch;
    this.step = step;
  }

  @Override
  int framesTo(int peer) {
    return segments[peer].count() + segments[self].count();
  }

  @Override
  int framesFrom(int peer) {
    return segments[self].count() + segments[peer].count();
  }

  @Override
  int largestFrame() {
    int largest = 0;
    for (Chunks segment : segments) {
      largest = Math.max(largest, segment.largest());
    }
    return largest * Float.BYTES;
  }

  @Override
  boolean isReady(int peer, int frame) {
    return frame < segments[peer].count() + combined;
  }

  @Override
  int fill(int peer, int frame, FrameBuffer out) {
    int values = segments[peer].count();
    return frame < values
        ? fill(FrameKind.SCATTER, segments[peer], frame, out)
        : fill(FrameKind.GATHER, segments[self], frame - values, out);
  }

  private int fill(FrameKind kind, Chunks chunks, int chunk, FrameBuffer out) {
    write(kind, chunks, chunk, out.bytes());
    int count = chunks.size(chunk);
    out.floats(count).put(at(chunks, chunk));
    return count * Float.BYTES;
  }

  private FloatBuffer at(Chunks chunks, int chunk) {
    int from = first + chunks.from(chunk);
    values.limit(from + chunks.size(chunk)).position(from);
    return values;
  }

  @Override
  void expect(int peer, int frame, ByteBuffer header) {
    int values = segments[self].count();
    if (frame < values) {
      write(FrameKind.SCATTER, segments[self], frame, header);
    } else {
      write(FrameKind.GATHER, segments[peer], frame - values, header);
    }
  }

  private void write(FrameKind kind, Chunks chunks, int chunk, ByteBuffer header) {
    header.clear();
    FrameHeader.write(
        header,
        kind,
        epoch,
        step,
        (long) total * Float.BYTES,
        (long) chunks.from(chunk) * Float.BYTES,
        chunks.size(chunk) * Float.BYTES);
  }

  @Override
  boolean take(int peer, int frame, FrameBuffer in) {
    int values = segments[self].count();
    if (frame < values) {
      return false;
    }
    // The peer has summed what it has got, so that has been sent already.
    Chunks chunks = segments[peer];
    int chunk = frame - values;
    at(chunks, chunk).put(in.floats(chunks.size(chunk)));
    return true;
  }

  @Override
  boolean combine(List<Lane> lanes) {
    Chunks own = segments[self];
    if (combined == own.count()) {
      return false;
    }
    for (Lane lane : lanes) {
      if (!lane.isHeld()) {
        return false;
      }
    }
    values.clear();
    sum.replace(values, first + own.from(combined), own.size(combined), lanes);
    combined++;
    lanes.forEach(lane -> lane.release(this));
    return true;
  }
}
