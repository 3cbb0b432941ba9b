package org.flytekitplugins.jflyte.explain;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.jflyte.explain.internal.JobView;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster makes of one role of a job.
 *
 * @param type the role
 * @param replicas how many replicas it has
 * @param image the image they run in, or null if nobody has said
 * @param requests what each of them requests in the end
 * @param limits what each of them is limited to in the end
 * @param asked what was asked for where the platform's limit leaves less
 * @param heap how large the Java heap of each becomes, in bytes; null where no Java runs
 * @param restartPolicy what happens when one of them ends
 * @param leads whether the first of them leads the job
 */
public record RolePicture(
    ReplicaType type,
    int replicas,
    @Nullable String image,
    ResourceList requests,
    ResourceList limits,
    Map<ResourceName, Quantity> asked,
    @Nullable BigDecimal heap,
    RestartPolicy restartPolicy,
    boolean leads) {
  static List<RolePicture> of(JobView job) {
    return job.roles().stream().map(type -> of(job, type)).toList();
  }

  private static RolePicture of(JobView job, ReplicaType type) {
    ReplicaSpec role = job.role(type);
    ResourceList limits = job.resources(type).limits();
    Map<ResourceName, Quantity> asked = new EnumMap<>(ResourceName.class);
    for (ResourceName name : job.resources(type).lowered()) {
      Quantity quantity = job.asked(type, name);
      if (quantity != null) {
        asked.put(name, quantity);
      }
    }
    Quantity memory = limits.memory();
    BigDecimal heap =
        memory == null || !job.task().runsJava()
            ? null
            : memory
                .amount()
                .multiply(BigDecimal.valueOf(job.extension().getHeapPercentage()))
                .divide(BigDecimal.valueOf(100));
    return new RolePicture(
        type,
        role.replicas(),
        job.image(type),
        job.resources(type).requests(),
        limits,
        asked,
        heap,
        role.restartPolicy(),
        job.leads(type) && !job.isElected());
  }
}
