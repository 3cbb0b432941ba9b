package org.flytekitplugins.jflyte.explain.internal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;

/** Rules about jobs that may grow and shrink while they train. */
final class ElasticRules {
  /** What Flyte sets the end point of the rendezvous up for. */
  private static final String C10D = "c10d";

  private static final Rule NO_PROCESSES =
      Rule.error("elastic-without-processes", "An elastic job whose workers start no process")
          .background(
              "Flyte hands on all fields of the elastic configuration, also those that nobody has set:"
                  + " no `nprocPerNode` becomes `PET_NPROC_PER_NODE=0`, and torchrun starts no process: it"
                  + " fails in every worker, at `assert self.local_world_size > 0`.")
          .remedy("say nprocPerNode, 1 at least")
          .source(Sources.torch("torch/distributed/elastic/agent/server/api.py#L87"))
          .looksAtJob(
              (job, hits) ->
                  job.elastic()
                      .filter(elastic -> elastic.nprocPerNode() < 1)
                      .ifPresent(
                          elastic ->
                              hits.at(
                                  "nprocPerNode",
                                  "is "
                                      + elastic.nprocPerNode()
                                      + ", and torchrun, which gets it as PET_NPROC_PER_NODE, fails"
                                      + " in every worker at \"assert self.local_world_size > 0\"")));

  private static final Rule NO_BACKEND =
      Rule.error("elastic-without-backend", "An elastic job without a rendezvous")
          .background(
              "No `rdzvBackend` becomes `PET_RDZV_BACKEND=` with nothing behind it, and torchrun does not"
                  + " take its own default then (`The rendezvous backend name must be a non-empty"
                  + " string`).")
          .remedy("say c10d")
          .source(Sources.torch("torch/distributed/elastic/rendezvous/api.py#L148-L149"))
          .looksAtJob(
              (job, hits) ->
                  job.elastic()
                      .filter(elastic -> elastic.rdzvBackend().isEmpty())
                      .ifPresent(
                          elastic ->
                              hits.at(
                                  "rdzvBackend",
                                  "is empty, and torchrun fails in every worker: \"The rendezvous"
                                      + " backend name must be a non-empty string.\"")));

  private static final Rule OTHER_BACKEND =
      Rule.warning("rendezvous-elsewhere", "A rendezvous of which nobody says where it is")
          .background(
              "Through Flyte the end point of the rendezvous is always port 23456 of worker 0: there is"
                  + " no field for another. With c10d the worker itself listens there; of etcd there is no server.")
          .remedy("use c10d")
          .source(Sources.operator("pkg/controller.v1/pytorch/envvar.go#L45-L130"))
          .looksAtJob(
              (job, hits) ->
                  job.elastic()
                      .filter(
                          elastic ->
                              !elastic.rdzvBackend().isEmpty()
                                  && !elastic.rdzvBackend().equals(C10D))
                      .ifPresent(
                          elastic ->
                              hits.at(
                                  "rdzvBackend",
                                  "is "
                                      + elastic.rdzvBackend()
                                      + ", whose server the workers look for at port 23456 of worker"
                                      + " 0, where there is none")));

  private static final Rule CANNOT_SHRINK =
      Rule.warning("elastic-cannot-shrink", "A job that could shrink, and fails instead")
          .background(
              "With `minReplicas` below `maxReplicas` a training goes on when a worker is lost. But a"
                  + " worker that has failed under NEVER fails the job, so it never comes to that.")
          .remedy("use ON_FAILURE for the workers")
          .source(Sources.operator("pkg/controller.v1/pytorch/pytorchjob_controller.go#L428"))
          .looksAtJob(
              (job, hits) ->
                  job.elastic()
                      .filter(
                          elastic ->
                              elastic.minReplicas() < elastic.maxReplicas()
                                  && job.has(ReplicaType.WORKER)
                                  && job.role(ReplicaType.WORKER).restartPolicy()
                                      == RestartPolicy.NEVER)
                      .ifPresent(
                          elastic ->
                              hits.at(
                                  "worker.restartPolicy",
                                  String.format(
                                      Locale.ROOT,
                                      "is NEVER, so the first worker that fails fails the job,"
                                          + " although %d would do",
                                      elastic.minReplicas()))));

  private static final Rule NO_CPU =
      Rule.warning("processes-without-cpu", "More processes than cores")
          .background(
              "Each worker starts `nprocPerNode` processes that compute all the time. With fewer cores"
                  + " than processes they are throttled, and every step waits for the slowest.")
          .remedy("ask for a core for each process, and some for their data loaders")
          .source(Sources.kubernetes("concepts/configuration/manage-resources-containers/"))
          .looksAtJob(
              (job, hits) ->
                  job.elastic()
                      .ifPresent(
                          elastic -> {
                            Quantity cpu =
                                job.has(ReplicaType.WORKER)
                                    ? job.limit(ReplicaType.WORKER, ResourceName.CPU)
                                    : null;
                            BigDecimal processes = BigDecimal.valueOf(elastic.nprocPerNode());
                            if (cpu != null && cpu.amount().compareTo(processes) < 0) {
                              hits.at(
                                  "nprocPerNode",
                                  String.format(
                                      Locale.ROOT,
                                      "%d processes share %s cores in each worker",
                                      elastic.nprocPerNode(),
                                      cpu));
                            }
                          }));

  private static final Rule NOT_GPUS =
      Rule.warning("processes-not-gpus", "Another number of processes than of GPUs")
          .background(
              "Each process is told its local rank by torchrun (`LOCAL_RANK`), and takes the GPU of that"
                  + " number. With more processes than GPUs the last ones find none and fail"
                  + " (`invalid device ordinal`), with fewer some GPUs are idle.")
          .remedy("say as many processes as GPUs")
          .source(Sources.torch("torch/distributed/run.py#L213"))
          .looksAtJob(
              (job, hits) ->
                  job.elastic()
                      .ifPresent(
                          elastic -> {
                            int gpus =
                                job.has(ReplicaType.WORKER) ? job.gpus(ReplicaType.WORKER) : 0;
                            if (gpus > 0 && gpus != elastic.nprocPerNode()) {
                              hits.at(
                                  "nprocPerNode",
                                  String.format(
                                      Locale.ROOT,
                                      "%d processes in each worker, which has %d GPUs",
                                      elastic.nprocPerNode(),
                                      gpus));
                            }
                          }));

  static final List<Rule> ALL =
      List.of(NO_PROCESSES, NO_BACKEND, OTHER_BACKEND, CANNOT_SHRINK, NO_CPU, NOT_GPUS);

  private ElasticRules() {}
}
