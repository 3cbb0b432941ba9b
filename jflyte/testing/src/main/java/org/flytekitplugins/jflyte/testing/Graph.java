package org.flytekitplugins.jflyte.testing;

import flyteidl.core.Compiler.ConnectionSet;
import flyteidl.core.Compiler.ConnectionSet.IdList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which nodes of a workflow come before which. */
final class Graph {
  private final Map<String, SortedSet<String>> upstream = new TreeMap<>();
  private final Map<String, SortedSet<String>> downstream = new TreeMap<>();

  void edge(String from, String to) {
    upstream.computeIfAbsent(to, node -> new TreeSet<>()).add(from);
    downstream.computeIfAbsent(from, node -> new TreeSet<>()).add(to);
  }

  void upstreamEdge(String from, String to) {
    upstream.computeIfAbsent(to, node -> new TreeSet<>()).add(from);
  }

  boolean hasUpstream(String node) {
    return upstream.containsKey(node);
  }

  boolean hasDownstream(String node) {
    return downstream.containsKey(node);
  }

  ConnectionSet connections() {
    ConnectionSet.Builder connections = ConnectionSet.newBuilder();
    upstream.forEach(
        (node, ids) -> connections.putUpstream(node, IdList.newBuilder().addAllIds(ids).build()));
    downstream.forEach(
        (node, ids) -> connections.putDownstream(node, IdList.newBuilder().addAllIds(ids).build()));
    return connections.build();
  }

  /** The nodes of a cycle, the first one again at the end; null if there is none. */
  @Nullable List<String> cycle() {
    TreeSet<String> done = new TreeSet<>();
    for (String node : downstream.keySet()) {
      List<String> found = cycle(node, new ArrayDeque<>(), done);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable List<String> cycle(String node, Deque<String> path, SortedSet<String> done) {
    if (path.contains(node)) {
      List<String> cycle = new ArrayList<>(path);
      cycle.add(node);
      return cycle.subList(cycle.indexOf(node), cycle.size());
    }
    if (done.contains(node)) {
      return null;
    }
    path.addLast(node);
    for (String next : downstream.getOrDefault(node, new TreeSet<>())) {
      List<String> found = cycle(next, path, done);
      if (found != null) {
        return found;
      }
    }
    path.removeLast();
    done.add(node);
    return null;
  }
}
