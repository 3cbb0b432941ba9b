package org.flytekitplugins.jflyte.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A {@link LocalFlyteAdmin} as a process of its own, for scripts: prints its endpoint in a line,
 * and lives until its standard input ends. The only argument, if there is one, says how many
 * milliseconds later than it could it answers every call.
 */
public final class LocalFlyteAdminProcess {
  private LocalFlyteAdminProcess() {}

  /** Runs a server. */
  public static void main(String[] args) throws IOException {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start()) {
      if (args.length > 0) {
        admin.faults().latency(Duration.ofMillis(Long.parseLong(args[0])));
      }
      System.out.println(admin.endpoint());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
