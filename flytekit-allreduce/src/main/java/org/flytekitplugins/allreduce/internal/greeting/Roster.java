package org.flytekitplugins.allreduce.internal.greeting;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A job, its replicas by rank, which of them this is, and the secret that they share. */
public final class Roster {
  private final List<String> replicas;
  private final int self;
  private final byte[] digest;
  private final SecretKeySpec key;

  /**
   * A roster.
   *
   * @param job what tells the job from all others
   * @param replicas the names of all, by rank
   * @param self the rank of this one
   * @param secret what only replicas of the job know, or null for nothing
   */
  public Roster(String job, List<String> replicas, int self, @Nullable String secret) {
    this.replicas = List.copyOf(replicas);
    this.self = self;
    this.digest = digest(job, replicas);
    // Never empty, which no key may be; without a secret a proof says that the job is the same.
    this.key =
        new SecretKeySpec(
            ("flytekit-allreduce " + (secret == null ? "" : secret))
                .getBytes(StandardCharsets.UTF_8),
            "HmacSHA256");
  }

  private static byte[] digest(String job, List<String> replicas) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      update(digest, job);
      replicas.forEach(replica -> update(digest, replica));
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no SHA-256", e);
    }
  }

  // With its length, or two texts might be one with a border elsewhere.
  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private Roster(Roster whole, List<String> replicas, int self) {
    this.replicas = List.copyOf(replicas);
    this.self = self;
    this.digest = whole.digest;
    this.key = whole.key;
  }

  /**
   * Some of them.
   *
   * @param ranks those of them, in order, this replica's too
   */
  public Roster among(int... ranks) {
    List<String> names = new ArrayList<>();
    for (int rank : ranks) {
      names.add(name(rank));
    }
    return new Roster(this, names, names.indexOf(name(self)));
  }

  /** The names of all replicas, by rank. */
  public List<String> replicas() {
    return replicas;
  }

  /** How many replicas there are. */
  public int size() {
    return replicas.size();
  }

  /** The rank of this replica. */
  public int self() {
    return self;
  }

  /** The name of a replica. */
  public String name(int rank) {
    return replicas.get(rank);
  }

  byte[] digest() {
    return digest.clone();
  }

  /** What only who knows the secret can say of some bytes. */
  byte[] proof(byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no HmacSHA256", e);
    }
  }
}
