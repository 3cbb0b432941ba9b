package org.flytekitplugins.jflyte.explain.internal;

import static org.flytekitplugins.jflyte.explain.internal.JobView.field;

import java.util.List;
import java.util.Locale;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;

/** Rules about which replicas a job has, and whether it can come to an end. */
final class ClusterRules {
  /** How long the name of a Kubernetes service may be. */
  private static final int LONGEST_SERVICE_NAME = 63;

  private static final Rule NO_WORKERS =
      Rule.error("no-workers", "A job without a worker")
          .background(
              "Flyte's plugin refuses a TFJob without a worker (`number of workers must be greater"
                  + " than 0`), also one with a chief, and fails the task for good. An elastic"
                  + " PyTorchJob without one is refused by the operator's webhook (`must be configured"
                  + " if elastic policy is used`), which Flyte takes for a failure that may pass.")
          .remedy("ask for one worker at least")
          .source(Sources.kfoperators("tensorflow/tensorflow.go#L130"))
          .looksAtJob(
              (job, hits) -> {
                if (lacksWorkers(job)) {
                  hits.at(
                      "worker.replicas",
                      job.elastic().isPresent()
                          ? "the operator's webhook refuses the job: \""
                              + BackendWords.ELASTIC_WITHOUT_WORKERS
                              + "\""
                          : "Flyte's plugin fails the task for good, with \""
                              + BackendWords.NO_WORKERS
                              + "\"");
                }
              });

  private static final Rule IMPOSSIBLE =
      Rule.error("impossible-job", "Replicas that no job can be made of")
          .background(
              "The framework, the operator or Flyte's plugin wants other replicas: TensorFlow takes"
                  + " one chief at most, an elastic job trains with minReplicas to maxReplicas"
                  + " workers. Some of this nobody refuses, and the replicas fail, or wait for each"
                  + " other, when they run.")
          .remedy("describe the job with a builder, which refuses this where it is written")
          .source(Sources.operator("pkg/webhooks/tensorflow/tfjob_webhook.go#L73-L120"))
          .looksAtJob(
              (job, hits) -> {
                if (lacksWorkers(job)) {
                  return;
                }
                try {
                  job.kind().check(job.cluster());
                } catch (InvalidFieldException e) {
                  hits.at(e.field(), "no such job can train: " + e.getMessage());
                }
              });

  private static final Rule LEADER_ALWAYS =
      Rule.error("leader-always-restarts", "A leader that is started again after it has ended")
          .background(
              "The job has succeeded when its leader has ended: the chief or master, else worker 0."
                  + " Under ALWAYS the kubelet starts it again however it ended, so the job never"
                  + " succeeds.")
          .remedy("use ON_FAILURE or NEVER")
          .source(Sources.operator("pkg/controller.v1/tensorflow/tfjob_controller.go#L373-L519"))
          .looksAtJob(
              (job, hits) ->
                  job.roles(role -> role.restartPolicy() == RestartPolicy.ALWAYS).stream()
                      .filter(job::leads)
                      .forEach(
                          type ->
                              hits.at(
                                  field(type, "restartPolicy"),
                                  type.lowerCaseName()
                                      + "-0 leads the job and is started again whenever it has"
                                      + " ended, so the job never succeeds")));

  private static final Rule ALWAYS_ENDS =
      Rule.warning("always-on-role-that-ends", "ALWAYS on a role that comes to an end")
          .background(
              "ALWAYS is for replicas that serve until they are stopped, as parameter servers do. A"
                  + " worker or an evaluator that has done its part would be started again: Java code"
                  + " under our launcher waits for the end of the job instead and holds on to its"
                  + " node; any other program begins anew, and each start counts towards the backoff"
                  + " limit, which fails the job.")
          .remedy("use ON_FAILURE")
          .source(Sources.operator("pkg/core/job.go#L95-L133"))
          .looksAtJob(
              (job, hits) ->
                  job.roles(role -> role.restartPolicy() == RestartPolicy.ALWAYS).stream()
                      .filter(type -> type != ReplicaType.PS && !job.leads(type))
                      .forEach(
                          type ->
                              hits.at(
                                  field(type, "restartPolicy"),
                                  job.task().runsJava()
                                      ? "a replica whose run() has returned waits for the end of"
                                          + " the job, and keeps its node"
                                      : "a program that has ended well is started again, which"
                                          + " counts towards the backoff limit")));

