package org.flytekitplugins.jflyte.explain.internal;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;

/** Rules about restarts within an attempt, attempts, and the end of a job. */
final class RestartRules {
  private static final String BACKOFF_LIMIT = "runPolicy.backoffLimit";

  /** Flyte looks at a job every half minute; an upgrade of its engine takes minutes. */
  private static final Duration SHORT_TTL = Duration.ofMinutes(5);

  /** From how many restarts in all on somebody might wonder. */
  private static final int MANY_RESTARTS = 30;

  private static final Rule BACKOFF_UNUSED =
      Rule.warning("backoff-limit-unused", "A backoff limit where nothing restarts")
          .background(
              "The operator adds up the restarts of containers whose restart policy is ON_FAILURE or"
                  + " ALWAYS. Replicas that never restart are not counted, so the limit means nothing"
                  + " for them: the first failure fails the job. How often Flyte tries again is the"
                  + " task's getRetries().")
          .remedy("set a restart policy, or leave the limit out")
          .source(Sources.operator("pkg/core/job.go#L95-L133"))
          .looksAtJob(
              (job, hits) -> {
                Integer limit = job.cluster().runPolicy().backoffLimit();
                if (limit != null && job.restarting() == 0) {
                  hits.at(
                      BACKOFF_LIMIT,
                      "is " + limit + ", but no role restarts: the first failure fails the job");
                }
              });

  private static final Rule NO_BACKOFF =
      Rule.warning("no-backoff-limit", "Restarts without an end")
          .background(
              "Without a backoff limit the kubelet starts a container again for as long as the job"
                  + " lives, with pauses of up to five minutes, also one that fails in its first second."
                  + " Our builders set 3 where nothing is said.")
          .remedy("set a backoff limit")
          .source(Sources.operator("pkg/controller.v1/common/job.go#L176-L205"))
          .looksAtJob(
              (job, hits) -> {
                if (job.cluster().runPolicy().backoffLimit() == null && job.restarting() > 0) {
                  hits.at(
                      BACKOFF_LIMIT,
                      "is not set, so a replica that fails at its start is started again for ever");
                }
              });

  private static final Rule BACKOFF_ONE =
      Rule.warning("backoff-limit-allows-none", "A backoff limit that allows no restart")
          .background(
              "The job fails when its restarts reach the limit, so a limit of N allows N-1 of them."
                  + " With 1 the first restart of any replica fails the job, as if the policy were"
                  + " NEVER.")
          .remedy("raise the limit to 2 or more, or use NEVER")
          .source(Sources.operator("pkg/core/job.go#L95-L133"))
          .looksAtJob(
              (job, hits) -> {
                Integer limit = job.cluster().runPolicy().backoffLimit();
                if (limit != null && limit == 1 && job.restarting() > 0) {
                  hits.at(BACKOFF_LIMIT, "is 1, so the first restart fails the job");
                }
              });

  private static final Rule BACKOFF_SHARED =
      Rule.note("backoff-limit-shared", "A backoff limit below the number of replicas that restart")
          .background(
              "The limit is one for the whole job. When one replica fails, its peers often fail with it:"
                  + " a limit below their number is used up by the first such moment.")
          .remedy("raise the limit above the number of replicas that restart together")
          .source(Sources.operator("pkg/core/job.go#L95-L133"))
          .looksAtJob(
              (job, hits) -> {
                Integer limit = job.cluster().runPolicy().backoffLimit();
                if (limit != null && limit > 1 && limit < job.restarting()) {
                  hits.at(
                      BACKOFF_LIMIT,
                      String.format(
                          Locale.ROOT,
                          "is %d for all %d replicas that restart: if they fail together, the job"
                              + " fails",
                          limit,
                          job.restarting()));
                }
              });

  private static final Rule CLEAN_NONE =
      Rule.warning("clean-pod-policy-none", "Replicas that nobody stops after the job")
          .background(
              "Parameter servers and evaluators serve until they are stopped. With clean pod policy"
                  + " NONE, which is also what the operator takes when nothing is said, they go on"
                  + " after the job has ended, well or not, until Flyte's engine forgets the execution:"
                  + " up to 23 hours, beside the next attempt. Our builders set RUNNING where nothing is"
                  + " said.")
          .remedy("use CleanPodPolicy.RUNNING")
          .source(Sources.operator("pkg/controller.v1/common/job.go#L43-L68"))
          .looksAtJob(
              (job, hits) -> {
                List<ReplicaType> left =
                    job.roles().stream()
                        .filter(
                            type ->
                                type == ReplicaType.PS
                                    || type == ReplicaType.EVALUATOR
                                    || (!job.leads(type)
                                        && job.role(type).restartPolicy() == RestartPolicy.ALWAYS))
                        .toList();
                if (job.cleanPodPolicy() == CleanPodPolicy.NONE && !left.isEmpty()) {
                  hits.at(
                      "runPolicy.cleanPodPolicy",
                      left.stream()
                              .map(type -> job.role(type).replicas() + " " + type.lowerCaseName())
                              .collect(Collectors.joining(", "))
                          + " run on after the job has ended, for up to 23 hours");
                }
              });

  private static final Rule SHORT_LIVED =
      Rule.warning("ttl-too-short", "A job that is deleted before Flyte may have seen its end")
          .background(
              "`ttlAfterFinished` deletes the job object. Flyte's engine looks at it every half"
                  + " minute if nothing is in its way; a backlog or an upgrade takes minutes. A job"
                  + " that is gone by then counts as deleted by somebody"
                  + " (`ResourceDeletedExternally`), and a training that has succeeded starts anew.")
          .remedy("use ten minutes or more, or leave it out")
          .source(
              Sources.flyte("flytepropeller/pkg/controller/nodes/task/k8s/plugin_manager.go#L307"))
          .looksAtJob(
              (job, hits) -> {
                Duration ttl = job.cluster().runPolicy().ttlAfterFinished();
                if (ttl != null && ttl.compareTo(SHORT_TTL) < 0) {
                  hits.at(
                      "runPolicy.ttlAfterFinished",
                      "is "
                          + DurationWords.of(ttl)
                          + ", so the job may be deleted before Flyte has seen its end");
                }
              });

