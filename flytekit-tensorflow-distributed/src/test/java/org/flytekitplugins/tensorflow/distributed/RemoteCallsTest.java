package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;

/** How long others were waited for in calls of TensorFlow. */
class RemoteCallsTest {
  private static final String SELF = "/job:worker/replica:0/task:1/device:CPU:0";

  private final RemoteCalls calls = new RemoteCalls(SELF);

  @Test
  void isNotKnownBeforeACallIsTraced() {
    calls.done(1_000_000, null);
    calls.done(1_000_000, null);

    assertThat(calls.peerNanos()).isEqualTo(TrainingUsage.UNKNOWN);
  }

  @Test
  void isWhatTheCallsTookWithoutTheReplicasOwnWork() {
    calls.done(900_000_000, null); // the first: TensorFlow makes its plans
    calls.done(1_000_000, null);
    calls.done(4_000_000, ownWork(300));
    calls.done(2_000_000, null);

    assertThat(calls.peerNanos()).isEqualTo(7_000_000 - 3 * 300_000);
    calls.waited(50_000);
    assertThat(calls.peerNanos()).isEqualTo(7_050_000 - 3 * 300_000);
  }

  @Test
  void aTraceThatIsFarOffDoesNotCount() {
    calls.done(1, null);
    calls.done(1_000_000, ownWork(310));
    calls.done(1_000_000, ownWork(300_000));
    calls.done(1_000_000, ownWork(290));

    assertThat(calls.peerNanos()).isEqualTo(3_000_000 - 3 * 310_000);
  }

  @Test
  void ofManyTracesTheLastOnesCount() {
    calls.done(1, null);
    for (int i = 0; i < 20; i++) {
      calls.done(1_000_000, ownWork(900));
    }
    for (int i = 0; i < 15; i++) {
      calls.done(1_000_000, ownWork(100));
    }

    assertThat(calls.peerNanos()).isEqualTo(35_000_000 - 35 * 100_000);
  }

  @Test
  void isNeverNegative() {
    calls.done(1, null);
    calls.done(1_000_000, ownWork(2000));

    assertThat(calls.peerNanos()).isZero();
  }

  @Test
  void isTracedSoonAndThenSeldom() throws InterruptedException {
    assertThat(calls.trace()).isNull();
    calls.done(1, null);
    assertThat(calls.trace()).isNull();
    Thread.sleep(110);
    assertThat(calls.trace()).isSameAs(OwnWork.TRACE);
    calls.done(1, ownWork(1));
    assertThat(calls.trace()).isNull();
    Thread.sleep(110);
    assertThat(calls.trace()).isSameAs(OwnWork.TRACE);
    calls.done(1, ownWork(1));
    Thread.sleep(110);
    assertThat(calls.trace()).isNull();
  }

  private static RunMetadata ownWork(long micros) {
    RunMetadata.Builder traced = RunMetadata.newBuilder();
    traced
        .getStepStatsBuilder()
        .addDevStatsBuilder()
        .setDevice(SELF)
        .addNodeStats(
            NodeExecStats.newBuilder()
                .setNodeName("MatMul")
                .setTimelineLabel("MatMul = MatMul(a, b)")
                .setAllStartMicros(1000)
                .setAllEndRelMicros(micros));
    return traced.build();
  }
}
