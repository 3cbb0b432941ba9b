package org.flytekitplugins.spi;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The secrets of the process: what a test installed, else what is mounted. */
final class CurrentSecrets {
  private static @Nullable Secrets installed;

  private CurrentSecrets() {}

  static synchronized Secrets get() {
    return installed == null ? new MountedSecrets(System.getenv()) : installed;
  }

  static synchronized Secrets.Installation install(Secrets secrets) {
    Secrets before = installed;
    installed = Objects.requireNonNull(secrets, "secrets");
    AtomicBoolean isInstalled = new AtomicBoolean(true);
    return () -> {
      if (isInstalled.getAndSet(false)) {
        restore(before);
      }
    };
  }

  private static synchronized void restore(@Nullable Secrets before) {
    installed = before;
  }
}
