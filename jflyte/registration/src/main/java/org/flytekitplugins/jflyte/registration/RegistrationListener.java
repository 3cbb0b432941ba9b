package org.flytekitplugins.jflyte.registration;

/** Hears how far a registration is. Called by any thread, one call at a time; must not wait. */
@FunctionalInterface
public interface RegistrationListener {
  /** Hears nothing. */
  RegistrationListener NONE = (entity, done, total) -> {};

  /**
   * An entity is done with, well or not.
   *
   * @param entity what became of it
   * @param done how many are done with
   * @param total how many there are
   */
  void finished(EntityReport entity, int done, int total);
}
