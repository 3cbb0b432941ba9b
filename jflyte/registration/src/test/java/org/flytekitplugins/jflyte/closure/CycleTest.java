package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CycleTest {
  @Test
  void aDiamondIsNoCycle() {
    assertThat(cycle(Map.of("a", Set.of("b", "c"), "b", Set.of("d"), "c", Set.of("d")))).isEmpty();
  }

  @Test
  void aVertexThatLeadsToItselfIsOne() {
    assertThat(cycle(Map.of("a", Set.of("a")))).containsExactly("a", "a");
  }

  @Test
  void theWayInIsNotAPartOfIt() {
    Map<String, Set<String>> graph = Map.of("in", Set.of("a"), "a", Set.of("b"), "b", Set.of("a"));
    assertThat(Cycle.in(List.of("in", "a", "b"), v -> graph.getOrDefault(v, Set.of())))
        .containsExactly("a", "b", "a");
  }

  @Property
  void whatIsFoundIsACycleAndNothingIsFoundOnlyWhereAnOrderExists(
      @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 35) Integer> edges) {
    Map<String, Set<String>> graph = new HashMap<>();
    for (int edge : edges) {
      graph.computeIfAbsent("v" + edge / 6, key -> new HashSet<>()).add("v" + edge % 6);
    }
    List<String> found = cycle(graph);
    if (found.isEmpty()) {
      assertThat(canBeOrdered(graph)).isTrue();
    } else {
      assertThat(found.get(0)).isEqualTo(found.get(found.size() - 1));
      for (int i = 1; i < found.size(); i++) {
        assertThat(graph.get(found.get(i - 1))).contains(found.get(i));
      }
    }
  }

  private static List<String> cycle(Map<String, Set<String>> graph) {
    return Cycle.in(graph.keySet(), vertex -> graph.getOrDefault(vertex, Set.of()));
  }

  private static boolean canBeOrdered(Map<String, Set<String>> graph) {
    Set<String> left = new HashSet<>(graph.keySet());
    boolean progress = true;
    while (progress) {
      List<String> free = new ArrayList<>();
      for (String vertex : left) {
        if (graph.get(vertex).stream().noneMatch(left::contains)) {
          free.add(vertex);
        }
      }
      free.forEach(left::remove);
      progress = !free.isEmpty();
    }
    return left.isEmpty();
  }
}
