package org.flytekitplugins.report.deck;

import java.net.URI;

/**
 * A page that shows a {@link TrainingDeck} while the training runs. It listens to server-sent
 * events of the address {@code events} beside its own: {@code deck} with the deck's body and {@code
 * trainings} with links to those of other trainings, as often as they have changed, and {@code end}
 * with a sentence, after which it asks for nothing any more.
 */
public final class LiveDeckPage {
  private static final String SCRIPT = PageResource.read("live-deck.js");

  private LiveDeckPage() {}

  /**
   * The page.
   *
   * @param title its title until there is a deck
   * @param trainings {@link #link}s to the pages of all trainings; empty if there is one only
   * @param body what it shows until the first event: what has been drawn until now
   */
  public static String html(String title, String trainings, String body) {
    return Page.begin(title, TrainingDeck.STYLE)
        + "<p id=\"live\" role=\"status\">Drawn while it runs.</p>\n<nav id=\"trainings\" aria-label=\"trainings\">"
        + trainings
        + "</nav>\n<main>"
        + body
        + "</main>\n<script>\n"
        + SCRIPT
        + "</script>\n"
        + Page.END;
  }

  /**
   * A link to the page of a training.
   *
   * @param state {@code running}, {@code succeeded} or {@code failed}
   * @param isCurrent whether it stands on that page
   */
  public static String link(URI page, String name, String state, boolean isCurrent) {
    return "<a href=\""
        + Svg.escape(page.toString())
        + (isCurrent ? "\" aria-current=\"page\">" : "\">")
        + "<i class=\""
        + state
        + "\" title=\""
        + state
        + "\"></i>"
        + Svg.escape(name)
        + "</a>\n";
  }
}
