package org.flytekitplugins.spi;

/** The deck of the process: what a launcher installed, else one that nobody sees. */
final class CurrentTaskDeck extends Installed<TaskDeck> {
  static final CurrentTaskDeck INSTANCE = new CurrentTaskDeck();

  private CurrentTaskDeck() {}

  @Override
  TaskDeck standard() {
    return (title, html) -> DeckSection.of(title, html);
  }
}
