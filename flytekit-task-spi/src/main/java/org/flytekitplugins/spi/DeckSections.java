package org.flytekitplugins.spi;

import java.util.ArrayList;
import java.util.List;

/** A deck that keeps what a task adds: for launchers, and for tests of tasks. */
public final class DeckSections implements TaskDeck {
  private final List<DeckSection> sections = new ArrayList<>();

  /** A deck without sections. */
  public DeckSections() {}

  @Override
  public synchronized void add(String title, String html) {
    sections.add(DeckSection.of(title, html));
  }

  /** What was added until now, in that order. */
  public synchronized List<DeckSection> sections() {
    return List.copyOf(sections);
  }
}
