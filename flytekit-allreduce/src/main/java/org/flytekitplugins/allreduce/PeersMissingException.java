package org.flytekitplugins.allreduce;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.flytekitplugins.allreduce.internal.mesh.HostPort;

/** Some peers did not come up, or would not have this replica, until the deadline. */
public final class PeersMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, String> reasons;

  private PeersMissingException(String message, Map<String, String> reasons) {
    super(message);
    this.reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
  }

  static PeersMissingException of(
      Duration limit,
      List<String> names,
      List<HostPort> addresses,
      SortedMap<Integer, String> missing) {
    Map<String, String> reasons = new LinkedHashMap<>();
    missing.forEach((peer, reason) -> reasons.put(names.get(peer), reason));
    return new PeersMissingException(
        "waited "
            + AllReduce.seconds(limit)
            + " for "
            + missing.entrySet().stream()
                .map(
                    one ->
                        names.get(one.getKey())
                            + " ("
                            + addresses.get(one.getKey())
                            + "): "
                            + one.getValue())
                .collect(Collectors.joining(", "))
            + "; "
            + (names.size() - missing.size())
            + " of "
            + names.size()
            + " replicas are up",
        reasons);
  }

  /** Who is missing, by name, and why. */
  public Map<String, String> reasons() {
    return reasons;
  }
}
