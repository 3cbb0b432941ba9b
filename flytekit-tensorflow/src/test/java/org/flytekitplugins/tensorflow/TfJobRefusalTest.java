package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.flytekitplugins.kubeflow.RestartPolicy.ALWAYS;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flyte.flytekit.SdkResources;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ResourceList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no TFJob can have, each with the whole sentence that a user reads. */
class TfJobRefusalTest {
  private static final String NO_QUANTITY = ", but that is no quantity that Kubernetes could hold";
  private static final String NEGATIVE_QUANTITY = ", but a quantity cannot be negative";
  private static final String ZERO_QUANTITY = ", but Flyte drops a quantity of zero";
  private static final String CPU = ": write for example 500m, 2 or 1.5";
  private static final String MEMORY = ": write for example 512Mi or 4Gi";
  private static final String STORAGE = ": write for example 500Mi or 20Gi";
  private static final String GPU = ": write for example 1 or 2";
  private static final String LEFT_OUT = ", or leave it out";
  private static final String DIVIDED_GPU = ", but GPUs cannot be divided" + GPU;
  private static final String NEGATIVE_COUNT =
      ", but a count cannot be negative: write for example 1";
  private static final String NO_WORKER =
      " is 0, but Flyte runs no TFJob without a worker: ask for 1 or more";
  private static final String SECOND_CHIEF =
      " is 2, but TensorFlow takes one chief at most: ask for 1, and for more workers";
  private static final String NO_IMAGE =
      ", but that is no image reference: write for example ghcr.io/team/train:1.4 or"
          + " {{.image.gpu}}";
  private static final String FRACTION = ", but the job counts in whole seconds: drop the fraction";
  private static final String BELOW_A_SECOND =
      ", but Flyte takes less than a second for unset: use at least PT1S";
  private static final String TOO_LONG =
      ", but the job holds at most 2147483647 seconds: shorten it, or leave it out for no end";
  private static final String BACKOFF_REMEDY =
      ": use 1 or more, or leave it out; restartPolicy NEVER means no restarts";
  private static final String IGNORED_RESOURCE =
      ", but Flyte ignores this resource: use ephemeralStorage, or leave it out";

  /** One refusal: what is added to a builder, the field refused, and the rest of the sentence. */
  record Refusal(String field, String rest, UnaryOperator<TfJob.Builder> job) {
    static Refusal of(String field, String rest, UnaryOperator<TfJob.Builder> job) {
      return new Refusal(field, rest, job);
    }

    String sentence() {
      return field + rest;
    }

    @Override
    public String toString() {
      return sentence();
    }
  }

  @ParameterizedTest
  @MethodSource({
    "counts",
    "leadersThatNeverEnd",
    "images",
    "quantities",
    "requestsAboveLimits",
    "gpus",
    "runPolicies",
    "mixedForms",
    "olderForms"
  })
  void isRefusedWithASentence(Refusal refusal) {
    InvalidFieldException thrown =
        catchThrowableOfType(
            InvalidFieldException.class, () -> refusal.job().apply(TfJob.builder()).build());

    assertThat(thrown).isNotNull().hasMessage(refusal.sentence());
    assertThat(thrown.field()).isEqualTo(refusal.field());
  }

  static Stream<Refusal> counts() {
    return Stream.of(
        Refusal.of("worker.replicas", NO_WORKER, job -> job),
        Refusal.of("worker.replicas", NO_WORKER, job -> job.worker(0)),
        Refusal.of("worker.replicas", NO_WORKER, job -> job.chief(1).ps(2).evaluator(1)),
        Refusal.of("worker.replicas", NO_WORKER, job -> job.worker(ReplicaSpec.of(0)).chief(1)),
        Refusal.of("chief.replicas", SECOND_CHIEF, job -> job.worker(1).chief(2)),
        Refusal.of("chief.replicas", SECOND_CHIEF, job -> job.worker(1).chief(ReplicaSpec.of(2))),
        Refusal.of("chief.replicas", " is -1" + NEGATIVE_COUNT, job -> job.worker(1).chief(-1)),
        Refusal.of("worker.replicas", " is -1" + NEGATIVE_COUNT, job -> job.worker(-1)),
        Refusal.of("ps.replicas", " is -7" + NEGATIVE_COUNT, job -> job.worker(1).ps(-7)),
        Refusal.of(
            "evaluator.replicas",
            " is -2147483648" + NEGATIVE_COUNT,
            job -> job.worker(1).evaluator(e -> e.replicas(Integer.MIN_VALUE))),
        Refusal.of(
            "ps.replicas",
            " is 2147483647, but that makes 2147483648 replicas in all, and a job has at most"
                + " 2147483647: ask for fewer",
            job -> job.worker(1).ps(Integer.MAX_VALUE)),
        Refusal.of(
            "numWorkers",
            " is 2147483647, but that makes 6442450942 replicas in all, and a job has at most"
                + " 2147483647: ask for fewer",
            job ->
                job.numWorkers(Integer.MAX_VALUE)
                    .chief(1)
                    .ps(Integer.MAX_VALUE)
                    .evaluator(Integer.MAX_VALUE)));
  }

