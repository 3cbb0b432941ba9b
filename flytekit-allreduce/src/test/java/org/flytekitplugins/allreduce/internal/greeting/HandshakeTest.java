package org.flytekitplugins.allreduce.internal.greeting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private static final List<String> NAMES = List.of("chief-0", "worker-0", "worker-1");

  @Test
  void replicasOfOneJobBelongTogether() {
    Handshake dialer = dial(roster("digits", 2, "secret"), 0);
    Handshake listener = answer(roster("digits", 0, "secret"));
    talk(dialer, listener, null);

    assertThat(dialer.isAccepted()).isTrue();
    assertThat(listener.isAccepted()).isTrue();
    assertThat(listener.peer()).isEqualTo(2);
    assertThat(listener.purpose()).isEqualTo(Purpose.PULSE);
    assertThat(listener.epoch()).isEqualTo(7);
  }

  @Test
  void withoutASecretTheJobIsEnough() {
    Handshake dialer = dial(roster("digits", 2, null), 0);
    talk(dialer, answer(roster("digits", 0, null)), null);

    assertThat(dialer.isAccepted()).isTrue();
  }

  @Test
  void aReplicaOfAnotherJobIsRefusedByBoth() {
    refused(roster("letters", 2, null), 0, roster("digits", 0, null), null, Refusal.OTHER_JOB);
  }

  @Test
  void aReplicaThatCountsOtherReplicasIsRefusedByBoth() {
    Roster other = new Roster("digits", List.of("chief-0", "worker-0", "worker-7"), 2, null);

    refused(other, 0, roster("digits", 0, null), null, Refusal.OTHER_JOB);
  }

  @Test
  void aReplicaWithAnotherSecretIsRefusedByBoth() {
    Handshake dialer = dial(roster("digits", 2, "secret"), 0);
    Handshake listener = answer(roster("digits", 0, "another"));
    talk(dialer, listener, null);

    assertThat(dialer.refusal()).isEqualTo(Refusal.OTHER_SECRET);
    // The dialer has said nothing after that, so the listener knows nothing.
    assertThat(listener.isAccepted()).isFalse();
  }

  @Test
  void whoTakesAnyListenerForItsOwnIsRefusedStill() {
    Roster roster = roster("digits", 0, "secret");
    Handshake listener = answer(roster);
    give(
        listener, Greeting.write(roster("digits", 2, "guess"), 0, Purpose.VALUES, 7, new byte[32]));
    assertThat(listener.isOver()).isFalse();
    give(listener, roster("digits", 2, "guess").proof(new byte[] {'d'}));

    assertThat(listener.refusal()).isEqualTo(Refusal.OTHER_SECRET);
    assertThat(listener.isAccepted()).isFalse();
  }

  @Test
  void aProofThatWasGoodOnceIsNotGoodAgain() {
    Roster chief = roster("digits", 0, "secret");
    Handshake dialer = dial(roster("digits", 2, "secret"), 0);
    Handshake listener = answer(chief);
    byte[] greeting = dialer.outgoing().array().clone();
    give(listener, greeting);
    give(dialer, listener.outgoing().array());
    byte[] proof = dialer.outgoing().array().clone();
    give(listener, proof);
    assertThat(listener.isAccepted()).isTrue();

    Handshake next = Handshake.answer(chief, nonces(8));
    give(next, greeting);
    give(next, proof);
    assertThat(next.refusal()).isEqualTo(Refusal.OTHER_SECRET);
  }

  @Test
  void aReplicaThatIsTakenForAnotherIsRefusedByBoth() {
    refused(roster("digits", 2, null), 1, roster("digits", 0, null), null, Refusal.OTHER_PEER);
  }

  @Test
  void whoeverComesAfterTheOthersHaveBegunIsToldSo() {
    refused(roster("digits", 2, null), 0, roster("digits", 0, null), Refusal.BEGUN, Refusal.BEGUN);
  }

  @Property(tries = 300)
  void aStrangerIsNeverTakenIn(
      @ForAll @Size(300) byte[] said, @ForAll @IntRange(min = 0, max = 3) int start) {
    Handshake listener = answer(roster("digits", 0, null));
    // Some begin as a greeting does.
    byte[] greeting = Greeting.write(roster("digits", 1, null), 0, Purpose.VALUES, 7, new byte[32]);
    ByteBuffer bytes = ByteBuffer.wrap(said);
    bytes.put(greeting, 0, greeting.length * start / 3).rewind();
    while (!listener.isOver() && bytes.hasRemaining()) {
      ByteBuffer into = listener.incoming();
      while (into.hasRemaining() && bytes.hasRemaining()) {
        into.put(bytes.get());
      }
      if (!into.hasRemaining()) {
        listener.received(null);
      }
    }

    assertThat(listener.isAccepted()).isFalse();
  }

  @Property(tries = 200)
  void aMessageThatWasChangedUnderWayIsRefused(
      @ForAll @IntRange(min = 0, max = 2) int message,
      @ForAll @IntRange(min = 0, max = 1000) int place,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    Handshake dialer = dial(roster("digits", 2, "secret"), 0);
    Handshake listener = answer(roster("digits", 0, "secret"));
    give(listener, changed(dialer.outgoing(), message == 0, place, change));
    if (!listener.isOver()) {
      give(dialer, changed(listener.outgoing(), message == 1, place, change));
    }
    if (!listener.isOver() && !dialer.isOver()) {
      give(listener, changed(dialer.outgoing(), message == 2, place, change));
    }

    assertThat(listener.isAccepted()).isFalse();
  }

  private static byte[] changed(ByteBuffer message, boolean isChanged, int place, int change) {
    byte[] bytes = new byte[message.remaining()];
    message.duplicate().get(bytes);
    if (isChanged) {
      bytes[place % bytes.length] ^= (byte) change;
    }
    return bytes;
  }

  private static void refused(
      Roster dialing, int to, Roster listening, @Nullable Refusal late, Refusal expected) {
    Handshake dialer = dial(dialing, to);
    Handshake listener = answer(listening);
    talk(dialer, listener, late);

    assertThat(dialer.isAccepted()).isFalse();
    assertThat(listener.isAccepted()).isFalse();
    assertThat(dialer.refusal()).isEqualTo(expected);
    assertThat(listener.refusal()).isEqualTo(expected);
  }

  private static void talk(Handshake dialer, Handshake listener, @Nullable Refusal late) {
    for (int i = 0; i < 3; i++) {
      pass(dialer.outgoing(), listener, late);
      pass(listener.outgoing(), dialer, null);
    }
  }

  private static void pass(ByteBuffer said, Handshake to, @Nullable Refusal late) {
    while (said.hasRemaining() && to.incoming().hasRemaining()) {
      to.incoming().put(said.get());
    }
    if (!to.isOver() && !to.incoming().hasRemaining()) {
      to.received(late);
    }
  }

  private static void give(Handshake to, byte[] bytes) {
    to.incoming().put(bytes);
    to.received(null);
  }

  private static Roster roster(String job, int self, @Nullable String secret) {
    return new Roster(job, NAMES, self, secret);
  }

  private static Handshake dial(Roster roster, int peer) {
    return Handshake.dial(roster, peer, Purpose.PULSE, 7, nonces(1));
  }

  private static Handshake answer(Roster roster) {
    return Handshake.answer(roster, nonces(2));
  }

  private static Supplier<byte[]> nonces(long seed) {
    Random random = new Random(seed);
    return () -> {
      byte[] nonce = new byte[32];
      random.nextBytes(nonce);
      return nonce;
    };
  }
}
