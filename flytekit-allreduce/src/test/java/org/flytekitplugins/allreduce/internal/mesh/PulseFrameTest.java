package org.flytekitplugins.allreduce.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.flytekitplugins.allreduce.internal.membership.Proposal;
import org.flytekitplugins.allreduce.internal.membership.StateVersion;
import org.flytekitplugins.allreduce.internal.membership.Status;

class PulseFrameTest {
  @Property(tries = 100)
  void aStatusAndAProposalComeOutAsTheyWentIn(
      @ForAll @IntRange(min = 1, max = 200) int ranks,
      @ForAll long bits,
      @ForAll boolean isWaiting,
      @ForAll boolean isConnected,
      @ForAll @LongRange(min = 0) long first,
      @ForAll @LongRange(min = 0) long second,
      @ForAll @LongRange(min = -1) long step) {
    PulseFrame frames = new PulseFrame(ranks);
    BitSet set = some(ranks, bits);
    Status status =
        Status.of(isWaiting, isConnected, first, second, StateVersion.of(second, step), set);
    Proposal proposal = Proposal.of(first, second, set);

    assertThat(frames.isOne(frames.status(status))).isTrue();
    assertThat(frames.status(status).remaining()).isEqualTo(frames.bytes());
    assertThat(frames.statusOf(frames.status(status))).hasToString(status.toString());
    assertThat(frames.isOne(frames.proposal(proposal))).isTrue();
    assertThat(frames.proposalOf(frames.proposal(proposal))).hasToString(proposal.toString());
  }

  @Property(tries = 100)
  void whatNamesReplicasThatThereAreNotIsNoFrame(
      @ForAll @IntRange(min = 1, max = 100) int ranks, @ForAll @IntRange(max = 100) int beyond) {
    BitSet set = new BitSet();
    set.set(ranks + beyond);
    PulseFrame wider = new PulseFrame(ranks + beyond + 1);
    PulseFrame frames = new PulseFrame(ranks);
    ByteBuffer frame = wider.proposal(Proposal.of(1, 0, set));
    if (wider.bytes() == frames.bytes()) {
      assertThat(frames.isOne(frame)).isFalse();
    }
  }

  @Property(tries = 100)
  void otherBytesAreNoFrame(@ForAll @IntRange(min = 1, max = 100) int ranks, @ForAll byte value) {
    PulseFrame frames = new PulseFrame(ranks);
    ByteBuffer frame = ByteBuffer.allocate(frames.bytes());
    while (frame.hasRemaining()) {
      frame.put(value);
    }

    assertThat(frames.isOne(frame.flip())).isFalse();
  }

  private static BitSet some(int ranks, long bits) {
    BitSet set = new BitSet();
    for (int rank = 0; rank < ranks; rank++) {
      set.set(rank, (bits >> (rank % Long.SIZE) & 1) != 0);
    }
    return set;
  }
}
