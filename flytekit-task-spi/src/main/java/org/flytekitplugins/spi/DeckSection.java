package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;
import java.util.Objects;

/** A part of a deck that a task has added. */
@AutoValue
public abstract class DeckSection {
  DeckSection() {}

  /** The heading, as text. */
  public abstract String title();

  /** A whole page or a part of one. */
  public abstract String html();

  /**
   * A section.
   *
   * @throws IllegalArgumentException if the title is blank or has more than one line
   */
  public static DeckSection of(String title, String html) {
    Blank.refuse("deck.title", title, "say what the section shows");
    if (title.lines().count() > 1) {
      throw new IllegalArgumentException(
          "deck.title is \"" + title + "\", but a heading has one line: leave out the line breaks");
    }
    return new AutoValue_DeckSection(title, Objects.requireNonNull(html, "html"));
  }
}
