package org.flytekitplugins.jflyte.registration;

import org.jspecify.annotations.Nullable;

/**
 * What became of one entity.
 *
 * @param id of the entity
 * @param outcome what became of it
 * @param activation of a launch plan that is active because it was asked for; else null
 */
public record EntityReport(EntityId id, Outcome outcome, @Nullable Activation activation) {
  EntityReport(EntityId id, Outcome outcome) {
    this(id, outcome, null);
  }

  /** Whether a launch plan was activated that was not active. */
  public boolean isActivated() {
    return activation != null && activation.isChange();
  }

  /** Whether it is registered, now or before. */
  public boolean isRegistered() {
    return isCreated() || isPresent();
  }

  /** Whether it was registered before, with the same content. */
  boolean isPresent() {
    return registered() instanceof Outcome.Present;
  }

  /** Whether it was registered by this registration. */
  boolean isCreated() {
    return registered() instanceof Outcome.Created;
  }

  private Outcome registered() {
    return outcome instanceof Outcome.NotActivated inactive ? inactive.registered() : outcome;
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
    return (outcome instanceof Outcome.Created ? "registered" : "already there")
        + (activation == null ? "" : ", " + activation.done());
  }

  /** What a user reads. */
  @Override
  public String toString() {
    return id.brief() + ": " + sentence();
  }
}
