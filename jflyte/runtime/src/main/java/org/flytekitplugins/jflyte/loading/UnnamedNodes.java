package org.flytekitplugins.jflyte.loading;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flyte.api.v1.Node;

/**
 * Which nodes flytekit-java has named because the user did not: {@code wqkzt-n0}, {@code wqkzt-n1}
 * and so on, four random letters for a workflow, in the order in which it was built. Only nodes at
 * the top can have such a name: in a branch, flytekit-java asks the user for one.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flytekit-java/blob/0.4.35/flytekit-java/src/main/java/org/flyte/flytekit/SdkNodeNamePolicy.java">flytekit-java's
 *     names</a>
 */
final class UnnamedNodes {
  private static final Pattern RANDOM = Pattern.compile("(w[a-z]{4}-n)(0|[1-9][0-9]{0,8})");

  private UnnamedNodes() {}

  /** The ids of those nodes, as far as a single look can tell. */
  static Set<String> in(List<Node> nodes) {
    Map<String, Set<String>> byPrefix = new LinkedHashMap<>();
    for (Node node : nodes) {
      Matcher id = RANDOM.matcher(node.id());
      if (id.matches() && !isNamed(node)) {
        Set<String> known = byPrefix.computeIfAbsent(id.group(1), prefix -> new LinkedHashSet<>());
        if (Integer.parseInt(id.group(2)) == known.size()) {
          known.add(node.id());
        }
      }
    }
    Set<String> unnamed = new LinkedHashSet<>();
    byPrefix.values().forEach(unnamed::addAll);
    return unnamed;
  }

  // A node is called in the console as the user has named it, else after what it runs.
  private static boolean isNamed(Node node) {
    return node.metadata() != null && node.id().equals(node.metadata().name());
  }
}
