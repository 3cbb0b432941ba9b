package org.flytekitplugins.jflyte.closure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Finds a way through a graph that ends where it began. */
final class Cycle {
  private final Function<String, ? extends Collection<String>> next;
  private final List<String> path = new ArrayList<>();
  private final Set<String> done = new HashSet<>();

  private Cycle(Function<String, ? extends Collection<String>> next) {
    this.next = next;
  }

  /** A cycle, its first member also its last; empty if there is none. */
  static List<String> in(
      Collection<String> vertices, Function<String, ? extends Collection<String>> next) {
    Cycle search = new Cycle(next);
    for (String vertex : vertices) {
      List<String> found = search.from(vertex);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private List<String> from(String vertex) {
    int seen = path.indexOf(vertex);
    if (seen >= 0) {
      List<String> cycle = new ArrayList<>(path.subList(seen, path.size()));
      cycle.add(vertex);
      return cycle;
    }
    if (done.contains(vertex)) {
      return List.of();
    }
    path.add(vertex);
    for (String successor : next.apply(vertex)) {
      List<String> found = from(successor);
      if (!found.isEmpty()) {
        return found;
      }
    }
    path.remove(path.size() - 1);
    done.add(vertex);
    return List.of();
  }
}
