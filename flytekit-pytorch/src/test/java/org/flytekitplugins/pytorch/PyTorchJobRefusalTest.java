package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.flytekitplugins.kubeflow.RestartPolicy.ALWAYS;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What no PyTorchJob can have, each with the whole sentence that a user reads. What is refused of a
 * role or a run policy in itself is the same for all kinds of jobs, and tried with TFJobs.
 */
class PyTorchJobRefusalTest {
  /** One refusal: the sentence, which begins with the field, and what is refused. */
  record Refusal(String sentence, Runnable build) {
    static Refusal ofJob(String sentence, UnaryOperator<PyTorchJob.Builder> job) {
      return new Refusal(sentence, () -> job.apply(PyTorchJob.builder()).build());
    }

    static Refusal ofElastic(String sentence, UnaryOperator<Elastic.Builder> elastic) {
      return new Refusal(sentence, () -> elastic.apply(Elastic.builder()).build());
    }

    @Override
    public String toString() {
      return sentence;
    }
  }

  @ParameterizedTest
  @MethodSource({"jobs", "nodes", "numbers", "workersOfElasticJobs", "plainTasks", "rdzvConfigs"})
  void isRefusedWithASentence(Refusal refusal) {
    InvalidFieldException thrown =
        catchThrowableOfType(InvalidFieldException.class, refusal.build()::run);

    assertThat(thrown).isNotNull().hasMessage(refusal.sentence());
    assertThat(refusal.sentence()).startsWith(thrown.field() + " is ");
  }

  static Stream<Refusal> jobs() {
    String masters =
        ", but a PyTorchJob has exactly one master: leave it out, and say how many workers there"
            + " are";
    return Stream.of(
        Refusal.ofJob(
            "worker.replicas is null, but nothing says how many workers there are beside the"
                + " master: ask for some, or for 0 if the master trains alone",
            job -> job.master(m -> m.image("m"))),
        Refusal.ofJob(
            "master.replicas is 2" + masters, job -> job.worker(2).master(m -> m.replicas(2))),
        Refusal.ofJob(
            "master.replicas is 0" + masters, job -> job.worker(2).master(ReplicaSpec.of(0))),
        Refusal.ofJob(
            "worker.replicas is -1, but a count cannot be negative: write for example 1",
            job -> job.worker(-1)),
        Refusal.ofJob(
            "numWorkers is -1, but a count cannot be negative: write for example 1",
            job -> job.numWorkers(-1)),
        Refusal.ofJob(
            "numWorkers is 2, but worker is given as well: use one of both for a role",
            job -> job.worker(2).numWorkers(2)),
        Refusal.ofJob(
            "worker.replicas is 2147483647, but that makes 2147483648 replicas in all, and a job"
                + " has at most 2147483647: ask for fewer",
            job -> job.worker(Integer.MAX_VALUE)),
        Refusal.ofJob(
            "master.restartPolicy is ALWAYS, but master-0 leads the job, and a job whose leader"
                + " always restarts never succeeds: use ON_FAILURE or NEVER",
            job -> job.worker(2).master(m -> m.restartPolicy(ALWAYS))),
        Refusal.ofJob(
            "master.requests.cpu is \"two\", but that is no quantity that Kubernetes could hold:"
                + " write for example 500m, 2 or 1.5",
            job -> job.worker(2).master(m -> m.requests(r -> r.cpu("two")))),
        Refusal.ofJob(
            "runPolicy.backoffLimit is 0, but Flyte takes 0 for unset: use 1 or more, or leave it"
                + " out; restartPolicy NEVER means no restarts",
            job -> job.worker(2).runPolicy(r -> r.backoffLimit(0))));
  }

  static Stream<Refusal> nodes() {
    String form =
        ", but that is neither a number of nodes nor the least and the most of them: write for"
            + " example 2 or 1:3";
    String none = ", but nothing trains on less than one node: use 1 or more";
    String tooMany = ", but a job has at most 2147483647 replicas: ask for fewer";
    return Stream.concat(
        Stream.of("", " ", "auto", "2.0", "-2", "+2", "1:", ":3", "1:2:3", "1-3", "0x2", "1 3")
            .map(
                text ->
                    Refusal.ofElastic("nnodes is \"" + text + "\"" + form, e -> e.nnodes(text))),
        Stream.of(
            Refusal.ofElastic("nnodes is 0" + none, elastic -> elastic.nnodes(0)),
            Refusal.ofElastic("nnodes is -2" + none, elastic -> elastic.nnodes(-2)),
            Refusal.ofElastic("nnodes is \"0\"" + none, elastic -> elastic.nnodes("0")),
            Refusal.ofElastic("nnodes is \"0:3\"" + none, elastic -> elastic.nnodes("0:3")),
            Refusal.ofElastic(
                "nnodes is \"4:2\", but the least comes first: write 2:4",
                elastic -> elastic.nnodes("4:2")),
            Refusal.ofElastic(
                "nnodes is \"2147483648\"" + tooMany, elastic -> elastic.nnodes("2147483648")),
            Refusal.ofElastic(
                "nnodes is \"1:99999999999\"" + tooMany,
                elastic -> elastic.nnodes("1:99999999999"))));
  }

