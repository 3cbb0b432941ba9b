package org.flytekitplugins.jflyte.driver;

import flyteidl.core.Literals.Literal;
import java.util.Map;

/** What has become of an action that was started. */
sealed interface ActionState {
  /** It waits, or runs. */
  record Running() implements ActionState {}

  /** It has ended well. */
  record Succeeded(Map<String, Literal> outputs) implements ActionState {
    /** Keeps a copy that nobody can change. */
    public Succeeded {
      outputs = Map.copyOf(outputs);
    }
  }

  /** It has failed, and will not be tried again. */
  record Failed(String message) implements ActionState {}

  /** Somebody has ended it. */
  record Aborted() implements ActionState {}
}
