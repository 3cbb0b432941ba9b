package org.flytekitplugins.jflyte.registration;

/** What became of an entity. */
public sealed interface EntityResult {
  /** It is registered now. */
  record Created() implements EntityResult {}

  /** It was registered before, with the same content. */
  record Present() implements EntityResult {}

  /**
   * It is registered, but could not be activated.
   *
   * @param registered whether it was registered now or before: {@link Created} or {@link Present}
   * @param sentence why, and what to do about it
   */
  record NotActivated(EntityResult registered, String sentence) implements EntityResult {}

  /**
   * It could not be registered.
   *
   * @param sentence why, and what to do about it; a difference has lines of its own
   */
  record Failed(String sentence) implements EntityResult {}

  /**
   * It was not tried.
   *
   * @param because of what
   */
  record Skipped(String because) implements EntityResult {}
}
