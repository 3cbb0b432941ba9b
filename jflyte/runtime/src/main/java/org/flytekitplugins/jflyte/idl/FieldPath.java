package org.flytekitplugins.jflyte.idl;

import org.jspecify.annotations.Nullable;

/**
 * Where in a message a value stands. Written out only when something is wrong with the value, so
 * that a right message costs no text.
 */
record FieldPath(@Nullable FieldPath parent, String step) {
  static final FieldPath ROOT = new FieldPath(null, "");
  private static final String ELEMENT = "[]";

  /** The value of this name in the map at this place. */
  FieldPath value(String name) {
    return new FieldPath(this, name);
  }

  /** Any element of the collection at this place. */
  FieldPath element() {
    return new FieldPath(this, ELEMENT);
  }

  /** For the beginning of a sentence: {@code value "inputs.path[]"}. */
  @Override
  public String toString() {
    return parent == null ? "the value" : "value \"" + path() + "\"";
  }

  private String path() {
    if (parent == null) {
      return step;
    }
    String before = parent.path();
    return before.isEmpty() || step.equals(ELEMENT) ? before + step : before + "." + step;
  }
}
