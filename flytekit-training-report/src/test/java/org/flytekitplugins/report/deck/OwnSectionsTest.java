package org.flytekitplugins.report.deck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.flytekitplugins.spi.DeckSection;

/** Sections come out of a page as they went in, and change nothing of the rest of it. */
class OwnSectionsTest {
  @Property
  void comeOutOfAPageAsTheyWentIn(@ForAll("sections") List<DeckSection> sections) {
    String page = new TaskDeckPage("task", "why\n\tat a.B", sections).html();

    assertThat(OwnSections.of(page)).isEqualTo(sections);
    assertThat(page).endsWith(Page.END);
    assertThat(count(page, "<iframe")).isEqualTo(sections.size());
    assertThat(count(page, "</body>")).isEqualTo(1);
  }

  @Provide
  Arbitrary<List<DeckSection>> sections() {
    Arbitrary<String> markup =
        Arbitraries.of(
            "<", ">", "&", "\"", "'", "&lt;", "&amp;", "</iframe>", "</body>", "\n", "x");
    Arbitrary<String> title =
        Arbitraries.of("<b>", "&quot;", "Confusion", "'", "\"></h2>")
            .list()
            .ofMinSize(1)
            .map(OwnSectionsTest::joined);
    Arbitrary<String> html = markup.list().ofMaxSize(12).map(OwnSectionsTest::joined);
    return Combinators.combine(title, html).as(DeckSection::of).list().ofMaxSize(4);
  }

  private static String joined(List<String> parts) {
    return String.join("", parts);
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }
}
