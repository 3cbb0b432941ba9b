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

  /** What became of it, without its name. */
  String reason() {
    if (outcome instanceof Outcome.Failed failed) {
      return failed.sentence();
    }
    if (outcome instanceof Outcome.Skipped skipped) {
      return "not tried because " + skipped.because();
    }
    return outcome instanceof Outcome.Created ? "registered" : "already there";
  }

  /** What a user reads. */
  @Override
  public String toString() {
    return id.brief() + ": " + reason();
  }
}
