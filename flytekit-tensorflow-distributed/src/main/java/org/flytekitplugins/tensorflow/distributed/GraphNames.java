package org.flytekitplugins.tensorflow.distributed;

import java.util.Collection;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.InvalidFieldException;

/** The names that variables, inputs, metrics and predictions may have. */
final class GraphNames {
  // TensorFlow allows more, but takes a slash for a scope, and we add suffixes of our own.
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private GraphNames() {}

  static void check(String kind, String name, Collection<String> taken) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidFieldException(
          kind, name, "a name is a letter, then letters, digits and underscores", "rename it");
    }
    if (taken.contains(name)) {
      throw new InvalidFieldException(
          kind, name, "another " + kind + " has this name", "rename one of them");
    }
  }
}
