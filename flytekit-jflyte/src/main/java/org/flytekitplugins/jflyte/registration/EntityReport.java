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
    return outcome instanceof Outcome.Created || outcome instanceof Outcome.Present;
  }

  /** What a user reads. */
  @Override
  public String toString() {
    if (outcome instanceof Outcome.Failed failed) {
      return id.brief() + ": " + failed.sentence();
    }
    if (outcome instanceof Outcome.Skipped skipped) {
      return id.brief() + ": not tried because " + skipped.because();
    }
    return id.brief() + (outcome instanceof Outcome.Created ? ": registered" : ": already there");
  }
}
