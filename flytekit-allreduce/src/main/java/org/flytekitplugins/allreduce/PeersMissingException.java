package org.flytekitplugins.allreduce;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Some peers did not come up, or would not have this replica, until the deadline. */
public final class PeersMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, String> reasons;

  PeersMissingException(String message, Map<String, String> reasons) {
    super(message);
    this.reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
  }

  /** Who is missing, by name, and why. */
  public Map<String, String> reasons() {
    return reasons;
  }
}
