package org.flytekitplugins.allreduce.internal.greeting;

import java.security.SecureRandom;

/** What greetings have in common. */
public final class Greetings {
  private Greetings() {}

  /** Bytes that nobody can foresee, so that no greeting is good a second time. */
  public static byte[] nonce(SecureRandom random) {
    byte[] nonce = new byte[Greeting.NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }
}
