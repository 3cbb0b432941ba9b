package org.flytekitplugins.jflyte.registration;

import org.jspecify.annotations.Nullable;

/**
 * What became of one entity.
 *
 * @param id of the entity
 * @param result what became of it
 * @param activation of a launch plan that is active because it was asked for; else null
 */
public record EntityReport(EntityId id, EntityResult result, @Nullable Activation activation) {
  EntityReport(EntityId id, EntityResult result) {
    this(id, result, null);
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
    return registered() instanceof EntityResult.Present;
  }

  /** Whether it was registered by this registration. */
  boolean isCreated() {
    return registered() instanceof EntityResult.Created;
  }

  private EntityResult registered() {
    return result instanceof EntityResult.NotActivated inactive ? inactive.registered() : result;
  }

  /** Whether all that was asked for is done: it is registered, and activated if it should be. */
  public boolean isDone() {
    return result instanceof EntityResult.Created || result instanceof EntityResult.Present;
  }

  /** What became of it, to follow its name. */
  public String sentence() {
    if (result instanceof EntityResult.Failed failed) {
      return failed.sentence();
    }
    if (result instanceof EntityResult.NotActivated inactive) {
      return "registered, but not activated: " + inactive.sentence();
    }
    if (result instanceof EntityResult.Skipped skipped) {
      return "not tried because " + skipped.because();
    }
    return (result instanceof EntityResult.Created ? "registered" : "already there")
        + (activation == null ? "" : ", " + activation.done());
  }

  /** What a user reads. */
  @Override
  public String toString() {
    return id.brief() + ": " + sentence();
  }
}
