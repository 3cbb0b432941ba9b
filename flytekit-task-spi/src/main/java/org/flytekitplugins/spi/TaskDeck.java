package org.flytekitplugins.spi;

/**
 * The page, {@code deck.html}, that a running task leaves beside its outputs and that Flyte's
 * console shows: what a launcher draws of it, and what the task adds, such as a confusion matrix or
 * a plot that another library has made.
 *
 * <p>Of a training only what the primary adds is shown. Where no launcher collects them, sections
 * are checked and forgotten, so a task can always add them. Instances may be used by several
 * threads at once.
 */
public interface TaskDeck {
  /** The deck of the running task. */
  static TaskDeck current() {
    return CurrentTaskDeck.INSTANCE.get();
  }

  /**
   * Makes a deck the {@link #current() current} one. For launchers, and for tests of tasks.
   *
   * @return brings back, when closed, what was current before; closing it again does nothing
   */
  static Installation install(TaskDeck deck) {
    return CurrentTaskDeck.INSTANCE.install(deck);
  }

  /**
   * Adds a section after those that are there already. The page is written when the task ends.
   *
   * @param title the section's heading, as text, in one line
   * @param html a whole page or a part of one. It gets a frame of its own within the deck, so its
   *     styles and scripts change nothing else. It should need nothing from outside: the console
   *     may not let it
   * @throws IllegalArgumentException if the title is blank or has more than one line
   */
  void add(String title, String html);

  /** Brings back, when closed, the deck that was current before. */
  interface Installation extends AutoCloseable {
    @Override
    void close();
  }
}
