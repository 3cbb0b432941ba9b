package org.flytekitplugins.kubeflow;

import java.util.Optional;

/** The fields of a resource's {@code spec}, while a job is read out of them. */
public interface SpecFields {
  /** Whether a field is there and not empty; its path is written {@code outer.inner}. */
  boolean has(String path);

  /**
   * A text or a number; empty if the field is not there. Who asks has read the field: nobody else
   * is told that it has no place in Flyte.
   *
   * @throws InvalidFieldException if it is something else
   */
  Optional<String> text(String path);

  /**
   * Tells whoever reads the job that a field has no place in Flyte, or another one.
   *
   * @param field its path, and its value if that says more, as in {@code outer.inner value}
   * @param remedy what to do about it
   */
  void leave(String field, String remedy);
}
