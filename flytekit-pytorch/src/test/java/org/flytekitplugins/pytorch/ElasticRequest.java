package org.flytekitplugins.pytorch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.requests.PolicyRequest;
import org.flytekitplugins.kubeflow.requests.RoleRequest;

/** What a user asks a builder for, good or bad; a worker that is null is not asked for. */
record ElasticRequest(
    Nodes nodes, int nprocPerNode, int maxRestarts, RoleRequest worker, PolicyRequest policy) {
  /**
   * How many nodes, as a number or a text.
   *
   * @param least 0 if the value is to be refused
   */
  record Nodes(Object value, int least, int most) {
    static Nodes refused(Object value) {
      return new Nodes(value, 0, 0);
    }

    boolean isPlain() {
      return value.equals(1);
    }

    private void applyTo(Elastic.Builder elastic) {
      if (value instanceof String text) {
        elastic.nnodes(text);
      } else {
        elastic.nnodes((Integer) value);
      }
    }
  }

  /** Asks, in an order of calls that the seed decides. */
  Elastic build(long seed) {
    List<Consumer<Elastic.Builder>> calls = new ArrayList<>();
    calls.add(nodes::applyTo);
    calls.add(elastic -> elastic.nprocPerNode(nprocPerNode));
    calls.add(elastic -> elastic.maxRestarts(maxRestarts));
    if (worker != null) {
      calls.add(elastic -> elastic.worker(worker::applyTo));
    }
    calls.add(elastic -> elastic.runPolicy(policy::applyTo));
    Collections.shuffle(calls, new Random(seed));
    Elastic.Builder elastic = Elastic.builder();
    calls.forEach(call -> call.accept(elastic));
    return elastic.build();
  }

  /**
   * Every field with something wrong: a refusal names one of them. The rules once more, as a user
   * would check them with a finger on each field.
   */
  Set<String> refusedFields() {
    Set<String> fields = new HashSet<>(policy.refusedFields());
    refuseIf(nodes.least() == 0, "nnodes", fields);
    refuseIf(nprocPerNode < 1, "nprocPerNode", fields);
    refuseIf(maxRestarts < 0, "maxRestarts", fields);
    if (worker != null) {
      fields.addAll(worker.refusedFields("worker"));
      refuseIf(worker.replicas() != 1, "worker.replicas", fields);
      refuseIf(worker.restartPolicy() == RestartPolicy.ALWAYS, "worker.restartPolicy", fields);
    }
    if (nodes.isPlain()) {
      addWhatOnlyAJobHas(fields);
    }
    return fields;
  }

  private void addWhatOnlyAJobHas(Set<String> fields) {
    if (worker != null) {
      refuseIf(worker.image() != null, "worker.image", fields);
      refuseIf(
          worker.resources().values().stream().anyMatch(amount -> amount.request() != null),
          "worker.requests",
          fields);
      refuseIf(
          worker.resources().values().stream().anyMatch(amount -> amount.limit() != null),
          "worker.limits",
          fields);
      refuseIf(worker.restartPolicy() != RestartPolicy.NEVER, "worker.restartPolicy", fields);
    }
    refuseIf(policy.cleanPodPolicy() != null, "runPolicy.cleanPodPolicy", fields);
    refuseIf(policy.ttl() != null, "runPolicy.ttlAfterFinished", fields);
    refuseIf(policy.deadline() != null, "runPolicy.activeDeadline", fields);
    refuseIf(policy.backoffLimit() != null, "runPolicy.backoffLimit", fields);
  }

  private static void refuseIf(boolean wrong, String field, Set<String> fields) {
    if (wrong) {
      fields.add(field);
    }
  }

  /** What was asked for, with the documented defaults, as protobuf's text format writes it. */
  String text() {
    return "worker_replicas { "
        + (worker == null ? "replicas: " + nodes.most() : worker.text(nodes.most()))
        + " }\nelastic_config { rdzv_backend: \"c10d\" min_replicas: "
        + nodes.least()
        + " max_replicas: "
        + nodes.most()
        + " nproc_per_node: "
        + nprocPerNode
        + " max_restarts: "
        + maxRestarts
        + " }\n"
        + policy.text(
            nodes.most() > 1,
            worker != null && worker.restartPolicy() != RestartPolicy.NEVER,
            (int) Math.min(Integer.MAX_VALUE, 3L * nodes.most()));
  }
}
