package org.flytekitplugins.jflyte.explain.internal;

import java.util.Map;
import java.util.Optional;
import org.flytekitplugins.kubeflow.TrainingCluster;

/**
 * What makes a job elastic, out of the options of its cluster.
 *
 * @param rdzvBackend by what the agents find each other
 * @param minReplicas with how many workers the training goes on
 * @param maxReplicas with how many it trains at most
 * @param nprocPerNode how many processes each worker starts
 * @param maxRestarts how often the agents start all processes again
 */
record ElasticOptions(
    String rdzvBackend, int minReplicas, int maxReplicas, int nprocPerNode, int maxRestarts) {
  /** Those of a cluster; empty if it is not elastic. */
  static Optional<ElasticOptions> of(TrainingCluster cluster) {
    Map<String, String> options = cluster.options();
    return options.containsKey("minReplicas")
        ? Optional.of(
            new ElasticOptions(
                options.getOrDefault("rdzvBackend", ""),
                number(options, "minReplicas"),
                number(options, "maxReplicas"),
                number(options, "nprocPerNode"),
                number(options, "maxRestarts")))
        : Optional.empty();
  }

  private static int number(Map<String, String> options, String name) {
    return Integer.parseInt(options.getOrDefault(name, "0"));
  }
}
