package org.flytekitplugins.jflyte.execution.process;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The one decision that a process takes about its end. The end of {@code run()}, the watcher for
 * relays and the handler of other threads' failures race for it, and the first has it; SIGTERM ends
 * it whoever has it. Whoever has not made it does nothing any more: somebody else ends the process.
 */
public final class Decision {
  private enum State {
    OPEN,
    MADE,
    TERMINATED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

  /** One that nobody has made. */
  public Decision() {}

  /** Makes the decision; whether it was the caller who made it. */
  public boolean make() {
    return state.compareAndSet(State.OPEN, State.MADE);
  }

  /** From now on nothing is decided and no write is started. */
  public void terminate() {
    state.set(State.TERMINATED);
  }

  /** Whether nobody has made it, and nothing has ended it. */
  public boolean isOpen() {
    return state.get() == State.OPEN;
  }

  /** Whether the one who made it may start to write. */
  public boolean allowsWrites() {
    return state.get() == State.MADE;
  }

  /** Whether the process is told to end. */
  public boolean isTerminated() {
    return state.get() == State.TERMINATED;
  }
}
