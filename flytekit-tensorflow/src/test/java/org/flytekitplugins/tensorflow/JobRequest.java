package org.flytekitplugins.tensorflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;

/** What a user asks a builder for, good or bad, before anything has looked at it. */
record JobRequest(
    Map<ReplicaType, Role> newer,
    Map<ReplicaType, Integer> older,
    Map<ResourceName, Amount> perReplica,
    Policy policy) {

  record Role(
      int replicas,
      String image,
      Map<ResourceName, Amount> resources,
      RestartPolicy restartPolicy) {
    private void applyTo(ReplicaSpec.Builder spec) {
      spec.replicas(replicas)
          .image(image)
          .requests(r -> setAll(r, resources, Amount::request))
          .limits(l -> setAll(l, resources, Amount::limit))
          .restartPolicy(restartPolicy);
    }
  }

  /** How much of one resource, and which of the two quantities is to be refused, if any. */
  record Amount(String request, String limit, Half refused) {}

  enum Half {
    REQUEST,
    LIMIT
  }

  record Policy(
      CleanPodPolicy cleanPodPolicy, Duration ttl, Duration deadline, Integer backoffLimit) {}

  /** Asks, in an order of calls that the seed decides. */
  TfJob build(long seed) {
    List<Consumer<TfJob.Builder>> calls = new ArrayList<>();
    newer.forEach((type, role) -> calls.add(job -> addRole(job, type, role)));
    older.forEach((type, count) -> calls.add(job -> addCount(job, type, count)));
    calls.add(job -> job.perReplicaRequests(r -> setAll(r, perReplica, Amount::request)));
    calls.add(job -> job.perReplicaLimits(l -> setAll(l, perReplica, Amount::limit)));
    calls.add(
        job ->
            job.runPolicy(
                r ->
                    r.cleanPodPolicy(policy.cleanPodPolicy)
                        .ttlAfterFinished(policy.ttl)
                        .activeDeadline(policy.deadline)
                        .backoffLimit(policy.backoffLimit)));
    Collections.shuffle(calls, new Random(seed));
    TfJob.Builder job = TfJob.builder();
    calls.forEach(call -> call.accept(job));
    return job.build();
  }

  private static void addRole(TfJob.Builder job, ReplicaType type, Role role) {
    switch (type) {
      case CHIEF -> job.chief(role::applyTo);
      case WORKER -> job.worker(role::applyTo);
      case PS -> job.ps(role::applyTo);
      case EVALUATOR -> job.evaluator(role::applyTo);
      case MASTER -> throw new AssertionError("a TFJob has none");
    }
  }

  private static void addCount(TfJob.Builder job, ReplicaType type, int count) {
    switch (type) {
      case CHIEF -> job.numChiefReplicas(count);
      case WORKER -> job.numWorkers(count);
      case PS -> job.numPsReplicas(count);
      case EVALUATOR -> job.numEvaluatorReplicas(count);
      case MASTER -> throw new AssertionError("a TFJob has none");
    }
  }

  private static void setAll(
      ResourceList.Builder list,
      Map<ResourceName, Amount> resources,
      Function<Amount, String> half) {
    resources.forEach(
        (name, amount) -> {
          String quantity = half.apply(amount);
          if (quantity != null) {
            set(list, name, quantity);
          }
        });
  }

  private static void set(ResourceList.Builder list, ResourceName name, String quantity) {
    switch (name) {
      case CPU -> list.cpu(quantity);
      case MEMORY -> list.memory(quantity);
      case GPU -> list.gpu(quantity);
      case EPHEMERAL_STORAGE -> list.ephemeralStorage(quantity);
      case STORAGE, UNKNOWN -> throw new AssertionError("a replica has no such resource");
    }
  }
}
