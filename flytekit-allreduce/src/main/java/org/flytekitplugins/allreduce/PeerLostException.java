package org.flytekitplugins.allreduce;

import java.util.List;

/** A peer died, froze or left, so that this exchange, and every later one, cannot be done. */
public final class PeerLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> peers;

  PeerLostException(String message, List<String> peers) {
    super(message);
    this.peers = List.copyOf(peers);
  }

  /** Who was lost, by name. */
  public List<String> peers() {
    return peers;
  }
}