  static Stream<Refusal> leadersThatNeverEnd() {
    String chief =
        " is ALWAYS, but chief-0 leads the job, and a job whose leader always restarts never"
            + " succeeds: use ON_FAILURE or NEVER";
    String worker = chief.replace("chief-0", "worker-0");
    return Stream.of(
        Refusal.of(
            "chief.restartPolicy", chief, job -> job.worker(1).chief(c -> c.restartPolicy(ALWAYS))),
        Refusal.of("worker.restartPolicy", worker, job -> job.worker(w -> w.restartPolicy(ALWAYS))),
        Refusal.of(
            "worker.restartPolicy",
            worker,
            job -> job.chief(0).worker(w -> w.replicas(3).restartPolicy(ALWAYS))));
  }

  static Stream<Refusal> images() {
    return Stream.of(
        Refusal.of("chief.image", " is \"\"" + NO_IMAGE, job -> job.chief(c -> c.image(""))),
        Refusal.of("worker.image", " is \"  \"" + NO_IMAGE, job -> job.worker(w -> w.image("  "))),
        Refusal.of(
            "ps.image", " is \"Train:1\"" + NO_IMAGE, job -> job.ps(p -> p.image("Train:1"))),
        Refusal.of(
            "evaluator.image",
            " is \"train:1:2\"" + NO_IMAGE,
            job -> job.evaluator(e -> e.image("train:1:2"))),
        Refusal.of(
            "worker.image",
            " is \"https://ghcr.io/team/train\"" + NO_IMAGE,
            job -> job.worker(w -> w.image("https://ghcr.io/team/train"))),
        Refusal.of(
            "worker.image",
            " is \"train@sha256:1234\"" + NO_IMAGE,
            job -> job.worker(w -> w.image("train@sha256:1234"))),
        Refusal.of(
            "worker.image",
            " is \"{{.image.}}\"" + NO_IMAGE,
            job -> job.worker(w -> w.image("{{.image.}}"))),
        Refusal.of(
            "worker.image",
            " is \"{{.inputs.image}}\"" + NO_IMAGE,
            job -> job.worker(w -> w.image("{{.inputs.image}}"))));
  }

  static Stream<Refusal> quantities() {
    return Stream.of(
        Refusal.of(
            "worker.requests.cpu",
            " is \"two\"" + NO_QUANTITY + CPU,
            job -> job.worker(w -> w.requests(r -> r.cpu("two")))),
        Refusal.of(
            "worker.requests.cpu",
            " is \"\"" + NO_QUANTITY + CPU,
            job -> job.worker(w -> w.requests(r -> r.cpu("")))),
        Refusal.of(
            "worker.limits.memory",
            " is \"4GiB\"" + NO_QUANTITY + MEMORY,
            job -> job.worker(w -> w.limits(r -> r.memory("4GiB")))),
        Refusal.of(
            "ps.requests.memory",
            " is \"4 Gi\"" + NO_QUANTITY + MEMORY,
            job -> job.ps(p -> p.requests(r -> r.memory("4 Gi")))),
        Refusal.of(
            "evaluator.limits.ephemeralStorage",
            " is \"20gi\"" + NO_QUANTITY + STORAGE,
            job -> job.evaluator(e -> e.limits(r -> r.ephemeralStorage("20gi")))),
        Refusal.of(
            "chief.limits.gpu",
            " is \"all\"" + NO_QUANTITY + GPU,
            job -> job.chief(c -> c.limits(r -> r.gpu("all")))),
        Refusal.of(
            "worker.requests.memory",
            " is \"8Ei\"" + NO_QUANTITY + MEMORY,
            job -> job.worker(w -> w.requests(r -> r.memory("8Ei")))),
        Refusal.of(
            "worker.requests.cpu",
            " is \"-2\"" + NEGATIVE_QUANTITY + CPU,
            job -> job.worker(w -> w.requests(r -> r.cpu("-2")))),
        Refusal.of(
            "ps.limits.memory",
            " is \"-1Gi\"" + NEGATIVE_QUANTITY + MEMORY,
            job -> job.ps(p -> p.limits(r -> r.memory("-1Gi")))),
        Refusal.of(
            "worker.limits.gpu",
            " is \"-1\"" + NEGATIVE_QUANTITY + GPU,
            job -> job.worker(w -> w.limits(r -> r.gpu(-1)))),
        Refusal.of(
            "chief.requests.cpu",
            " is \"0m\"" + ZERO_QUANTITY + CPU + LEFT_OUT,
            job -> job.chief(c -> c.requests(r -> r.cpu("0m")))),
        Refusal.of(
            "worker.requests.memory",
            " is \"0.0Gi\"" + ZERO_QUANTITY + MEMORY + LEFT_OUT,
            job -> job.worker(w -> w.requests(r -> r.memory("0.0Gi")))),
        Refusal.of(
            "evaluator.limits.gpu",
            " is \"0\"" + ZERO_QUANTITY + GPU + LEFT_OUT,
            job -> job.evaluator(e -> e.limits(r -> r.gpu(0)))),
        Refusal.of(
            "worker.requests.memory",
            " is \"500m\", but that is less than one byte, because m stands for thousandths: write"
                + " for example 500Mi",
            job -> job.worker(w -> w.requests(r -> r.memory("500m")))),
        Refusal.of(
            "ps.limits.ephemeralStorage",
            " is \"0.5\", but that is less than one byte" + STORAGE,
            job -> job.ps(p -> p.limits(r -> r.ephemeralStorage("0.5")))),
        Refusal.of(
            "worker.limits.storage",
            " is \"1Gi\"" + IGNORED_RESOURCE,
            job ->
                job.worker(
                    w ->
                        w.resources(
                            SdkResources.builder()
                                .limits(Map.of(SdkResources.ResourceName.STORAGE, "1Gi"))
                                .build()))));
  }

