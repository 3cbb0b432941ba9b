package org.flytekitplugins.allreduce.internal.exchange;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import org.flytekitplugins.allreduce.internal.frame.FrameHeader;
import org.flytekitplugins.allreduce.internal.frame.FrameKind;

/** One replica gives others its bytes, as they are. */
final class Broadcast extends Operation {
  private final ByteBuffer bytes;
  private final int first;
  private final int total;
  private final int self;
  private final int source;
  private final BitSet takers;
  private final Chunks chunks;
  private final long epoch;
  private final long step;

  Broadcast(
      int self, int source, BitSet takers, ByteBuffer bytes, int chunk, long epoch, long step) {
    this.bytes = bytes.duplicate();
    this.first = bytes.position();
    this.total = bytes.remaining();
    this.self = self;
    this.source = source;
    this.takers = takers;
    this.chunks = new Chunks(0, total, chunk);
    this.epoch = epoch;
    this.step = step;
  }

  @Override
  int framesTo(int peer) {
    return self == source && takers.get(peer) ? chunks.count() : 0;
  }

  @Override
  int framesFrom(int peer) {
    return peer == source && takers.get(self) ? chunks.count() : 0;
  }

  @Override
  int largestFrame() {
    return chunks.largest();
  }

  @Override
  boolean isReady(int peer, int frame) {
    return true;
  }

  @Override
  int fill(int peer, int frame, FrameBuffer out) {
    expect(peer, frame, out.bytes());
    int count = chunks.size(frame);
    out.payload(count).put(at(frame));
    return count;
  }

  private ByteBuffer at(int frame) {
    int from = first + chunks.from(frame);
    bytes.limit(from + chunks.size(frame)).position(from);
    return bytes;
  }

  @Override
  void expect(int peer, int frame, ByteBuffer header) {
    header.clear();
    FrameHeader.write(
        header, FrameKind.BROADCAST, epoch, step, total, chunks.from(frame), chunks.size(frame));
  }

  @Override
  boolean take(int peer, int frame, FrameBuffer in) {
    at(frame).put(in.payload(chunks.size(frame)));
    return true;
  }

  @Override
  boolean combine(List<Lane> lanes) {
    return false;
  }
}
