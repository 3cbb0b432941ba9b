package org.flytekitplugins.tensorflow.distributed.internal.peer;

import java.io.IOException;
import java.security.Security;
import java.time.Duration;
import org.flytekitplugins.allreduce.internal.mesh.HostPort;
import org.jspecify.annotations.Nullable;

/** Looks whether something listens where a peer should be. */
public final class PeerProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  static {
    neverCacheFailedLookups();
  }

  private PeerProbe() {}

  /**
   * A pod's name resolves a moment after the pod got its address. Java would otherwise believe for
   * 10 seconds that there is no such host, and for ever under some security settings. Only heeded
   * when the process has not looked up any name before.
   */
  public static void neverCacheFailedLookups() {
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  /**
   * Connects, and hangs up.
   *
   * @param address as {@code host:port}
   * @return what went wrong, or null if somebody listens there
   */
  public static @Nullable IOException failure(String address) {
    return HostPort.parse(address).failure(TIMEOUT);
  }
}
