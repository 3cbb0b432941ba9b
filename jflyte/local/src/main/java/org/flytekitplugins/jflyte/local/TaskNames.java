package org.flytekitplugins.jflyte.local;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.local.literal.WorkflowInputs;
import org.flytekitplugins.kubeflow.internal.SimilarNames;

/** Names of tasks as people write them: whole, or the last part if that is enough to tell. */
final class TaskNames {
  private TaskNames() {}

  /**
   * The whole name.
   *
   * @param all what it may name
   * @param what these are, for example {@code training task}
   * @throws JflyteException if it names none of them, or more than one
   */
  static String find(String name, Set<String> all, String what) {
    if (all.contains(name)) {
      return name;
    }
    Set<String> matching = new TreeSet<>();
    for (String one : all) {
      if (one.endsWith("." + name) || one.endsWith("$" + name)) {
        matching.add(one);
      }
    }
    if (matching.size() == 1) {
      return matching.iterator().next();
    }
    List<String> similar = matching.isEmpty() ? SimilarNames.of(name, all) : List.of();
    throw new JflyteException(
        String.format(
            "%s %s %s of the package: %s",
            name,
            matching.isEmpty() ? "is no" : "is more than one",
            what,
            similar.isEmpty()
                ? "name one of " + WorkflowInputs.names(matching.isEmpty() ? all : matching)
                : "did you mean " + String.join(" or ", similar) + "?"));
  }
}
