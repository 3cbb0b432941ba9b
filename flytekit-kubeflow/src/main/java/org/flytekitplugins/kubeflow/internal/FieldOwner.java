package org.flytekitplugins.kubeflow.internal;

import java.util.function.Supplier;
import org.flytekitplugins.kubeflow.InvalidFieldException;

/** Says, in the refusals of a part, whose part it is. */
public final class FieldOwner {
  private FieldOwner() {}

  /**
   * Builds a part of something larger.
   *
   * @param owner the name of the part in the larger thing, for example {@code worker}
   * @throws InvalidFieldException the part's own, with the owner in front of the field
   */
  public static <T> T of(String owner, Supplier<T> part) {
    try {
      return part.get();
    } catch (InvalidFieldException e) {
      throw e.within(owner);
    }
  }
}
