package org.flytekitplugins.jflyte.driver;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** The actions of a run below a driver: started, ended and watched. */
interface RunActions {
  /**
   * Something that was heard.
   *
   * @param action the name of the action
   * @param state what has become of it; may have to be fetched, so whoever hears asks later
   */
  record News(String action, Supplier<ActionState> state) {}

  /** Somebody who listens. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** Starts an action; one that is there already, from before a restart, is left as it is. */
  void start(NodeAction action);

  /** Ends an action, if that is possible. */
  void abort(String action);

  /**
   * Tells of all actions there are, then returns; tells what becomes of them until it is closed.
   *
   * @param broken hears why nothing more can be told
   */
  Watch watch(Consumer<News> listener, Consumer<RuntimeException> broken);
}