  private static final Rule SEVERAL_EVALUATORS =
      Rule.warning("several-evaluators", "More than one evaluator")
          .background(
              "Nobody between the task and TensorFlow counts evaluators. TensorFlow takes one at"
                  + " most and fails in every replica that builds a cluster with more.")
          .remedy("ask for one evaluator")
          .source(
              "https://github.com/tensorflow/tensorflow/blob/v2.15.0/tensorflow/python/distribute/multi_worker_util.py")
          .looksAtJob(
              (job, hits) -> {
                int evaluators = job.cluster().size(ReplicaType.EVALUATOR);
                if (evaluators > 1) {
                  hits.at(
                      "evaluator.replicas",
                      "Flyte and the operator start " + evaluators + ", and TensorFlow takes one");
                }
              });

  private static final Rule MAX_REPLICAS =
      Rule.error("more-than-max-replicas", "More replicas than a job may have here")
          .background(
              "Neither Flyte nor the operator limits the number of replicas; a zero too many asks"
                  + " for a whole cluster. `--max-replicas` says what is meant to be possible.")
          .remedy("ask for fewer replicas, or raise --max-replicas")
          .source(Sources.kfoperators("tensorflow/tensorflow.go#L99-L119"))
          .looksAtJob(
              (job, hits) -> {
                Integer most = job.platform().maxReplicas();
                if (most != null && job.cluster().size() > most) {
                  hits.at(
                      "replicas",
                      String.format(
                          Locale.ROOT,
                          "the job has %d, and --max-replicas is %d",
                          job.cluster().size(),
                          most));
                }
              });

  private static final Rule NAME_TOO_LONG =
      Rule.error("pod-name-too-long", "So many replicas that their names become too long")
          .background(
              "A replica's service is named `JOB-ROLE-INDEX`. The name of the job has up to 50"
                  + " characters, that of a service 63 at most. A service whose name is longer is"
                  + " refused, and nobody reaches the replica.")
          .remedy("ask for fewer replicas")
          .source(Sources.flyte("flytepropeller/pkg/controller/nodes/task/taskexec_context.go#L32"))
          .looksAtJob(
              (job, hits) -> {
                int longest = JobPlace.of(job.platform().flyte()).longest();
                for (ReplicaType type : job.roles()) {
                  int last = job.role(type).replicas() - 1;
                  String suffix = "-" + type.lowerCaseName() + "-" + last;
                  int length = longest + suffix.length();
                  if (length > LONGEST_SERVICE_NAME) {
                    hits.at(
                        field(type, "replicas"),
                        String.format(
                            Locale.ROOT,
                            "the name of the last one, JOB%s, has up to %d characters, and"
                                + " Kubernetes takes %d",
                            suffix,
                            length,
                            LONGEST_SERVICE_NAME));
                  }
                }
              });

  private static final Rule NO_GANG =
      Rule.note("no-gang-scheduling", "Replicas with GPUs that are scheduled one by one")
          .background(
              "Flyte's message for training jobs has no scheduling policy, so pods are scheduled one"
                  + " by one. Of two jobs that both get half of their GPUs each waits for the other,"
                  + " and both pay for what they have.")
          .remedy(
              "name a scheduler that starts all pods or none in a pod template (getPodTemplate(),"
                  + " getPodTemplateName()), or keep room for the whole job")
          .source(Sources.operator("pkg/apis/kubeflow.org/v1/common_types.go#L194-L242"))
          .looksAtJob(
              (job, hits) -> {
                int replicas =
                    job.roles().stream()
                        .filter(type -> job.gpus(type) > 0)
                        .mapToInt(type -> job.role(type).replicas())
                        .sum();
                boolean isScheduledElsewhere =
                    job.podTemplate()
                        .map(template -> template.fields().contains("schedulerName"))
                        .orElse(false);
                if (replicas > 1
                    && job.extension().getPodTemplateName() == null
                    && !isScheduledElsewhere) {
                  hits.at(
                      "replicas",
                      replicas
                          + " of them have GPUs and are scheduled one by one: those that have a node"
                          + " wait for the others, and keep it");
                }
              });

  static final List<Rule> ALL =
      List.of(
          NO_WORKERS,
          IMPOSSIBLE,
          LEADER_ALWAYS,
          ALWAYS_ENDS,
          SEVERAL_EVALUATORS,
          MAX_REPLICAS,
          NAME_TOO_LONG,
          NO_GANG);

  private ClusterRules() {}

  /** A job that a master leads may do without; every other one may not. */
  private static boolean lacksWorkers(JobView job) {
    return !job.has(ReplicaType.WORKER) && !job.has(ReplicaType.MASTER);
  }
}
