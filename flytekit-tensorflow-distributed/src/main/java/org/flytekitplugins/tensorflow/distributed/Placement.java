package org.flytekitplugins.tensorflow.distributed;

import com.google.auto.value.AutoValue;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;

/** Where the operations of one traced step really ran: the evidence of a distributed training. */
@AutoValue
public abstract class Placement {
  /** How to trace a step for it. */
  static final RunOptions TRACE =
      RunOptions.newBuilder()
          .setTraceLevel(RunOptions.TraceLevel.FULL_TRACE)
          .setOutputPartitionGraphs(true)
          .build();

  Placement() {}

  /** The operations that ran, by device, such as {@code /job:ps/replica:0/task:0/device:CPU:0}. */
  public abstract SortedMap<String, SortedSet<String>> operations();

  /** The variables of the step, by the device that holds them. */
  public abstract SortedMap<String, SortedSet<String>> variables();

  static Placement of(RunMetadata metadata) {
    SortedMap<String, SortedSet<String>> operations = new TreeMap<>();
    for (DeviceStepStats device : metadata.getStepStats().getDevStatsList()) {
      for (NodeExecStats node : device.getNodeStatsList()) {
        add(operations, device.getDevice(), node.getNodeName());
      }
    }
    SortedMap<String, SortedSet<String>> variables = new TreeMap<>();
    for (GraphDef partition : metadata.getPartitionGraphsList()) {
      for (NodeDef node : partition.getNodeList()) {
        if (node.getOp().equals("VarHandleOp")) {
          add(
              variables,
              node.getDevice(),
              node.getAttrOrThrow("shared_name").getS().toStringUtf8());
        }
      }
    }
    return new AutoValue_Placement(
        Collections.unmodifiableSortedMap(operations),
        Collections.unmodifiableSortedMap(variables));
  }

  private static void add(
      SortedMap<String, SortedSet<String>> byDevice, String device, String name) {
    byDevice.computeIfAbsent(device, d -> new TreeSet<>()).add(name);
  }

  /** The devices that ran something. */
  public final Set<String> devices() {
    return operations().keySet();
  }
}
