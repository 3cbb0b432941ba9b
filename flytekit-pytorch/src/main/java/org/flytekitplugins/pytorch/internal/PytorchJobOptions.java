package org.flytekitplugins.pytorch.internal;

import static org.flytekitplugins.pytorch.internal.ElasticConfig.C10D;
import static org.flytekitplugins.pytorch.internal.ElasticConfig.MAX_REPLICAS;
import static org.flytekitplugins.pytorch.internal.ElasticConfig.MAX_RESTARTS;
import static org.flytekitplugins.pytorch.internal.ElasticConfig.MIN_REPLICAS;
import static org.flytekitplugins.pytorch.internal.ElasticConfig.NPROC_PER_NODE;
import static org.flytekitplugins.pytorch.internal.ElasticConfig.RDZV_BACKEND;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.SpecFields;

/**
 * What makes a PyTorchJob elastic, read from where people write it. They leave out what the
 * operator assumes, or what torchrun does; Flyte wants all of it said.
 *
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/apis/kubeflow.org/v1/pytorch_defaults.go">pytorch_defaults.go</a>
 */
final class PytorchJobOptions {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final String POLICY = "elasticPolicy";
  private static final String PROCESSES = "nprocPerNode";
  private static final String MEET_AT_WORKER_0 =
      "workers meet at worker 0, at the operator's own port; leave it";

  static final Map<String, String> REMEDIES =
      Map.of(
          "rdzvHost", MEET_AT_WORKER_0,
          "rdzvPort", MEET_AT_WORKER_0,
          "rdzvId", "each attempt has a rendezvous of its own; leave it",
          "rdzvConf", "Elastic says it with rdzvConfigs",
          "standalone", "nnodes(1), the number, starts torchrun so, on one node",
          "metrics", "nothing scales a job that Flyte has started; leave it");

  private final SpecFields spec;
  private final Map<ReplicaType, ReplicaSpec> replicas;

  PytorchJobOptions(SpecFields spec, Map<ReplicaType, ReplicaSpec> replicas) {
    this.spec = spec;
    this.replicas = replicas;
  }

  Map<String, String> read(Map<String, String> said) {
    if (!spec.has(POLICY)) {
      leaveProcessesOfAMaster();
      return Map.of();
    }
    Map<String, String> options = new TreeMap<>(said);
    options.put(RDZV_BACKEND, backend(said));
    String workers = Integer.toString(workers());
    String least = said.getOrDefault(MIN_REPLICAS, said.getOrDefault(MAX_REPLICAS, workers));
    String most = said.getOrDefault(MAX_REPLICAS, least);
    options.put(MIN_REPLICAS, least);
    options.put(MAX_REPLICAS, most);
    options.putIfAbsent(MAX_RESTARTS, "0");
    options.put(NPROC_PER_NODE, processes(said));
    if (!workers.equals(most)) {
      spec.leave(
          "pytorchReplicaSpecs.Worker.replicas " + workers,
          "an elastic job of Flyte starts with the most workers, here " + most);
    }
    return options;
  }

  private int workers() {
    ReplicaSpec workers = replicas.get(ReplicaType.WORKER);
    return workers == null ? 0 : workers.replicas();
  }

  private String backend(Map<String, String> said) {
    String backend = said.getOrDefault(RDZV_BACKEND, C10D);
    if (!backend.isEmpty() && !backend.equals(C10D)) {
      spec.leave(
          ElasticConfig.POLICY_FIELDS.get(RDZV_BACKEND) + " " + backend,
          "workers meet by " + C10D + ", at worker 0, and need no store; leave it");
    }
    return C10D;
  }

  private String processes(Map<String, String> said) {
    Optional<String> processes =
        Optional.ofNullable(said.get(NPROC_PER_NODE)).or(() -> spec.text(PROCESSES));
    if (processes.isPresent() && NUMBER.matcher(processes.get()).matches()) {
      return processes.get();
    }
    spec.leave(
        PROCESSES + " " + processes.orElse("auto"),
        "Flyte wants the number of processes; 1 is taken, with GPUs say one for each"
            + " (nprocPerNode)");
    return "1";
  }

  // Flyte does not say it, so that the operator assumes auto.
  private void leaveProcessesOfAMaster() {
    spec.text(PROCESSES)
        .filter(processes -> !processes.equals("auto"))
        .ifPresent(
            processes ->
                spec.leave(
                    PROCESSES + " " + processes,
                    "a job with a master has one process a replica; make it Elastic, with a fixed"
                        + " number of nodes, for several"));
  }
}
