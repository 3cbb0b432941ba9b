package org.flytekitplugins.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.requests.Amount;
import org.flytekitplugins.kubeflow.requests.PolicyRequest;
import org.flytekitplugins.kubeflow.requests.RoleRequest;

/** What a user asks a builder for, good or bad, before anything has looked at it. */
record JobRequest(
    Map<ReplicaType, RoleRequest> newer,
    Map<ReplicaType, Integer> older,
    Map<ResourceName, Amount> perReplica,
    PolicyRequest policy) {

  /** Asks, in an order of calls that the seed decides. */
  TfJob build(long seed) {
    List<Consumer<TfJob.Builder>> calls = new ArrayList<>();
    newer.forEach((type, role) -> calls.add(job -> addRole(job, type, role)));
    older.forEach((type, count) -> calls.add(job -> addCount(job, type, count)));
    calls.add(job -> job.perReplicaRequests(r -> Amount.request(r, perReplica)));
    calls.add(job -> job.perReplicaLimits(l -> Amount.limit(l, perReplica)));
    calls.add(job -> job.runPolicy(policy::applyTo));
    Collections.shuffle(calls, new Random(seed));
    TfJob.Builder job = TfJob.builder();
    calls.forEach(call -> call.accept(job));
    return job.build();
  }

  private static void addRole(TfJob.Builder job, ReplicaType type, RoleRequest role) {
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
}
