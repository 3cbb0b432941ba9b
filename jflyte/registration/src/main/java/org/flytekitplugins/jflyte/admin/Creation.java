package org.flytekitplugins.jflyte.admin;

/** What flyteadmin answered to the wish to create something. */
public sealed interface Creation {
  /** It is there now. */
  record Created() implements Creation {}

  /** It was there, with the same content. Also when an earlier try of the same call created it. */
  record AlreadyThere() implements Creation {}

  /**
   * It is not valid, or differs from what is there under the same identifier.
   *
   * @param message flyteadmin's words
   */
  record Refused(String message) implements Creation {}
}
