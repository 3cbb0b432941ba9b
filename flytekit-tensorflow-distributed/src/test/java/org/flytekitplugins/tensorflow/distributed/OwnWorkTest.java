package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;

/** How long a replica computes in a step, as a trace of TensorFlow's says. */
class OwnWorkTest {
  private static final String SELF = "/job:worker/replica:0/task:1/device:CPU:0";
  private static final String SERVER = "/job:ps/replica:0/task:0/device:CPU:0";

  @Test
  void isTheTimeInWhichAnOperationOfItsOwnRuns() {
    RunMetadata traced =
        trace(
            device(SELF, node(1000, 300, "MatMul"), node(2000, 50, "Relu")),
            device(SERVER, node(1400, 500, "ResourceApplyMomentum")));

    assertThat(micros(traced)).isEqualTo(350);
  }

  @Test
  void operationsAtTheSameTimeCountOnce() {
    assertThat(
            micros(
                trace(
                    device(SELF, node(1200, 300, "MatMul"), node(1000, 400, "MatMul")),
                    device(SELF, node(1100, 100, "Add")))))
        .isEqualTo(500);
  }

  @Test
  void aGapThatIsTooShortForAMessageIsWorkToo() {
    assertThat(micros(trace(device(SELF, node(1000, 10, "Add"), node(1060, 10, "Add")))))
        .isEqualTo(70);
    assertThat(micros(trace(device(SELF, node(1000, 10, "Add"), node(1061, 10, "Add")))))
        .isEqualTo(20);
  }

  @Test
  void messagesAndTheExchangeOfGradientsAreNoWork() {
    assertThat(
            micros(
                trace(
                    device(
                        SELF,
                        node(1000, 10, "Add"),
                        node(2000, 900, "CollectiveReduce"),
                        node(2000, 900, "_Recv"),
                        node(2000, 900, "_HostRecv"),
                        NodeExecStats.newBuilder()
                            .setNodeName("RecvTensor")
                            .setAllStartMicros(2000)
                            .setAllEndRelMicros(900)
                            .build()))))
        .isEqualTo(10);
  }

  @Test
  void ofNothingIsNone() {
    assertThat(micros(RunMetadata.getDefaultInstance())).isZero();
  }

  private static long micros(RunMetadata traced) {
    return TimeUnit.NANOSECONDS.toMicros(OwnWork.nanos(traced, SELF));
  }

  private static RunMetadata trace(DeviceStepStats... devices) {
    RunMetadata.Builder traced = RunMetadata.newBuilder();
    for (DeviceStepStats device : devices) {
      traced.getStepStatsBuilder().addDevStats(device);
    }
    return traced.build();
  }

  private static DeviceStepStats device(String name, NodeExecStats... nodes) {
    DeviceStepStats.Builder device = DeviceStepStats.newBuilder().setDevice(name);
    for (NodeExecStats node : nodes) {
      device.addNodeStats(node);
    }
    return device.build();
  }

  private static NodeExecStats node(long start, long took, String type) {
    return NodeExecStats.newBuilder()
        .setNodeName("some_" + start)
        .setTimelineLabel("some_" + start + " = " + type + "(a, b)")
        .setAllStartMicros(start)
        .setOpEndRelMicros(took)
        .setAllEndRelMicros(took)
        .build();
  }
}
