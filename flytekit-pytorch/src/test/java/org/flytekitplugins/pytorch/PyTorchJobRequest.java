package org.flytekitplugins.pytorch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.requests.PolicyRequest;
import org.flytekitplugins.kubeflow.requests.RoleRequest;

/** What a user asks a builder for, good or bad; what is null is not asked for. */
record PyTorchJobRequest(
    RoleRequest master, RoleRequest worker, Integer numWorkers, PolicyRequest policy) {
  /** Asks, in an order of calls that the seed decides. */
  PyTorchJob build(long seed) {
    List<Consumer<PyTorchJob.Builder>> calls = new ArrayList<>();
    if (master != null) {
      calls.add(job -> job.master(master::applyTo));
    }
    if (worker != null) {
      calls.add(job -> job.worker(worker::applyTo));
    }
    if (numWorkers != null) {
      calls.add(job -> job.numWorkers(numWorkers));
    }
    calls.add(job -> job.runPolicy(policy::applyTo));
    Collections.shuffle(calls, new Random(seed));
    PyTorchJob.Builder job = PyTorchJob.builder();
    calls.forEach(call -> call.accept(job));
    return job.build();
  }

  /**
   * Every field with something wrong: a refusal names one of them. The rules once more, as a user
   * would check them with a finger on each field.
   */
  Set<String> refusedFields() {
    Set<String> fields = new HashSet<>(policy.refusedFields());
    int masters = 1;
    if (master != null) {
      fields.addAll(master.refusedFields("master"));
      masters = master.replicas();
      refuseIf(masters != 1, "master.replicas", fields);
      refuseIf(master.restartPolicy() == RestartPolicy.ALWAYS, "master.restartPolicy", fields);
    }
    if (worker != null) {
      fields.addAll(worker.refusedFields("worker"));
    }
    refuseIf(worker == null && numWorkers == null, "worker.replicas", fields);
    refuseIf(numWorkers != null && (numWorkers < 0 || worker != null), "numWorkers", fields);
    refuseIf(
        (long) masters + workers() > Integer.MAX_VALUE,
        numWorkers == null ? "worker.replicas" : "numWorkers",
        fields);
    return fields;
  }

  private static void refuseIf(boolean wrong, String field, Set<String> fields) {
    if (wrong) {
      fields.add(field);
    }
  }

  private int workers() {
    if (worker != null) {
      return worker.replicas();
    }
    return numWorkers == null ? 0 : numWorkers;
  }

  /** What was asked for, with the documented defaults, as protobuf's text format writes it. */
  String text() {
    String text = "master_replicas { " + (master == null ? "replicas: 1" : master.text(1)) + " }\n";
    boolean restarts = master != null && master.restartPolicy() != RestartPolicy.NEVER;
    if (workers() > 0) {
      text +=
          "worker_replicas { "
              + (worker == null ? "replicas: " + numWorkers : worker.text(worker.replicas()))
              + " }\n";
      restarts |= worker != null && worker.restartPolicy() != RestartPolicy.NEVER;
    }
    return text + policy.text(workers() > 0, restarts);
  }
}
