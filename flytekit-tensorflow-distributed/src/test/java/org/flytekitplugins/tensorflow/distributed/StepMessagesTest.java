package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.junit.jupiter.api.Test;
import org.tensorflow.NativeSession;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.PreparedRun;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;

/** What a replica receives from its parameter servers in a step. */
class StepMessagesTest {
  private static final Replica CHIEF = Replica.parse("chief-0");
  private static final List<Replica> SERVERS = List.of(Replica.parse("ps-0"));
  private static final RunOptions TRACE =
      RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();

  @Test
  void aStepReceivesEachVariableAndTheStepAndNothingElse() {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "ps-0");
    ConfigProto config = config(cluster);

    List<String> received = received(cluster, config);

    // What a server in this process receives may be there too.
    assertThat(Set.copyOf(received))
        .containsExactlyInAnyOrder("8192B", "128B", "1280B", "40B", "8B");
  }

  private static ConfigProto config(LoopbackCluster cluster) {
    DistributedTraining training = Digits.builder().steps(1).build();
    List<Replica> all = new ArrayList<>(SERVERS);
    all.add(CHIEF);
    ConfigProto config = SessionConfig.cluster(training, all).build();
    for (Replica replica : all) {
      TrainingServer.start(new ClusterShape(cluster.context(replica.toString())), config);
    }
    return config;
  }

  private static List<String> received(LoopbackCluster cluster, ConfigProto config) {
    TrainingGraph graph =
        TrainingGraph.build(
            new TrainingGraph.Plan(Digits::model, Layout.on(CHIEF, SERVERS))
                .training(Optimizer.momentum(0.05f, 0.9f), 7)
                .counting(CHIEF, List.of(CHIEF)));
    try (TrainingSession variables =
        TrainingSession.remote(graph, cluster.address("chief-0"), config)) {
      variables.initialize();
    }
    List<Output<?>> inputs = new ArrayList<>();
    graph.model().inputs().values().forEach(i -> inputs.add(graph.output(i.placeholder())));
    List<Operand<?>> outputs = new ArrayList<>();
    graph.measures().values().forEach(measure -> outputs.add(graph.output(measure)));
    outputs.add(graph.output(graph.stepAfter()));
    try (NativeSession session =
            NativeSession.open(graph.graph(), "grpc://" + cluster.address("chief-0"), config);
        PreparedRun step =
            session.prepare(
                inputs,
                outputs,
                graph.train().stream().map(graph::operation).collect(Collectors.toList()));
        Batch batch = Digits.training().batches(32).open(Shard.of(0, 1, 7, 0)).next()) {
      int next = 0;
      for (String input : graph.model().inputs().keySet()) {
        step.feed(next++, batch.require(input));
      }
      return received(step.run(TRACE));
    }
  }

  private static List<String> received(RunMetadata metadata) {
    List<String> received = new ArrayList<>();
    for (DeviceStepStats device : metadata.getStepStats().getDevStatsList()) {
      for (NodeExecStats node : device.getNodeStatsList()) {
        if (node.getNodeName().equals("RecvTensor")) {
          received.add(node.getTimelineLabel().replaceAll("^\\[(\\d+B)\\].*", "$1"));
        }
      }
    }
    return received;
  }
}
