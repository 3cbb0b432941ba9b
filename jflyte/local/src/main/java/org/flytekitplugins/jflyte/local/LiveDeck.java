package org.flytekitplugins.jflyte.local;

import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.flytekitplugins.report.deck.TrainingDeck;
import org.jspecify.annotations.Nullable;

/** One attempt of a training as {@link LiveDecks} shows it; drawn once for all who look on. */
final class LiveDeck {
  /** So that drawing takes no more than a tenth of a processor from what is drawn. */
  private static final int PAUSE_PER_DRAWING = 10;

  private final String node;
  private final TrainingAttempt attempt;
  private String drawn = "";
  private boolean isLast;
  private long drawAgainAt = System.nanoTime();

  /**
   * @param node the name of the node that it is an attempt of
   */
  LiveDeck(String node, TrainingAttempt attempt) {
    this.node = node;
    this.attempt = attempt;
  }

  String name() {
    return attempt.number() == 1 ? node : node + ", attempt " + attempt.number();
  }

  String state() {
    return attempt.state();
  }

  /** The deck's body, not older than it has to be. */
  synchronized String body() {
    long now = System.nanoTime();
    if (!isLast && now - drawAgainAt >= 0) {
      isLast = attempt.isComplete();
      drawn = TrainingDeck.of(attempt.record()).body();
      long took = System.nanoTime() - now;
      drawAgainAt = now + Math.max(LiveDecks.PAUSE.toNanos(), PAUSE_PER_DRAWING * took);
    }
    return drawn;
  }

  /** From now on it is as it is in the end. */
  synchronized void end() {
    drawAgainAt = System.nanoTime();
  }

  /**
   * A log, by its place within the folder of the attempt: links to logs are relative to it, and no
   * other file of it is shown.
   */
  @Nullable Path log(String name) {
    Path file = attempt.folder().resolve(name).normalize();
    boolean isLog = attempt.folder().resolve(AttemptFolders.LOGS).equals(file.getParent());
    return isLog && Files.isRegularFile(file) ? file : null;
  }
}
