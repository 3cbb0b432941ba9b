package org.flytekitplugins.kubeflow.resources;

import java.util.Map;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.spi.SharedMemory;
import org.jspecify.annotations.Nullable;

/**
 * The volume that Flyte mounts at {@code /dev/shm} of the container that trains.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/flytek8s/pod_helper.go">pod_helper.go</a>
 */
final class SharedMemoryVolume {
  private static final String NAME = "flyte-shared-memory";
  private static final String PATH = "/dev/shm";

  private SharedMemoryVolume() {}

  /** Adds it to a pod and to its container, if there is to be one. */
  static void add(
      @Nullable SharedMemory memory, Map<String, Object> pod, Map<String, Object> container) {
    if (memory == null) {
      return;
    }
    Map<String, Object> volume = PlainObject.of("name", NAME);
    Map<String, Object> directory = PlainObject.object(volume, "emptyDir");
    directory.put("medium", "Memory");
    String limit = memory.sizeLimit();
    if (limit != null) {
      directory.put("sizeLimit", CanonicalQuantity.of(Quantity.of(limit)));
    }
    PlainObject.list(pod, "volumes").add(volume);
    Map<String, Object> mount = PlainObject.of("name", NAME);
    mount.put("mountPath", PATH);
    PlainObject.list(container, "volumeMounts").add(mount);
  }
}
