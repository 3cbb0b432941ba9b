package org.flytekitplugins.report.deck;

/**
 * A page that shows a {@link TrainingDeck} while the training runs. It listens to server-sent
 * events of the address {@code events} beside its own: {@code deck} with the deck's body, as often
 * as it has changed, and {@code end} with a sentence, after which it asks for nothing any more.
 */
public final class LiveDeckPage {
  private static final String SCRIPT = PageResource.read("live-deck.js");

  private LiveDeckPage() {}

  /**
   * The page.
   *
   * @param title its title until there is a deck
   * @param body what it shows until the first event: what has been drawn until now
   */
  public static String html(String title, String body) {
    return Page.begin(title, TrainingDeck.STYLE)
        + "<p id=\"live\" role=\"status\">Drawn while it runs.</p>\n<main>"
        + body
        + "</main>\n<script>\n"
        + SCRIPT
        + "</script>\n"
        + Page.END;
  }
}
