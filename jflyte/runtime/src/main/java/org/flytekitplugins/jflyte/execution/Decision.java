package org.flytekitplugins.jflyte.execution;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The one decision that a process takes about its end. The end of {@code run()}, the watcher for
 * relays and the handler of other threads' failures race for it, and the first has it; SIGTERM ends
 * it whoever has it. Whoever has not made it does nothing any more: somebody else ends the process.
 */
final class Decision {
  private enum State {
    OPEN,
    MADE,
    TERMINATED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

  /** Makes the decision; whether it was the caller who made it. */
  boolean make() {
    return state.compareAndSet(State.OPEN, State.MADE);
  }

  /** From now on nothing is decided and no write is started. */
  void terminate() {
    state.set(State.TERMINATED);
  }

  /** Whether nobody has made it, and nothing has ended it. */
  boolean isOpen() {
    return state.get() == State.OPEN;
  }

  /** Whether the one who made it may start to write. */
  boolean allowsWrites() {
    return state.get() == State.MADE;
  }
}
