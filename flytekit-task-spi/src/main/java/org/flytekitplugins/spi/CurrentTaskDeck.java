package org.flytekitplugins.spi;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** The deck of the process: what a launcher installed, else one that nobody sees. */
final class CurrentTaskDeck {
  private static final TaskDeck FORGETFUL = (title, html) -> DeckSection.of(title, html);

  private static TaskDeck current = FORGETFUL;

  private CurrentTaskDeck() {}

  static synchronized TaskDeck get() {
    return current;
  }

  static synchronized TaskDeck.Installation install(TaskDeck deck) {
    TaskDeck before = current;
    current = Objects.requireNonNull(deck, "deck");
    AtomicBoolean isInstalled = new AtomicBoolean(true);
    return () -> {
      if (isInstalled.getAndSet(false)) {
        restore(before);
      }
    };
  }

  private static synchronized void restore(TaskDeck before) {
    current = before;
  }
}
