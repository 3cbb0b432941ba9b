package org.flytekitplugins.jflyte.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which tokens are good. */
final class TokenDesk {
  private final Set<String> always;
  private final Map<String, Instant> issued = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  private int count;

  /**
   * @param always tokens that are good as long as the server lives
   */
  TokenDesk(Set<String> always) {
    this.always = Set.copyOf(always);
  }

  synchronized String issue(Duration life) {
    count++;
    String token = "issued-" + count;
    issued.put(token, Instant.now().plus(life));
    return token;
  }

  synchronized boolean accepts(String token) {
    used.add(token);
    Instant expiry = issued.get(token);
    return always.contains(token) || (expiry != null && Instant.now().isBefore(expiry));
  }

  synchronized void revoke() {
    issued.clear();
  }

  synchronized int issued() {
    return count;
  }

  synchronized Set<String> used() {
    return Set.copyOf(used);
  }
}
