package org.flytekitplugins.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over real sockets on loopback. */
class AllReduceTest {
  @ParameterizedTest(name = "{0} values of {1} replicas")
  @CsvSource({"1, 2", "2400, 2", "2000000, 2", "0, 3", "2400, 3", "1000003, 3", "70001, 5"})
  void allReplicasHaveTheSumsInTheOrderOfRanks(int values, int replicas) throws Exception {
    String[] names = new String[replicas];
    Arrays.setAll(names, i -> "worker-" + i);
    float[] expected = new float[values];
    for (String name : names) {
      float[] each = random(name, values);
      for (int i = 0; i < values; i++) {
        expected[i] = name.equals("worker-0") ? each[i] : expected[i] + each[i];
      }
    }
    try (LoopbackJob job = new LoopbackJob(names)) {
      List<float[]> sums =
          job.all(
              (replica, name) -> {
                float[] gradient = random(name, values);
                replica.sum(gradient);
                return gradient;
              });

      assertThat(sums).allSatisfy(sum -> assertThat(Arrays.equals(sum, expected)).isTrue());
    }
  }

  private static float[] random(String name, int values) {
    Random random = new Random(name.hashCode());
    float[] each = new float[values];
    for (int i = 0; i < values; i++) {
      each[i] = (float) random.nextGaussian();
    }
    return each;
  }

  @Test
  void manyExchangesOfAllKindsFollowEachOther() throws Exception {
    try (LoopbackJob job = new LoopbackJob("chief-0", "worker-0", "worker-1")) {
      List<String> results =
          job.all(
              (replica, name) -> {
                float total = 0;
                byte[] bytes = new byte[5];
                for (int step = 1; step <= 500; step++) {
                  float[] values = {step, 1};
                  replica.sum(values);
                  total += values[1];
                  if (step % 100 == 0) {
                    Arrays.fill(bytes, name.equals("worker-1") ? (byte) (step / 100) : 0);
                    replica.broadcast(ByteBuffer.wrap(bytes), "worker-1");
                    replica.barrier();
                  }
                }
                return total + " " + Arrays.toString(bytes) + " " + replica.exchanges();
              });

      assertThat(results).containsOnly("1500.0 [5, 5, 5, 5, 5] 510");
    }
  }

  @Test
  void theDocumentedSumIsDone() throws Exception {
    try (LoopbackJob loopback = new LoopbackJob("worker-0", "worker-1")) {
      Map<String, String> addresses = loopback.addresses();
      Future<float[]> first = loopback.in(() -> documented("worker-0", addresses));

      assertThat(documented("worker-1", addresses)).containsExactly(2, 4);
      assertThat(first.get(10, TimeUnit.SECONDS)).containsExactly(2, 4);
    }
  }

  private static float[] documented(String self, Map<String, String> addresses) {
    float[] gradient = {1, 2};
    // snippet: sum
    AllReduceBuilder builder = AllReduce.builder().job("digits-7").self(self);
    addresses.forEach(builder::replica); // in the same order everywhere
    try (AllReduce job = builder.connect()) {
      job.sum(gradient); // once a step, in place
      job.barrier(); // or somebody might leave while others still need it
    }
    // end
    return gradient;
  }

  @Test
  void oneReplicaIsAJobToo() {
    float[] values = {1, 2};
    try (AllReduce alone =
        AllReduce.builder().job("a job").replica("w", "localhost:1").self("w").connect()) {
      alone.sum(values);
      alone.barrier();
    }

    assertThat(values).containsExactly(1, 2);
  }

  @Test
  void whoSumsOtherValuesThanTheOthersIsTold() throws Exception {
    try (LoopbackJob job = new LoopbackJob("worker-0", "worker-1")) {
      Future<AllReduce> first = job.in(() -> job.connect(job.builder("worker-0")));
      AllReduce second = job.connect(job.builder("worker-1"));
      Future<Throwable> failure = job.failure(() -> sum(first.get(), 10));
      assertThatThrownBy(() -> second.sum(new float[11]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "cannot go on with worker-0 (%s) in exchange 1: it exchanges 40 bytes where this"
                  + " replica exchanges 44: all must exchange equally many",
              job.address("worker-0"));
      assertThat(failure.get(10, TimeUnit.SECONDS)).isNotNull();
      assertThatThrownBy(second::barrier).hasMessageStartingWith("cannot go on with worker-0");
    }
  }

  private static Object sum(AllReduce replica, int values) {
    replica.sum(new float[values]);
    return values;
  }

  @Test
  void whatIsMissingIsNamedBeforeAnythingIsConnected() {
    assertThatThrownBy(() -> AllReduce.builder().connect())
        .hasMessage("the job has no name: call job(…)");
    assertThatThrownBy(() -> AllReduce.builder().job("j").replica("a", "h:1").self("b").connect())
        .hasMessage("this replica, \"b\", is none of [a]: call self(…) with one of them");
    assertThatThrownBy(() -> AllReduce.builder().replica("a", "h"))
        .hasMessage("the address \"h\" is no host:port: write for example worker-1.jobs.svc:2222");
    assertThatThrownBy(() -> AllReduce.builder().replica("a", "h:1").replica("a", "h:2"))
        .hasMessage("the replica a is there twice: give each a name of its own");
  }
}
