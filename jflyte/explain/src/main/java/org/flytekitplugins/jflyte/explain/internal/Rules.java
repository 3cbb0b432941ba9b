package org.flytekitplugins.jflyte.explain.internal;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All rules about training tasks. */
public final class Rules {
  private static final List<Rule> ALL =
      Stream.of(
              DeclarationRules.ALL,
              TaskRules.ALL,
              ClusterRules.ALL,
              ResourceRules.ALL,
              RestartRules.ALL,
              ElasticRules.ALL,
              ContainerRules.ALL,
              PodTemplateRules.ALL,
              FlyteTwoRules.ALL)
          .flatMap(List::stream)
          .toList();

  private static final Set<String> IDS =
      ALL.stream().map(Rule::id).collect(Collectors.toUnmodifiableSet());

  private Rules() {}

  /** All of them, in the order in which they look. */
  public static List<Rule> all() {
    return ALL;
  }

  /** The ids of all of them. */
  public static Set<String> ids() {
    return IDS;
  }
}
