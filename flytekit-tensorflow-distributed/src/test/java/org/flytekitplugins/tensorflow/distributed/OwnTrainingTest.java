package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.allreduce.AllReduce;
import org.flytekitplugins.allreduce.AllReduceBuilder;
import org.flytekitplugins.allreduce.ElasticAllReduce;
import org.flytekitplugins.allreduce.Generation;
import org.flytekitplugins.allreduce.PeerLostException;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.junit.jupiter.api.Test;

/** Training code that needs no TensorFlow, as {@code docs/distributed-training.md} shows it. */
class OwnTrainingTest {
  private static final int STEPS = 200;

  @Test
  void replicasOfATrainingContextFitALineTogether() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0", "worker-1");
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<float[]>> lines = new ArrayList<>();
      for (Replica replica : cluster.replicas()) {
        lines.add(threads.submit(() -> fit(cluster.context(replica.toString()))));
      }
      float[] first = lines.get(0).get(60, TimeUnit.SECONDS);
      for (Future<float[]> line : lines) {
        assertThat(line.get(60, TimeUnit.SECONDS)).containsExactly(first);
      }
      assertThat(first[0]).isCloseTo(3, org.assertj.core.data.Offset.offset(0.1f));
      assertThat(first[1]).isCloseTo(1, org.assertj.core.data.Offset.offset(0.1f));
    } finally {
      threads.shutdownNow();
    }
  }

  // snippet: own
  static float[] fit(TrainingContext context) {
    AllReduceBuilder builder =
        AllReduce.builder()
            .job(String.join(" ", context.addresses().values())) // no two jobs have the same
            .self(context.replica().toString())
            .replicas(context.addresses());
    float[] line = {0, 0}; // slope and offset
    long step = context.isPrimary() ? 0 : -1; // others are given what the primary begins with
    try (ElasticAllReduce job = builder.connectElastic()) {
      while (true) {
        try (Generation members = job.next(step)) {
          ByteBuffer state = ByteBuffer.allocate(8).putFloat(line[0]).putFloat(line[1]).flip();
          members.share(state); // from whoever is furthest to those who are not
          if (members.takesState()) {
            line = new float[] {state.getFloat(0), state.getFloat(4)};
            step = members.step();
            members.taken();
          }
          while (step < STEPS && !members.isOver()) { // over when another one joins
            float[] gradient = gradient(line, context.index() + step);
            members.sum(gradient); // the last number counts examples
            line[0] -= 0.3f * gradient[0] / gradient[2];
            line[1] -= 0.3f * gradient[1] / gradient[2];
            step++;
          }
          if (!members.isOver()) {
            members.barrier(); // or somebody might leave while others still need it
            return line;
          }
        } catch (PeerLostException e) {
          System.out.println(e.getMessage()); // the others go on
        }
      }
    }
  }

  // end

  // That of the squared distance to the line 3x + 1, over two points, as sums.
  private static float[] gradient(float[] line, long seed) {
    float[] gradient = {0, 0, 2};
    for (float x : new float[] {seed % 5 / 2f - 1, seed % 3 - 1}) {
      float error = line[0] * x + line[1] - (3 * x + 1);
      gradient[0] += error * x;
      gradient[1] += error;
    }
    return gradient;
  }
}