  private static final Rule DEADLINE =
      Rule.warning("deadline-without-timeout", "A deadline that nobody watches")
          .background(
              "The operator looks at `activeDeadline` only when something else happens to the job: it"
                  + " sets no timer. A training that hangs, for which the deadline was meant, hangs on."
                  + " Flyte's own timeout has a clock.")
          .remedy("override getTimeout() too")
          .source(Sources.operator("pkg/common/util/fake_workqueue.go"))
          .looksAtJob(
              (job, hits) -> {
                Duration deadline = job.cluster().runPolicy().activeDeadline();
                if (deadline != null && job.extension().getTimeout() == null) {
                  hits.at(
                      "runPolicy.activeDeadline",
                      "is looked at only when a pod changes, and getTimeout() is not set: a training"
                          + " that hangs is not ended");
                }
              });

  private static final Rule SPOT =
      Rule.warning("spot-without-retries", "Nodes that may go, and no second attempt")
          .background(
              "A spot node that is reclaimed deletes its pods. The operator counts a running pod that"
                  + " is deleted as failed, under every restart policy, and the job fails at once. What"
                  + " saves a training is a retry of the task that goes on from its checkpoints.")
          .remedy("return some retries from getRetries(), and write checkpoints")
          .source(Sources.POD_STATUS)
          .looksAtJob(
              (job, hits) -> {
                if (Boolean.TRUE.equals(job.extension().getInterruptible())
                    && job.task().retries() == 0) {
                  hits.at(
                      "getRetries()",
                      "is 0, and getInterruptible() is true: the first node that is taken away fails"
                          + " the task for good");
                }
              });

  private static final Rule NO_RETRIES =
      Rule.note("no-retries", "A job of several pods, and no second attempt")
          .background(
              "A drain, a preemption or a node that is lost deletes a pod, and fails the job at once"
                  + " under every restart policy. It counts as a failure of the user, so without"
                  + " retries the task has failed for good.")
          .remedy("return some retries from getRetries(), and write checkpoints")
          .source(Sources.POD_STATUS)
          .looksAtJob(
              (job, hits) -> {
                if (job.task().retries() == 0
                    && job.cluster().size() > 1
                    && !Boolean.TRUE.equals(job.extension().getInterruptible())) {
                  hits.at(
                      "getRetries()",
                      "is 0: one pod that is drained or preempted fails the task for good");
                }
              });

  private static final Rule MANY =
      Rule.note("many-restarts", "Retries times restarts")
          .background(
              "Each attempt has a backoff limit of its own. A failure that comes again every time is"
                  + " tried as often as both together allow, and pays for all of it.")
          .remedy("lower getRetries() or the backoff limit")
          .source(Sources.flyte("flytepropeller/pkg/controller/nodes/executor.go#L830"))
          .looksAtJob(
              (job, hits) -> {
                RunPolicy policy = job.cluster().runPolicy();
                Integer limit = policy.backoffLimit();
                long starts = (job.task().retries() + 1L) * (limit == null ? 0 : limit);
                if (job.task().retries() > 0 && job.restarting() > 0 && starts >= MANY_RESTARTS) {
                  hits.at(
                      "getRetries()",
                      String.format(
                          Locale.ROOT,
                          "%d attempts with a backoff limit of %d each: a failure that stays is tried"
                              + " %d times",
                          job.task().retries() + 1,
                          limit,
                          starts));
                }
              });

  private static final Rule NO_CACHE_VERSION =
      Rule.error("cache-without-version", "A cached task without a cache version")
          .background(
              "Flyte keeps outputs under the version of the cache and the inputs. Without a version"
                  + " the catalog refuses every look-up (`task cannot have an empty"
                  + " discoveryVersion`).")
          .remedy("return a version from getCacheVersion(), and another one when the code changes")
          .source(
              Sources.flyte(
                  "flytepropeller/pkg/controller/nodes/catalog/datacatalog/transformer.go"))
          .looksAtJob(
              (job, hits) -> {
                String version = job.task().cacheVersion();
                if (job.task().cached() && (version == null || version.isBlank())) {
                  hits.at(
                      "getCacheVersion()",
                      "is not set, and isCached() is true: every look into the cache fails");
                }
              });

  private static final Rule SERIALIZE_UNCACHED =
      Rule.warning("serialized-without-cache", "Executions that wait for a cache there is not")
          .background(
              "Of equal executions one waits for the other so that it finds its outputs in the cache."
                  + " Flyte looks at this only for tasks that are cached.")
          .remedy("let isCached() return true, or isCacheSerializable() false")
          .source(Sources.flyte("flytepropeller/pkg/controller/nodes/cache.go"))
          .looksAtJob(
              (job, hits) -> {
                if (job.task().cacheSerializable() && !job.task().cached()) {
                  hits.at(
                      "isCacheSerializable()",
                      "is passed over, because isCached() is false: equal executions train side by"
                          + " side");
                }
              });

  static final List<Rule> ALL =
      List.of(
          BACKOFF_UNUSED,
          NO_BACKOFF,
          BACKOFF_ONE,
          BACKOFF_SHARED,
          CLEAN_NONE,
          SHORT_LIVED,
          DEADLINE,
          SPOT,
          NO_RETRIES,
          MANY,
          NO_CACHE_VERSION,
          SERIALIZE_UNCACHED);

  private RestartRules() {}
}
