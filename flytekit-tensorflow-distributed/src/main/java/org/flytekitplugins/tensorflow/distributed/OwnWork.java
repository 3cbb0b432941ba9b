package org.flytekitplugins.tensorflow.distributed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;

/**
 * How long a replica itself has computed in a traced call of TensorFlow; in what is left of the
 * call it has exchanged values with others, or waited for them.
 */
final class OwnWork {
  /** How to trace a call for it. */
  static final RunOptions TRACE =
      RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();

  // No message takes less: in a shorter gap TensorFlow goes from one operation to the next.
  private static final long GAP_MICROS = 50;

  private OwnWork() {}

  /**
   * The time in which at least one operation of the replica ran, in nanoseconds.
   *
   * @param device of the replica, such as {@code /job:worker/replica:0/task:1/device:CPU:0}
   */
  static long nanos(RunMetadata traced, String device) {
    List<long[]> spans = new ArrayList<>();
    for (DeviceStepStats stats : traced.getStepStats().getDevStatsList()) {
      if (stats.getDevice().equals(device)) {
        stats.getNodeStatsList().stream()
            .filter(node -> !isExchange(node))
            .forEach(node -> spans.add(span(node)));
      }
    }
    spans.sort(Comparator.comparingLong(span -> span[0]));
    long micros = 0;
    long end = Long.MIN_VALUE / 2;
    for (long[] span : spans) {
      long from = span[0] - end <= GAP_MICROS ? end : span[0];
      micros += Math.max(0, span[1] - from);
      end = Math.max(end, span[1]);
    }
    return micros * 1000;
  }

  private static long[] span(NodeExecStats node) {
    long start = node.getAllStartMicros();
    return new long[] {start, start + node.getAllEndRelMicros()};
  }

  // The label has the operation's type: "NAME = TYPE(INPUTS)".
  private static boolean isExchange(NodeExecStats node) {
    String label = node.getTimelineLabel();
    return node.getNodeName().equals("RecvTensor")
        || label.contains(" = CollectiveReduce")
        || label.contains(" = _Recv(")
        || label.contains(" = _HostRecv(");
  }
}
