package org.flytekitplugins.pytorch.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.junit.jupiter.api.Test;

/** What the operator tells the replicas of a PyTorchJob, as it writes it. */
class TorchVariablesWriterTest {
  private static final PytorchJobKind KIND = new PytorchJobKind();

  @Test
  void aWorkerIsToldOfTheMasterAndItsRank() {
    assertThat(variables("master:1 worker:2", "worker-1"))
        .containsExactly(
            "PYTHONUNBUFFERED=1",
            "MASTER_PORT=20000",
            "PET_MASTER_PORT=20000",
            "MASTER_ADDR=127.0.0.1",
            "PET_MASTER_ADDR=127.0.0.1",
            "WORLD_SIZE=3",
            "RANK=2",
            "PET_NODE_RANK=2",
            "PET_NPROC_PER_NODE=auto",
            "PET_NNODES=3");
  }

  @Test
  void anElasticWorkerIsToldWhereToMeet() {
    assertThat(variables("elastic 2:4 worker:4", "worker-3"))
        .containsExactly(
            "PYTHONUNBUFFERED=1",
            "PET_RDZV_ENDPOINT=127.0.0.1:20000",
            "PET_RDZV_BACKEND=c10d",
            "PET_NNODES=2:4",
            "PET_MAX_RESTARTS=3",
            "PET_NPROC_PER_NODE=1");
  }

  @Test
  void aWorkerAmongWorkersIsToldTheirNumberOnly() {
    assertThat(variables("worker:2", "worker-1"))
        .containsExactly("PYTHONUNBUFFERED=1", "PET_NPROC_PER_NODE=auto", "PET_NNODES=2");
  }

  @Test
  void anAddressOfTheSixthVersionLosesItsBrackets() {
    TrainingCluster cluster = ClusterText.cluster("master:1");
    Replica master = Replica.parse("master-0");

    Map<String, String> variables =
        KIND.variables(cluster, master, new TreeMap<>(Map.of(master, "[fd00::1]:7")));

    assertThat(variables).containsEntry("MASTER_ADDR", "fd00::1").containsEntry("MASTER_PORT", "7");
    assertThat(TrainingContext.of(variables).addresses()).containsEntry(master, "[fd00::1]:7");
  }

  @Test
  void whoLeadsMustHaveAnAddress() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                KIND.variables(
                    ClusterText.cluster("master:1"), Replica.parse("master-0"), new TreeMap<>()))
        .withMessage("addresses are of [], but not of master-0: add it");
  }

  @Property(tries = 200)
  void everyReplicaFindsItselfInWhatItIsTold(
      @ForAll @IntRange(min = 0, max = 2) int shape,
      @ForAll @IntRange(min = 1, max = 20) int workers) {
    String text =
        List.of("master:1 worker:", "elastic 1:" + workers + " worker:", "worker:").get(shape)
            + workers;
    TrainingCluster cluster = PytorchClusterText.cluster(text);
    SortedMap<Replica, String> addresses = addresses(cluster);
    for (Replica replica : addresses.keySet()) {
      Map<String, String> environment = new HashMap<>(KIND.variables(cluster, replica, addresses));
      environment.put("HOSTNAME", "local-" + replica);

      TrainingContext context = TrainingContext.of(environment);

      assertThat(context.replica()).isEqualTo(replica);
      assertThat(context.size()).isEqualTo(cluster.size());
      assertThat(addresses).containsAllEntriesOf(context.addresses());
      assertThat(context.isElected()).isEqualTo(KIND.electsPrimary(cluster));
      assertThat(context.isPrimary())
          .isEqualTo(!context.isElected() && replica.equals(KIND.primary(cluster)));
    }
  }

  private static List<String> variables(String cluster, String replica) {
    TrainingCluster read = PytorchClusterText.cluster(cluster);
    return KIND.variables(read, Replica.parse(replica), addresses(read)).entrySet().stream()
        .map(Map.Entry::toString)
        .collect(Collectors.toList());
  }

  private static SortedMap<Replica, String> addresses(TrainingCluster cluster) {
    SortedMap<Replica, String> addresses = new TreeMap<>();
    ClusterText.replicas(cluster)
        .forEach(replica -> addresses.put(replica, "127.0.0.1:" + (20_000 + addresses.size())));
    return addresses;
  }
}
