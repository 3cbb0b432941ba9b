package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.kubeflow.CleanPodPolicy.NONE;
import static org.flytekitplugins.kubeflow.ReplicaType.WORKER;
import static org.flytekitplugins.kubeflow.RestartPolicy.ALWAYS;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a cluster can run is accepted, however unwise: it is for {@code explain} to say so. */
class UnwiseJobTest {
  private static final int MAX = Integer.MAX_VALUE;

  @ParameterizedTest
  @MethodSource
  void isAccepted(UnaryOperator<TfJob.Builder> unwise) {
    TfJob job = unwise.apply(TfJob.builder()).build();

    assertThat(job.replicas()).containsKey(WORKER);
  }

  static Stream<Named<UnaryOperator<TfJob.Builder>>> isAccepted() {
    return Stream.of(
        named("five evaluators", job -> job.worker(1).evaluator(5)),
        named("only cpu is set", job -> job.worker(w -> w.requests(r -> r.cpu("2")))),
        named("only memory is set", job -> job.worker(w -> w.limits(r -> r.memory("4Gi")))),
        named("more parameter servers than workers", job -> job.worker(1).ps(10)),
        named("a parameter server that trains nobody else", job -> job.chief(0).worker(1).ps(1)),
        named("2³¹−1 replicas", job -> job.worker(MAX - 2).ps(1).chief(1)),
        named("a GPU request without a limit", job -> job.worker(w -> w.requests(r -> r.gpu(1)))),
        named("a GPU limit without a request", job -> job.worker(w -> w.limits(r -> r.gpu(1)))),
        named("a billionth of a core", job -> job.worker(w -> w.requests(r -> r.cpu("1n")))),
        named("an image without a tag", job -> job.worker(w -> w.image("train"))),
        named("an image of latest", job -> job.worker(w -> w.image("ghcr.io/team/train:latest"))),
        named("an image named later", job -> job.worker(w -> w.image("{{.image.gpu}}"))),
        named("parameter servers that always restart", job -> job.worker(1).ps(alwaysRestart())),
        named(
            "workers that always restart under a chief",
            job -> job.chief(1).worker(alwaysRestart())),
        named(
            "pods that are never cleaned up",
            job -> job.worker(1).ps(1).runPolicy(r -> r.cleanPodPolicy(NONE))),
        named(
            "a job object that goes after a second",
            job -> job.worker(1).runPolicy(r -> r.ttlAfterFinished(Duration.ofSeconds(1)))),
        named(
            "a deadline in 68 years",
            job -> job.worker(1).runPolicy(r -> r.activeDeadline(Duration.ofSeconds(MAX)))),
        named(
            "a backoff limit without restarts",
            job -> job.worker(1).runPolicy(r -> r.backoffLimit(MAX))),
        named("the two forms for different roles", job -> job.numWorkers(2).ps(1)));
  }

  private static ReplicaSpec alwaysRestart() {
    return ReplicaSpec.builder().restartPolicy(ALWAYS).build();
  }

  private static Named<UnaryOperator<TfJob.Builder>> named(
      String name, UnaryOperator<TfJob.Builder> job) {
    return Named.of(name, job);
  }
}
