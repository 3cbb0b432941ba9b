package org.flytekitplugins.jflyte.explain;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.jflyte.explain.internal.DurationWords;
import org.flytekitplugins.jflyte.explain.internal.JobPlace;
import org.flytekitplugins.jflyte.explain.internal.JobView;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.ClusterInWords;
import org.jspecify.annotations.Nullable;

/**
 * The job that the cluster runs for each attempt of a task.
 *
 * @param kubernetesKind the kind of the resource
 * @param name what it will be called, with placeholders for what an execution decides
 * @param namespace where it will be, unless an installation says otherwise
 * @param replicas what it is made of, in words
 * @param roles each role, in the operator's order
 * @param leader the replica that leads; null if the replicas elect theirs, or none can
 * @param end what ends the job and what is left of it, in words
 * @param consequences what follows from what may happen to a replica
 * @param total how much all replicas request together, by resource
 * @param attempts how many attempts there are at most, those not counted that Flyte adds for
 *     failures of its own
 * @param options what only the framework makes something of
 */
public record JobPicture(
    String kubernetesKind,
    String name,
    String namespace,
    String replicas,
    List<RolePicture> roles,
    @Nullable Replica leader,
    String end,
    List<Consequence> consequences,
    Map<ResourceName, BigDecimal> total,
    int attempts,
    SortedMap<String, String> options) {
  private static final List<ResourceName> ADDED_UP =
      List.of(ResourceName.CPU, ResourceName.MEMORY, ResourceName.GPU);

  static JobPicture of(JobView job) {
    Map<ResourceName, BigDecimal> total = new EnumMap<>(ResourceName.class);
    JobPlace place = JobPlace.of(job.platform().flyte());
    ADDED_UP.forEach(name -> total.put(name, job.total(name)));
    return new JobPicture(
        job.kind().kubernetesKind(),
        place.name(),
        place.namespace(),
        ClusterInWords.of(job.cluster()),
        RolePicture.of(job),
        job.isElected() ? null : job.leader().orElse(null),
        end(job),
        Consequences.of(job),
        Collections.unmodifiableMap(total),
        job.task().retries() + 1,
        Collections.unmodifiableSortedMap(new TreeMap<>(job.cluster().options())));
  }

  private static String end(JobView job) {
    return leading(job) + cleaning(job.cluster()) + deletion(job.cluster());
  }

  private static String leading(JobView job) {
    if (job.isElected()) {
      return "the replicas elect their leader; the job has succeeded when one of them ends well";
    }
    return job.leader()
        .map(leader -> leader + " leads: the job has succeeded when it ends well")
        .orElse("no replica can lead");
  }

  private static String cleaning(TrainingCluster cluster) {
    CleanPodPolicy policy = cluster.runPolicy().cleanPodPolicy();
    if (policy == CleanPodPolicy.ALL) {
      return "; then all pods are deleted, and their logs";
    }
    return policy == CleanPodPolicy.RUNNING
        ? "; then pods that still run are deleted"
        : "; pods that still run then go on";
  }

  private static String deletion(TrainingCluster cluster) {
    Duration ttl = cluster.runPolicy().ttlAfterFinished();
    return ttl == null ? "" : ", the job after " + DurationWords.of(ttl);
  }
}
