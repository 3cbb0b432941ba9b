package org.flytekitplugins.client.internal.admin;

import com.google.auto.value.AutoValue;

/** What flyteadmin answered to the wish to create something. */
@AutoValue
public abstract class Creation {
  /** Of which kind the answer is. */
  public enum Kind {
    /** It is there now. */
    CREATED,
    /**
     * It was there, with the same content. Also when an earlier try of the same call created it.
     */
    ALREADY_THERE,
    /** It is not valid, or differs from what is there under the same identifier. */
    REFUSED
  }

  Creation() {}

  /** It is there now. */
  public static Creation created() {
    return new AutoValue_Creation(Kind.CREATED, "");
  }

  /** It was there, with the same content. */
  public static Creation alreadyThere() {
    return new AutoValue_Creation(Kind.ALREADY_THERE, "");
  }

  /**
   * It is not taken.
   *
   * @param message flyteadmin's words
   */
  public static Creation refused(String message) {
    return new AutoValue_Creation(Kind.REFUSED, message);
  }

  /** Of which kind the answer is. */
  public abstract Kind kind();

  /** flyteadmin's words if it refused; empty otherwise. */
  public abstract String message();
}
