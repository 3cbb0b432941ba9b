package org.flytekitplugins.report.deck;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.spi.DeckSection;

/**
 * What a task has added to its deck, as part of a page: each section in a frame of its own, whose
 * document is an attribute. So it can be taken out of a page again, which a cluster on one machine
 * does: the primary leaves its page, and the one who has seen all replicas draws a better one.
 */
public final class OwnSections {
  private static final Pattern SECTION =
      Pattern.compile(
          "<h2 class=\"own\">([^<]*)</h2>\n<iframe class=\"own\"[^>]* srcdoc=\"([^\"]*)\">");

  private static final String ONLOAD = PageResource.read("own-section.js").strip();

  private OwnSections() {}

  static String draw(List<DeckSection> sections) {
    StringBuilder html = new StringBuilder();
    for (DeckSection section : sections) {
      html.append("<h2 class=\"own\">").append(Svg.escape(section.title())).append("</h2>\n");
      // As high as its content where scripts may run; else one can drag its corner.
      html.append("<iframe class=\"own\" title=\"").append(Svg.escape(section.title()));
      html.append("\" onload=\"").append(ONLOAD).append("\" srcdoc=\"");
      html.append(Svg.escape(section.html())).append("\"></iframe>\n");
    }
    return html.toString();
  }

  /** The sections of a page that was drawn here. */
  public static List<DeckSection> of(String page) {
    List<DeckSection> sections = new ArrayList<>();
    Matcher section = SECTION.matcher(page);
    while (section.find()) {
      sections.add(DeckSection.of(Svg.unescape(section.group(1)), Svg.unescape(section.group(2))));
    }
    return sections;
  }
}
