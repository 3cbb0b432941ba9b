package org.flytekitplugins.pytorch.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a replica of a PyTorchJob finds itself in. */
class TorchVariablesTest {
  private static final String PLAIN =
      "PYTHONUNBUFFERED=1 MASTER_PORT=23456 PET_MASTER_PORT=23456 MASTER_ADDR=job-master-0"
          + " PET_MASTER_ADDR=job-master-0 PET_NPROC_PER_NODE=auto";
  private static final String ELASTIC =
      "PYTHONUNBUFFERED=1 PET_RDZV_ENDPOINT=job-worker-0:23456 PET_RDZV_BACKEND=c10d"
          + " PET_NPROC_PER_NODE=1 PET_MAX_RESTARTS=3";

  private static final String TORCHRUN =
      " TORCHELASTIC_RUN_ID=none MASTER_ADDR=job-worker-2 MASTER_PORT=40231 LOCAL_RANK=0"
          + " LOCAL_WORLD_SIZE=2";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WORLD_SIZE=3 RANK=0 PET_NODE_RANK=0 PET_NNODES=3  | master-0 | 3 | leads",
        "WORLD_SIZE=3 RANK=1 PET_NODE_RANK=1 PET_NNODES=3  | worker-0 | 3 | follows",
        "WORLD_SIZE=3 RANK=2 PET_NODE_RANK=2 PET_NNODES=3  | worker-1 | 3 | follows",
        // With more processes than one for each replica, the world is larger than the job.
        "WORLD_SIZE=12 RANK=1 PET_NODE_RANK=1 PET_NNODES=3 | worker-0 | 3 | follows",
        "WORLD_SIZE=2 RANK=1                               | worker-0 | 2 | follows",
        "WORLD_SIZE=1 RANK=0                               | master-0 | 1 | leads",
      })
  void withAMasterAReplicaKnowsItByItsRank(
      String variables, String replica, int size, String role) {
    assertThat(TrainingContext.of(environment(PLAIN + " " + variables)))
        .isEqualTo(context(replica, "master-0=job-master-0:23456", size, role));
  }

  @Test
  void theMasterMayBeAnAddressOfTheSixthVersion() {
    assertThat(
            TrainingContext.of(
                environment("MASTER_ADDR=fd00::1 MASTER_PORT=23456 WORLD_SIZE=1 RANK=0")))
        .isEqualTo(context("master-0", "master-0=[fd00::1]:23456", 1, "leads"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PET_NNODES=1:4 HOSTNAME=job-worker-0                 | worker-0 | 4",
        "PET_NNODES=1:4 HOSTNAME=job-worker-3                 | worker-3 | 4",
        "PET_NNODES=2:2 HOSTNAME=job-worker-1                 | worker-1 | 2",
        "PET_NNODES=1:1 HOSTNAME=job-worker-0                 | worker-0 | 1",
        "PET_NNODES=2 HOSTNAME=a-worker-9-n0-0-worker-1       | worker-1 | 2",
        // On the host's network the host has a name of its own, and Flyte tells the pod's.
        "PET_NNODES=1:4 HOSTNAME=node-7 _F_WN=job-worker-2    | worker-2 | 4",
      })
  void inAnElasticJobNobodyKnowsWhoWillLead(String variables, String replica, int size) {
    assertThat(TrainingContext.of(environment(ELASTIC + " " + variables)))
        .isEqualTo(context(replica, "worker-0=job-worker-0:23456", size, "elected"));
  }

  @ParameterizedTest
  @CsvSource({"job-worker-0, worker-0, leads", "job-worker-2, worker-2, follows"})
  void amongWorkersAloneTheFirstLeads(String pod, String replica, String role) {
    assertThat(
            TrainingContext.of(environment("PET_NPROC_PER_NODE=auto PET_NNODES=3 HOSTNAME=" + pod)))
        .isEqualTo(context(replica, "", 3, role));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RANK=0 WORLD_SIZE=6 GROUP_RANK=0 GROUP_WORLD_SIZE=3 HOSTNAME=job-worker-2 | worker-2 | 3 | leads",
        "RANK=1 WORLD_SIZE=6 GROUP_RANK=0 GROUP_WORLD_SIZE=3 HOSTNAME=job-worker-2 | worker-2 | 3 | follows",
        "RANK=2 WORLD_SIZE=6 GROUP_RANK=1 GROUP_WORLD_SIZE=3 HOSTNAME=job-worker-0 | worker-0 | 3 | follows",
        // As many as have met, not as many as may.
        "RANK=0 WORLD_SIZE=2 GROUP_RANK=0 GROUP_WORLD_SIZE=1 HOSTNAME=job-worker-3 | worker-3 | 1 | leads",
      })
  void aProcessOfAnElasticAgentKnowsWhoHasBeenElected(
      String variables, String replica, int size, String role) {
    assertThat(
            TrainingContext.of(
                environment(ELASTIC + " PET_NNODES=1:4" + TORCHRUN + " " + variables)))
        .isEqualTo(context(replica, "worker-0=job-worker-0:23456", size, role));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RANK=0 GROUP_RANK=0 PET_NODE_RANK=0 | master-0 | leads",
        "RANK=1 GROUP_RANK=0 PET_NODE_RANK=0 | master-0 | follows",
        "RANK=5 GROUP_RANK=2 PET_NODE_RANK=2 | worker-1 | follows",
      })
  void aProcessOfAnAgentThatAMasterLeadsIsOneOfItsReplica(
      String variables, String replica, String role) {
    assertThat(
            TrainingContext.of(
                environment(
                    PLAIN
                        + TORCHRUN
                        + " WORLD_SIZE=6 PET_NNODES=3 GROUP_WORLD_SIZE=3 "
                        + variables)))
        .isEqualTo(context(replica, "master-0=job-master-0:23456", 3, role));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RANK=0 WORLD_SIZE=2 GROUP_RANK=0 GROUP_WORLD_SIZE=1 | worker-0 | 1 | leads",
        "RANK=1 WORLD_SIZE=2 GROUP_RANK=0 GROUP_WORLD_SIZE=1 | worker-0 | 1 | follows",
        "RANK=3 WORLD_SIZE=4 GROUP_RANK=1 GROUP_WORLD_SIZE=2 | worker-1 | 2 | follows",
      })
  void withoutAnOperatorTheAgentsAreTheReplicas(
      String variables, String replica, int size, String role) {
    assertThat(TrainingContext.of(environment(TORCHRUN.strip() + " " + variables)))
        .isEqualTo(context(replica, "worker-0=job-worker-2:40231", size, role));
  }

  private static TrainingContext context(String replica, String address, int size, String role) {
    SortedMap<Replica, String> addresses = new TreeMap<>();
    if (!address.isEmpty()) {
      addresses.put(
          Replica.parse(address.substring(0, address.indexOf('='))),
          address.substring(address.indexOf('=') + 1));
    }
    return role.equals("elected")
        ? TrainingContext.elected(Replica.parse(replica), addresses, size)
        : TrainingContext.create(Replica.parse(replica), addresses, size, role.equals("leads"));
  }

  static Stream<Arguments> refusals() {
    String number = "expected a whole number from 0 up";
    String set = "expected what the training operator sets for a PyTorchJob";
    String nodes = "expected a number of replicas, or the least and the most as 1:4";
    return Stream.of(
        arguments("MASTER_ADDR=m RANK=0 WORLD_SIZE=1", "MASTER_PORT is missing: " + set),
        arguments("MASTER_ADDR=m MASTER_PORT=1 RANK=0", "WORLD_SIZE is missing: " + set),
        arguments("MASTER_ADDR= MASTER_PORT=1 RANK=0 WORLD_SIZE=1", "MASTER_ADDR is \"\": " + set),
        arguments(
            "MASTER_ADDR=m MASTER_PORT=x RANK=0 WORLD_SIZE=1", "MASTER_PORT is \"x\": " + number),
        arguments("MASTER_ADDR=m MASTER_PORT=1 RANK=-1 WORLD_SIZE=1", "RANK is \"-1\": " + number),
        arguments(
            "MASTER_ADDR=m MASTER_PORT=1 RANK=9999999999 WORLD_SIZE=1",
            "RANK is \"9999999999\": " + number),
        arguments(
            "MASTER_ADDR=m MASTER_PORT=1 RANK=2 WORLD_SIZE=2",
            "RANK is \"2\": expected a number below the number of replicas, 2"),
        arguments(
            "MASTER_ADDR=m MASTER_PORT=1 RANK=2 WORLD_SIZE=8 PET_NNODES=2",
            "RANK is \"2\": expected a number below the number of replicas, 2"),
        arguments(
            "MASTER_ADDR=m MASTER_PORT=1 RANK=0 WORLD_SIZE=0",
            "RANK is \"0\": expected a number below the number of replicas, 0"),
        arguments(
            "MASTER_ADDR=m MASTER_PORT=0 RANK=0 WORLD_SIZE=1",
            "MASTER_PORT is \"0\": expected a port from 1 to 65535"),
        arguments(
            "MASTER_ADDR=tcp://m MASTER_PORT=1 RANK=0 WORLD_SIZE=1",
            "MASTER_ADDR is \"tcp://m\": expected a host, without a scheme and a port"),
        arguments(
            "PET_RDZV_ENDPOINT=tcp://w:1 PET_NNODES=2 HOSTNAME=j-worker-0",
            "PET_RDZV_ENDPOINT is \"tcp://w:1\": expected where worker 0 listens, as host:port"),
        arguments(
            "PET_RDZV_ENDPOINT=w:0 PET_NNODES=2 HOSTNAME=j-worker-0",
            "PET_RDZV_ENDPOINT is \"w:0\": expected where worker 0 listens, as host:port"),
        arguments("PET_RDZV_ENDPOINT=w:1 PET_NNODES=2", "HOSTNAME is missing: " + set),
        arguments(
            "PET_RDZV_ENDPOINT=w:1 PET_NNODES=2 HOSTNAME=laptop",
            "HOSTNAME is \"laptop\": expected the name of a worker's pod, such as job-worker-0"),
        arguments(
            "PET_RDZV_ENDPOINT=w:1 PET_NNODES=2 HOSTNAME=j-worker-2",
            "HOSTNAME is \"j-worker-2\": expected a worker with an index below the number of"
                + " replicas, 2"),
        arguments("PET_RDZV_ENDPOINT=w:1 HOSTNAME=j-worker-0", "PET_NNODES is missing: " + set),
        arguments(
            "PET_RDZV_ENDPOINT= PET_NNODES=1 HOSTNAME=j-worker-0",
            "PET_RDZV_ENDPOINT is \"\": " + set),
        arguments(
            "PET_RDZV_ENDPOINT=w:1 PET_NNODES=0 HOSTNAME=j-worker-0",
            "PET_NNODES is \"0\": " + nodes),
        arguments(
            "PET_RDZV_ENDPOINT=w:1 PET_NNODES=4:1 HOSTNAME=j-worker-0",
            "PET_NNODES is \"4:1\": " + nodes),
        arguments(
            "PET_RDZV_ENDPOINT=w:1 PET_NNODES=1: HOSTNAME=j-worker-0",
            "PET_NNODES is \"1:\": " + nodes),
        arguments(
            "PET_RDZV_ENDPOINT=w:1 PET_NNODES=many HOSTNAME=j-worker-0",
            "PET_NNODES is \"many\": " + nodes),
        arguments(
            "PET_RDZV_ENDPOINT=w:1 PET_NNODES=2 HOSTNAME=j-worker-0 RANK=1",
            "PET_RDZV_ENDPOINT is \"w:1\" and RANK is \"1\": expected one of them, since an elastic"
                + " PyTorchJob has no master and no ranks, or TORCHELASTIC_RUN_ID for a process"
                + " that torchrun has started"),
        arguments(
            "PET_RDZV_ENDPOINT=w:1 PET_NNODES=2 HOSTNAME=j-worker-0 _F_WN=pod",
            "_F_WN is \"pod\": expected the name of a worker's pod, such as job-worker-0"),
        arguments("PET_NNODES=2", "HOSTNAME is missing: " + set),
        arguments(
            "PET_NNODES=2 HOSTNAME=laptop",
            "HOSTNAME is \"laptop\": expected the name of a worker's pod, such as job-worker-0"),
        arguments(
            "MASTER_ADDR=m MASTER_PORT=1 RANK=1 WORLD_SIZE=4 PET_NNODES=3",
            "WORLD_SIZE is \"4\": expected as many processes for each replica, of which PET_NNODES"
                + " says 3"),
        arguments(
            "MASTER_ADDR=m MASTER_PORT=1 RANK=1 WORLD_SIZE=3 PET_NNODES=3 PET_NODE_RANK=2",
            "PET_NODE_RANK is \"2\": expected what RANK is, 1"),
        arguments(
            "TORCHELASTIC_RUN_ID=none MASTER_ADDR=m MASTER_PORT=1 RANK=2 WORLD_SIZE=2 GROUP_RANK=0"
                + " GROUP_WORLD_SIZE=1",
            "RANK is \"2\": expected a number below the number of processes, 2"),
        arguments(
            "TORCHELASTIC_RUN_ID=none MASTER_ADDR=m MASTER_PORT=1 RANK=1 WORLD_SIZE=2 GROUP_RANK=1"
                + " GROUP_WORLD_SIZE=1",
            "GROUP_RANK is \"1\": expected a number below the number of agents, 1"),
        arguments(
            "TORCHELASTIC_RUN_ID=none MASTER_ADDR=m MASTER_PORT=1 RANK=1 WORLD_SIZE=2",
            "GROUP_RANK is missing: " + set));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatIsMalformedOrContradictsItselfIsRefused(String variables, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingContext.of(environment(variables)))
        .withMessage(sentence);
  }

  @Test
  void aHugeValueIsNotQuotedWhole() {
    Map<String, String> environment = environment(PLAIN + " WORLD_SIZE=1");
    environment.put("RANK", "x".repeat(1_000_000));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingContext.of(environment))
        .withMessage(
            "RANK is \"%s… (1000000 characters)\": expected a whole number from 0 up",
            "x".repeat(300));
  }

  private static Map<String, String> environment(String variables) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables.split(" ", -1)) {
      if (variable.contains("=")) {
        String[] parts = variable.split("=", 2);
        environment.put(parts[0], parts[1]);
      }
    }
    return environment;
  }
}
