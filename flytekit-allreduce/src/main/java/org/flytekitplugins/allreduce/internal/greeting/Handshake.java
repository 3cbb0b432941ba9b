package org.flytekitplugins.allreduce.internal.greeting;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Two replicas find out that they belong together. Who connected greets; the other answers with a
 * proof that it knows the secret; the first proves it, too; the other takes it in. Each message has
 * one length, and each proof covers all that was said before, so none is of use a second time.
 *
 * <p>It reads and writes nothing itself: {@link #incoming} says what is awaited, {@link #outgoing}
 * what is to be sent.
 */
public final class Handshake {
  private static final int CODE_BYTES = 8;
  private static final int PROOF_BYTES = 32;
  private static final int ANSWER_BYTES = CODE_BYTES + Greeting.NONCE_BYTES + PROOF_BYTES;
  private static final byte[] LISTENER = {'l'};
  private static final byte[] DIALER = {'d'};

  private enum Awaits {
    GREETING,
    ANSWER,
    PROOF,
    VERDICT,
    NOTHING
  }

  private final Roster roster;
  private final Supplier<byte[]> nonces;
  private Awaits awaits;
  private ByteBuffer incoming = ByteBuffer.allocate(0);
  private ByteBuffer outgoing = ByteBuffer.allocate(0);
  private byte[] greeting = {};
  private byte[] answer = {};
  private @Nullable Purpose purpose;
  private long epoch;
  private int peer = -1;
  private @Nullable Refusal refusal;
  private boolean isStranger;
  private boolean isAccepted;

  private Handshake(Roster roster, Supplier<byte[]> nonces) {
    this.roster = roster;
    this.nonces = nonces;
    this.awaits = Awaits.NOTHING;
  }

  /**
   * That of who has connected.
   *
   * @param epoch of which members the connection is; 0 if of no others than all
   * @param nonces gives 32 bytes that nobody can foresee
   */
  public static Handshake dial(
      Roster roster, int peer, Purpose purpose, long epoch, Supplier<byte[]> nonces) {
    Handshake handshake = new Handshake(roster, nonces);
    handshake.peer = peer;
    handshake.purpose = purpose;
    handshake.epoch = epoch;
    handshake.greeting = Greeting.write(roster, peer, purpose, epoch, nonces.get());
    handshake.say(handshake.greeting);
    handshake.await(Awaits.ANSWER, ANSWER_BYTES);
    return handshake;
  }

  /**
   * That of whom somebody has connected to.
   *
   * @param nonces gives 32 bytes that nobody can foresee
   */
  public static Handshake answer(Roster roster, Supplier<byte[]> nonces) {
    Handshake handshake = new Handshake(roster, nonces);
    handshake.await(Awaits.GREETING, Greeting.BYTES);
    return handshake;
  }

  private void await(Awaits what, int bytes) {
    awaits = what;
    incoming = ByteBuffer.allocate(bytes);
  }

  private void say(byte[] bytes) {
    outgoing = ByteBuffer.wrap(bytes);
  }

  /** Room for exactly what is awaited; {@link #received} when it is full. */
  public ByteBuffer incoming() {
    return incoming;
  }

  /** What is still to be sent. */
  public ByteBuffer outgoing() {
    return outgoing;
  }

  /** Whether nothing is awaited any more, for better or worse. */
  public boolean isOver() {
    return awaits == Awaits.NOTHING;
  }

  /** Whether both belong together. */
  public boolean isAccepted() {
    return isAccepted;
  }

  /** Whether the other side is no replica of any job. */
  public boolean isStranger() {
    return isStranger;
  }

  /** Why it failed; null if it did not, or the other side is a stranger. */
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /** The rank of the other side; -1 before its greeting has been checked. */
  public int peer() {
    return peer;
  }

  /** What the connection is for. */
  public Purpose purpose() {
    if (purpose == null) {
      throw new IllegalStateException("nobody has greeted yet");
    }
    return purpose;
  }

  /** Of which members the connection is; 0 if of no others than all. */
  public long epoch() {
    return epoch;
  }

  /**
   * Goes on with what has come.
   *
   * @param late why the peer cannot be taken in although all is right, or null
   */
  public void received(@Nullable Refusal late) {
    switch (awaits) {
      case GREETING:
        greeted();
        return;
      case ANSWER:
        answered();
        return;
      case PROOF:
        proven(late);
        return;
      case VERDICT:
        judged();
        return;
      case NOTHING:
        throw new IllegalStateException("nothing is awaited");
    }
  }

  private void greeted() {
    greeting = incoming.array();
    Greeting said = Greeting.read(greeting);
    if (said == null) {
      // Who does not know what it speaks to learns nothing here.
      stranger();
      return;
    }
    Refusal refused = said.refusal(roster);
    if (refused != null) {
      refuse(refused, ANSWER_BYTES);
      return;
    }
    peer = said.from();
    purpose = said.purpose();
    epoch = said.epoch();
    byte[] nonce = nonces.get();
    answer =
        ByteBuffer.allocate(ANSWER_BYTES)
            .putInt(Greeting.MAGIC)
            .putInt(0)
            .put(nonce)
            .put(roster.proof(LISTENER, greeting, nonce))
            .array();
    say(answer);
    await(Awaits.PROOF, PROOF_BYTES);
  }

  private void answered() {
    answer = incoming.array();
    if (!isGoodCode(ByteBuffer.wrap(answer))) {
      return;
    }
    ByteBuffer said = ByteBuffer.wrap(answer).position(CODE_BYTES);
    byte[] nonce = new byte[Greeting.NONCE_BYTES];
    byte[] proof = new byte[PROOF_BYTES];
    said.get(nonce).get(proof);
    if (!MessageDigest.isEqual(proof, roster.proof(LISTENER, greeting, nonce))) {
      end(Refusal.OTHER_SECRET);
      return;
    }
    say(roster.proof(DIALER, greeting, answer));
    await(Awaits.VERDICT, CODE_BYTES);
  }

  private void proven(@Nullable Refusal late) {
    if (!MessageDigest.isEqual(incoming.array(), roster.proof(DIALER, greeting, answer))) {
      refuse(Refusal.OTHER_SECRET, CODE_BYTES);
    } else if (late != null) {
      refuse(late, CODE_BYTES);
    } else {
      say(ByteBuffer.allocate(CODE_BYTES).putInt(Greeting.MAGIC).putInt(0).array());
      accept();
    }
  }

  private void judged() {
    if (isGoodCode(incoming.duplicate().rewind())) {
      accept();
    }
  }

  private boolean isGoodCode(ByteBuffer said) {
    int magic = said.getInt();
    int code = said.getInt();
    Refusal refused = Refusal.of(code);
    if (magic != Greeting.MAGIC || (code != 0 && refused == null)) {
      stranger();
      return false;
    }
    if (refused != null) {
      end(refused);
      return false;
    }
    return true;
  }

  private void accept() {
    isAccepted = true;
    awaits = Awaits.NOTHING;
  }

  private void stranger() {
    isStranger = true;
    awaits = Awaits.NOTHING;
  }

  private void end(Refusal why) {
    refusal = why;
    awaits = Awaits.NOTHING;
  }

  private void refuse(Refusal why, int bytes) {
    say(ByteBuffer.allocate(bytes).putInt(Greeting.MAGIC).putInt(why.code()).array());
    end(why);
  }
}