  static Stream<Refusal> requestsAboveLimits() {
    return Stream.of(
        Refusal.of(
            "worker.requests.cpu",
            " is \"2\", but the limit is \"1999m\": lower the request or raise the limit",
            job -> job.worker(w -> w.requests(r -> r.cpu("2")).limits(r -> r.cpu("1999m")))),
        Refusal.of(
            "ps.requests.memory",
            " is \"1Gi\", but the limit is \"1G\": lower the request or raise the limit",
            job -> job.ps(p -> p.limits(r -> r.memory("1G")).requests(r -> r.memory("1Gi")))),
        Refusal.of(
            "evaluator.requests.ephemeralStorage",
            " is \"11e9\", but the limit is \"10G\": lower the request or raise the limit",
            job ->
                job.evaluator(
                    e ->
                        e.requests(r -> r.ephemeralStorage("11e9"))
                            .limits(r -> r.ephemeralStorage("10G")))),
        Refusal.of(
            "chief.requests.gpu",
            " is \"2\", but the limit is \"1\": lower the request or raise the limit",
            job -> job.chief(c -> c.requests(r -> r.gpu(2)).limits(r -> r.gpu(1)))));
  }

  static Stream<Refusal> gpus() {
    return Stream.of(
        Refusal.of(
            "worker.limits.gpu",
            " is \"0.5\"" + DIVIDED_GPU,
            job -> job.worker(w -> w.limits(r -> r.gpu("0.5")))),
        Refusal.of(
            "worker.requests.gpu",
            " is \"1500m\"" + DIVIDED_GPU,
            job -> job.worker(w -> w.requests(r -> r.gpu("1500m")))),
        Refusal.of(
            "worker.requests.gpu",
            " is \"1\", but the limit is \"2\" and Kubernetes wants both equal: set one of them only",
            job -> job.worker(w -> w.requests(r -> r.gpu(1)).limits(r -> r.gpu(2)))));
  }

  static Stream<Refusal> runPolicies() {
    return Stream.of(
        Refusal.of(
            "runPolicy.ttlAfterFinished",
            " is PT0S" + BELOW_A_SECOND,
            job -> job.runPolicy(r -> r.ttlAfterFinished(Duration.ZERO))),
        Refusal.of(
            "runPolicy.activeDeadline",
            " is PT0.999S" + BELOW_A_SECOND,
            job -> job.runPolicy(r -> r.activeDeadline(Duration.ofMillis(999)))),
        Refusal.of(
            "runPolicy.activeDeadline",
            " is PT1.5S" + FRACTION,
            job -> job.runPolicy(r -> r.activeDeadline(Duration.ofMillis(1500)))),
        Refusal.of(
            "runPolicy.ttlAfterFinished",
            " is PT1H0.000000001S" + FRACTION,
            job -> job.runPolicy(r -> r.ttlAfterFinished(Duration.ofHours(1).plusNanos(1)))),
        Refusal.of(
            "runPolicy.ttlAfterFinished",
            " is PT596523H14M8S" + TOO_LONG,
            job -> job.runPolicy(r -> r.ttlAfterFinished(Duration.ofSeconds(1L << 31)))),
        Refusal.of(
            "runPolicy.activeDeadline",
            " is PT876000H" + TOO_LONG,
            job -> job.runPolicy(r -> r.activeDeadline(Duration.ofDays(36500)))),
        Refusal.of(
            "runPolicy.backoffLimit",
            " is 0, but Flyte takes 0 for unset" + BACKOFF_REMEDY,
            job -> job.runPolicy(r -> r.backoffLimit(0))),
        Refusal.of(
            "runPolicy.backoffLimit",
            " is -3, but a count cannot be negative" + BACKOFF_REMEDY,
            job -> job.runPolicy(r -> r.backoffLimit(-3))));
  }

