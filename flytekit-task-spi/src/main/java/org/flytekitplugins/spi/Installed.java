package org.flytekitplugins.spi;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One value of the process, for all its threads: what was installed last, else one that is made
 * when it is first asked for.
 */
abstract class Installed<T> {
  private @Nullable T current;

  /** Makes the value of a process in which nobody has installed one. */
  abstract T standard();

  final synchronized T get() {
    if (current == null) {
      current = standard();
    }
    return current;
  }

  final synchronized Restoration<T> install(T value) {
    T before = current;
    current = Objects.requireNonNull(value);
    return new Restoration<>(this, before);
  }

  private synchronized void restore(@Nullable T before) {
    current = before;
  }

  /** Brings back what was there before, once. */
  static final class Restoration<T>
      implements Secrets.Installation,
          TaskContext.Installation,
          TaskDeck.Installation,
          TaskStorage.Installation,
          TrainingParameters.Installation {
    private final Installed<T> installed;
    private final @Nullable T before;
    private final AtomicBoolean isDue = new AtomicBoolean(true);

    private Restoration(Installed<T> installed, @Nullable T before) {
      this.installed = installed;
      this.before = before;
    }

    @Override
    public void close() {
      if (isDue.getAndSet(false)) {
        installed.restore(before);
      }
    }
  }
}
