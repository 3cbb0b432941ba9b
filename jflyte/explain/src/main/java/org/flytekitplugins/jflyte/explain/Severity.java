package org.flytekitplugins.jflyte.explain;

import java.util.Locale;

/** How bad it is what a {@link Finding} says. */
public enum Severity {
  /** The job is refused, or can never end well. */
  ERROR,
  /** The job runs otherwise than it says. */
  WARNING,
  /** The job runs as it says, and its author may not know all that this means. */
  NOTE;

  /** The word for it, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