  static Stream<Refusal> numbers() {
    String processes = ", but a node starts at least one process: use 1 or more";
    String interval = ", but a worker would never rest: use more than zero, for example PT5S";
    String method = ", but torch starts processes otherwise: use spawn or fork";
    return Stream.of(
        Refusal.ofElastic("nprocPerNode is 0" + processes, e -> e.nprocPerNode(0)),
        Refusal.ofElastic("nprocPerNode is -1" + processes, e -> e.nnodes(2).nprocPerNode(-1)),
        Refusal.ofElastic(
            "maxRestarts is -1, but a count cannot be negative: use 0 or more",
            e -> e.nnodes(2).maxRestarts(-1)),
        Refusal.ofElastic(
            "monitorInterval is PT0S" + interval, e -> e.monitorInterval(Duration.ZERO)),
        Refusal.ofElastic(
            "monitorInterval is PT-1S" + interval, e -> e.monitorInterval(Duration.ofSeconds(-1))),
        Refusal.ofElastic("startMethod is \"thread\"" + method, e -> e.startMethod("thread")),
        Refusal.ofElastic("startMethod is \"\"" + method, e -> e.startMethod("")));
  }

  static Stream<Refusal> workersOfElasticJobs() {
    String count = ", but nnodes says how many workers there are: leave it out";
    return Stream.of(
        Refusal.ofElastic(
            "worker.replicas is 3" + count, e -> e.nnodes("1:3").worker(w -> w.replicas(3))),
        Refusal.ofElastic(
            "worker.replicas is 0" + count, e -> e.nnodes(2).worker(ReplicaSpec.of(0))),
        Refusal.ofElastic(
            "worker.restartPolicy is ALWAYS, but a job succeeds when a worker ends well, and one"
                + " that always restarts never ends: use ON_FAILURE or NEVER",
            e -> e.nnodes(2).worker(w -> w.restartPolicy(ALWAYS))),
        Refusal.ofElastic(
            "worker.image is \"W:1\", but that is no image reference: write for example"
                + " ghcr.io/team/train:1.4 or {{.image.gpu}}",
            e -> e.nnodes(2).worker(w -> w.image("W:1"))));
  }

  static Stream<Refusal> plainTasks() {
    String plain =
        ", but nnodes is 1, which makes a plain task that has no such thing: use nnodes \"1:1\" for"
            + " a job of one worker";
    return Stream.of(
        Refusal.ofElastic(
            "runPolicy.cleanPodPolicy is ALL" + plain,
            e -> e.runPolicy(r -> r.cleanPodPolicy(CleanPodPolicy.ALL).backoffLimit(3))),
        Refusal.ofElastic(
            "runPolicy.ttlAfterFinished is PT1H" + plain,
            e -> e.nnodes(1).runPolicy(r -> r.ttlAfterFinished(Duration.ofHours(1)))),
        Refusal.ofElastic(
            "worker.image is \"w\"" + plain, e -> e.nnodes(1).worker(w -> w.image("w"))),
        Refusal.ofElastic(
            "worker.requests is cpu=1" + plain, e -> e.worker(w -> w.requests(r -> r.cpu("1")))),
        Refusal.ofElastic(
            "worker.restartPolicy is ON_FAILURE" + plain,
            e -> e.worker(w -> w.restartPolicy(ON_FAILURE))));
  }

  static Stream<Refusal> rdzvConfigs() {
    String value =
        ", but torchrun takes it as part of name=value,name=value: use a number, or a text without"
            + " blanks, commas and equals signs";
    String seconds = ", but torch counts a time-out in whole seconds: use 1 or more";
    Map<String, Object> nothing = new HashMap<>();
    nothing.put("timeout", null);
    return Stream.of(
        Refusal.ofElastic(
            "rdzvConfigs.join timeout is 1, but torch has no names like that: write for example"
                + " join_timeout",
            e -> e.rdzvConfigs(Map.of("join timeout", 1))),
        Refusal.ofElastic(
            "rdzvConfigs.store_type is \"a,b=c\"" + value,
            e -> e.rdzvConfigs(Map.of("store_type", "a,b=c"))),
        Refusal.ofElastic(
            "rdzvConfigs.store_type is \"\"" + value, e -> e.rdzvConfigs(Map.of("store_type", ""))),
        Refusal.ofElastic(
            "rdzvConfigs.timeout is [900]" + value,
            e -> e.rdzvConfigs(Map.of("timeout", List.of(900)))),
        Refusal.ofElastic("rdzvConfigs.timeout is null" + value, e -> e.rdzvConfigs(nothing)),
        Refusal.ofElastic(
            "rdzvConfigs.timeout is -1" + seconds, e -> e.rdzvConfigs(Map.of("timeout", -1))),
        Refusal.ofElastic(
            "rdzvConfigs.join_timeout is 0" + seconds,
            e -> e.rdzvConfigs(Map.of("join_timeout", 0))),
        Refusal.ofElastic(
            "rdzvConfigs.timeout is \"soon\"" + seconds,
            e -> e.rdzvConfigs(Map.of("timeout", "soon"))),
        Refusal.ofElastic(
            "rdzvConfigs.keep_alive_interval is 0.5, but torch counts heartbeats in whole numbers:"
                + " use 1 or more",
            e -> e.rdzvConfigs(Map.of("keep_alive_interval", 0.5))));
  }
}
