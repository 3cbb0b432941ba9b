package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** What a task adds to its deck, whoever launched it. */
class TaskDeckTest {
  @Test
  void sectionsAreKeptInTheirOrderByTheDeckThatIsInstalled() {
    DeckSections outer = new DeckSections();
    DeckSections inner = new DeckSections();
    TaskDeck.Installation first = TaskDeck.install(outer);
    TaskDeck.current().add("Confusion", "<table></table>");
    TaskDeck.Installation second = TaskDeck.install(inner);
    TaskDeck.current().add("Elsewhere", "");
    second.close();
    TaskDeck.current().add("Confusion", "<p>again</p>");
    first.close();
    second.close();
    TaskDeck.current().add("Nowhere", "");

    assertThat(outer.sections())
        .containsExactly(
            DeckSection.of("Confusion", "<table></table>"),
            DeckSection.of("Confusion", "<p>again</p>"));
    assertThat(inner.sections()).containsExactly(DeckSection.of("Elsewhere", ""));
  }

  @Test
  void withoutALauncherSectionsAreForgottenButChecked() {
    TaskDeck.current().add("Confusion", "<table></table>");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskDeck.current().add(" ", "<p>"))
        .withMessage("deck.title is blank: say what the section shows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskDeck.current().add("a\nb", "<p>"))
        .withMessage(
            "deck.title is \"a\nb\", but a heading has one line: leave out the line breaks");
  }
}
