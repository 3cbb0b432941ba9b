package org.flytekitplugins.report.deck;

import java.util.List;
import org.flytekitplugins.spi.DeckSection;
import org.jspecify.annotations.Nullable;

/** The deck of a task that is no training. */
public final class TaskDeckPage {
  private final String task;
  private final @Nullable String failure;
  private final List<DeckSection> sections;

  /**
   * @param task the name of the task
   * @param failure why it has failed, with a stack trace if there is one; null if it has not
   * @param sections what it has added
   */
  public TaskDeckPage(String task, @Nullable String failure, List<DeckSection> sections) {
    this.task = task;
    this.failure = failure;
    this.sections = sections;
  }

  /** The page. */
  public String html() {
    return Page.begin(task, "")
        + "<h1>"
        + Svg.escape(task)
        + (failure == null ? Page.SUCCEEDED : Page.FAILED)
        + "</h1>\n"
        + Page.failure(failure)
        + (failure == null && sections.isEmpty() ? "<p>The task has added nothing.</p>\n" : "")
        + OwnSections.draw(sections)
        + Page.END;
  }
}
