package org.flytekitplugins.tensorflow.distributed;

import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.jspecify.annotations.Nullable;
import org.tensorflow.DeviceSpec;
import org.tensorflow.op.Ops;

/** On which devices a graph's operations and variables stand. */
final class Layout {
  private final @Nullable DeviceSpec self;
  private final List<DeviceSpec> keepers;
  private final long[] load;

  private Layout(@Nullable DeviceSpec self, List<DeviceSpec> keepers) {
    this.self = self;
    this.keepers = keepers;
    this.load = new long[keepers.size()];
  }

  /** Everything in this process, without a cluster. */
  static Layout local() {
    return new Layout(null, List.of());
  }

  /** Everything on the device of this replica. */
  static Layout on(Replica self) {
    return new Layout(ClusterShape.device(self), List.of());
  }

  /** The variables on parameter servers, the rest on the device of this replica. */
  static Layout on(Replica self, List<Replica> servers) {
    List<DeviceSpec> keepers = new ArrayList<>();
    servers.forEach(server -> keepers.add(ClusterShape.device(server)));
    return new Layout(ClusterShape.device(self), keepers);
  }

  /** The device of this replica as TensorFlow writes it; empty without a cluster. */
  String self() {
    return self == null ? "" : self.toString();
  }

  /** Where this replica computes. */
  Ops here(Ops ops) {
    return self == null ? ops : ops.withDevice(self);
  }

  /** Where a variable that is kept on a device is used. */
  Ops reader(Ops ops, Ops device) {
    return keepers.isEmpty() ? device : here(ops);
  }

  /** Where counters are kept. */
  Ops counters(Ops ops) {
    return keepers.isEmpty() ? here(ops) : ops.withDevice(keepers.get(0));
  }

  /** Where a variable is kept: with whoever has least. Equal calls give equal places. */
  Ops variable(Ops ops, long values) {
    if (keepers.isEmpty()) {
      return here(ops);
    }
    int least = 0;
    for (int i = 1; i < load.length; i++) {
      if (load[i] < load[least]) {
        least = i;
      }
    }
    load[least] += values;
    return ops.withDevice(keepers.get(least));
  }
}