  static Stream<Refusal> mixedForms() {
    return Stream.of(
        Refusal.of(
            "numWorkers",
            " is 2, but worker is given as well: use one of both for a role",
            job -> job.worker(2).numWorkers(2)),
        Refusal.of(
            "numWorkers",
            " is 2, but worker is given as well: use one of both for a role",
            job -> job.numWorkers(2).worker(0)),
        Refusal.of(
            "numChiefReplicas",
            " is 1, but chief is given as well: use one of both for a role",
            job -> job.worker(1).chief(1).numChiefReplicas(1)),
        Refusal.of(
            "numPsReplicas",
            " is 0, but ps is given as well: use one of both for a role",
            job -> job.worker(1).ps(1).numPsReplicas(0)),
        Refusal.of(
            "numEvaluatorReplicas",
            " is 1, but evaluator is given as well: use one of both for a role",
            job -> job.numWorkers(1).evaluator(1).numEvaluatorReplicas(1)));
  }

  static Stream<Refusal> olderForms() {
    String lostResources =
        ", but no role is counted by numWorkers or its like: set the resources on the roles"
            + " themselves";
    return Stream.of(
        Refusal.of("numWorkers", NO_WORKER, job -> job.numWorkers(0)),
        Refusal.of("worker.replicas", NO_WORKER, job -> job.numPsReplicas(1)),
        Refusal.of("numWorkers", " is -1" + NEGATIVE_COUNT, job -> job.numWorkers(-1)),
        Refusal.of(
            "numChiefReplicas",
            " is -1" + NEGATIVE_COUNT,
            job -> job.numWorkers(1).numChiefReplicas(-1)),
        Refusal.of(
            "numPsReplicas", " is -1" + NEGATIVE_COUNT, job -> job.numWorkers(1).numPsReplicas(-1)),
        Refusal.of(
            "numEvaluatorReplicas",
            " is -1" + NEGATIVE_COUNT,
            job -> job.numWorkers(1).numEvaluatorReplicas(-1)),
        Refusal.of("numChiefReplicas", SECOND_CHIEF, job -> job.numWorkers(1).numChiefReplicas(2)),
        Refusal.of(
            "perReplicaRequests",
            " is cpu=2, memory=4Gi" + lostResources,
            job -> job.worker(1).perReplicaRequests(r -> r.memory("4Gi").cpu("2"))),
        Refusal.of(
            "perReplicaLimits",
            " is cpu=2" + lostResources,
            job -> job.worker(1).perReplicaLimits(ResourceList.builder().cpu("2").build())),
        Refusal.of(
            "perReplicaRequests.memory",
            " is \"4gb\"" + NO_QUANTITY + MEMORY,
            job -> job.numWorkers(1).perReplicaRequests(r -> r.memory("4gb"))),
        Refusal.of(
            "perReplicaLimits.cpu",
            " is \"0\"" + ZERO_QUANTITY + CPU + LEFT_OUT,
            job -> job.numWorkers(1).perReplicaLimits(r -> r.cpu("0"))),
        Refusal.of(
            "perReplicaRequests.cpu",
            " is \"2\", but the limit is \"1\": lower the request or raise the limit",
            job ->
                job.numWorkers(1)
                    .perReplicaRequests(r -> r.cpu("2"))
                    .perReplicaLimits(r -> r.cpu("1"))),
        Refusal.of(
            "perReplicaRequests.gpu",
            " is \"1\", but the limit is \"2\" and Kubernetes wants both equal: set one of them only",
            job ->
                job.numWorkers(1)
                    .perReplicaRequests(r -> r.gpu(1))
                    .perReplicaLimits(r -> r.gpu(2))));
  }

  @Test
  void aPartBuiltByItselfNamesItsOwnFieldOnly() {
    InvalidFieldException thrown =
        catchThrowableOfType(
            InvalidFieldException.class, () -> ReplicaSpec.of(r -> r.requests(q -> q.cpu("two"))));

    assertThat(thrown.field()).isEqualTo("requests.cpu");
  }
}
