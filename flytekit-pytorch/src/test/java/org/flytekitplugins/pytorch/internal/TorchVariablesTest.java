package org.flytekitplugins.pytorch.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a replica of a PyTorchJob finds itself in. */
class TorchVariablesTest {
  private static final String PLAIN =
      "PYTHONUNBUFFERED=1 MASTER_PORT=23456 PET_MASTER_PORT=23456 MASTER_ADDR=job-master-0"
          + " PET_MASTER_ADDR=job-master-0 PET_NPROC_PER_NODE=auto";
  private static final String ELASTIC =
      "PYTHONUNBUFFERED=1 PET_RDZV_ENDPOINT=job-worker-0:23456 PET_RDZV_BACKEND=c10d"
          + " PET_NPROC_PER_NODE=1 PET_MAX_RESTARTS=3";

  static Stream<Arguments> contexts() {
    String master = "master-0=job-master-0:23456";
    String first = "worker-0=job-worker-0:23456";
    return Stream.of(
        arguments(
            PLAIN + " WORLD_SIZE=3 RANK=0 PET_NODE_RANK=0 PET_NNODES=3",
            "master-0",
            master,
            3,
            true),
        arguments(
            PLAIN + " WORLD_SIZE=3 RANK=1 PET_NODE_RANK=1 PET_NNODES=3",
            "worker-0",
            master,
            3,
            false),
        arguments(
            PLAIN + " WORLD_SIZE=3 RANK=2 PET_NODE_RANK=2 PET_NNODES=3",
            "worker-1",
            master,
            3,
            false),
        // With more processes than one for each replica, the world is larger than the job.
        arguments(
            PLAIN + " WORLD_SIZE=12 RANK=1 PET_NODE_RANK=1 PET_NNODES=3",
            "worker-0",
            master,
            3,
            false),
        arguments(PLAIN + " WORLD_SIZE=2 RANK=1", "worker-0", master, 2, false),
        arguments(PLAIN + " WORLD_SIZE=1 RANK=0", "master-0", master, 1, true),
        arguments(
            "MASTER_ADDR=fd00::1 MASTER_PORT=23456 WORLD_SIZE=1 RANK=0",
            "master-0",
            "master-0=[fd00::1]:23456",
            1,
            true),
        arguments(ELASTIC + " PET_NNODES=1:4 HOSTNAME=job-worker-0", "worker-0", first, 4, true),
        arguments(ELASTIC + " PET_NNODES=1:4 HOSTNAME=job-worker-3", "worker-3", first, 4, false),
        arguments(ELASTIC + " PET_NNODES=2:2 HOSTNAME=job-worker-1", "worker-1", first, 2, false),
        arguments(
            ELASTIC + " PET_NNODES=2 HOSTNAME=a-worker-9-n0-0-worker-1",
            "worker-1",
            first,
            2,
            false));
  }

  @ParameterizedTest
  @MethodSource("contexts")
  void aReplicaKnowsItselfAndItsLeader(
      String variables, String replica, String leader, int size, boolean isPrimary) {
    TreeMap<Replica, String> addresses = new TreeMap<>();
    addresses.put(
        Replica.parse(leader.substring(0, leader.indexOf('='))),
        leader.substring(leader.indexOf('=') + 1));

    assertThat(TrainingContext.of(environment(variables)))
        .isEqualTo(TrainingContext.create(Replica.parse(replica), addresses, size, isPrimary));
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
            "PET_NNODES is \"many\": " + nodes));
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
