package org.flytekitplugins.jflyte.registration;

/**
 * What became of one entity.
 *
 * @param id of the entity
 * @param outcome what became of it
 */
public record EntityReport(EntityId id, Outcome outcome) {
  /** Whether it is registered, now or before. */
  public boolean isRegistered() {
    return outcome instanceof Outcome.NotActivated || isDone();
  }

  /** Whether all that was asked for is done: it is registered, and activated if it should be. */
  public boolean isDone() {
    return outcome instanceof Outcome.Created || outcome instanceof Outcome.Present;
  }

  /** What became of it, to follow its name. */
  public String sentence() {
    if (outcome instanceof Outcome.Failed failed) {
      return failed.sentence();
    }
    if (outcome instanceof Outcome.NotActivated inactive) {
      return "registered, but not activated: " + inactive.sentence();
    }
    if (outcome instanceof Outcome.Skipped skipped) {
      return "not tried because " + skipped.because();
    }
    return outcome instanceof Outcome.Created ? "registered" : "already there";
  }

  /** What a user reads. */
  @Override
  public String toString() {
    return id.brief() + ": " + sentence();
  }
}
