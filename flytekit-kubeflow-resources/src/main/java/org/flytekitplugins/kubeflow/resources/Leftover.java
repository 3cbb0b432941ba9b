package org.flytekitplugins.kubeflow.resources;

import com.google.auto.value.AutoValue;

/** What a resource says that has no place in Flyte, or another one. */
@AutoValue
public abstract class Leftover {
  Leftover() {}

  static Leftover of(String field, String remedy) {
    return new AutoValue_Leftover(field, remedy);
  }

  /** The path of the field in the resource, for example {@code spec.successPolicy}. */
  public abstract String field();

  /** What to do about it. */
  public abstract String remedy();

  /** One sentence of the field and the remedy. */
  @Override
  public final String toString() {
    return field() + " has no place in Flyte: " + remedy();
  }
}
