package org.flytekitplugins.pytorch.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flyte.flytekit.SdkStructs;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.CustomJson;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What generic rooms ask of PyTorch. */
class PytorchJobKindTest {
  private final PytorchJobKind kind = new PytorchJobKind();

  @Test
  void itIsFoundAsAService() {
    assertThat(JobKinds.own().all()).hasOnlyElementsOfType(PytorchJobKind.class).hasSize(1);
    assertThat(JobKinds.own().ofTaskType("pytorch")).isPresent();
  }

  @Test
  void theMasterElseWorkerZeroLeads() {
    assertThat(kind.primary(ClusterText.cluster("worker:2 master:1"))).hasToString("master-0");
    assertThat(kind.primary(ClusterText.cluster("worker:2"))).hasToString("worker-0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "0 | {}                                | master:1",
        "0 | {'workers': 2, 'jflyte': {}}      | master:1 worker:2",
        "0 | {'workerReplicas': {'replicas': 2}} | master:1",
        "1 | {}                                | master:1",
        "1 | {'workers': 2}                    | master:1",
        "1 | {'workerReplicas': {'replicas': 2}, 'masterReplicas': null} | master:1 worker:2",
        "1 | {'masterReplicas': {'replicas': 5}} | master:1",
        "1 | {'masterReplicas': {'restartPolicy': 'RESTART_POLICY_ON_FAILURE'}}"
            + " | master:1/ON_FAILURE",
        "1 | {'masterReplicas': {'common': {'restartPolicy': 'RESTART_POLICY_ALWAYS'}}}"
            + " | master:1/ALWAYS",
      })
  void aJobThatIsNotElasticHasOneMaster(int version, String json, String cluster) {
    TrainingCluster read = read(version, json);

    assertThat(read).isEqualTo(ClusterText.cluster(cluster));
    kind.check(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "0 | {'workers': 3, 'elasticConfig': CONFIG}",
        "1 | {'workerReplicas': {'replicas': 3}, 'elasticConfig': CONFIG}",
        "1 | {'workerReplicas': {'replicas': 3}, 'masterReplicas': {'replicas': 1},"
            + " 'elasticConfig': CONFIG}",
      })
  void anElasticJobHasNone(int version, String json) {
    TrainingCluster read =
        read(
            version,
            json.replace(
                "CONFIG",
                "{'rdzvBackend': 'c10d', 'minReplicas': 1, 'maxReplicas': 4, 'nprocPerNode': 2}"));

    assertThat(read).isEqualTo(elastic("worker:3", ElasticConfig.of("c10d", 1, 4, 2, 0)));
    assertThat(read(1, CustomJson.print(kind.write(read)))).isEqualTo(read);
    kind.check(read);
  }

  @Test
  void whatAnElasticConfigurationLeavesOutIsHandedOnAsEmpty() {
    assertThat(read(1, "{'workerReplicas': {'replicas': 1}, 'elasticConfig': {}}"))
        .isEqualTo(elastic("worker:1", ElasticConfig.of("", 0, 0, 0, 0)));
  }

  // pytorch.go#L100-L160: workers are there if they are more than 0, a master unless it is elastic.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "0 | {'workers': -1}                                      | master=1",
        "0 | {'workers': '2'}                                     | master=1,worker=2",
        "0 | {'workers': 0, 'elastic_config': {}}                 | ~~",
        "1 | {'worker_replicas': {'replicas': 2}}                 | master=1,worker=2",
        "1 | {'workerReplicas': {'replicas': -1}}                 | master=1",
        "1 | {'masterReplicas': {'replicas': -1}}                 | master=1",
        "1 | {'masterReplicas': {'common': {'image': 'a:1'}}}     | master=1",
        "1 | {'elastic_config': {'min_replicas': 2}, 'worker_replicas': {'replicas': 1}} | worker=1",
        "1 | {'elasticConfig': null, 'elastic_config': {}}        | master=1",
      })
  void aJobHasTheReplicasThatFlytesPluginGivesIt(int version, String json, String sizes) {
    assertThat(read(version, json).sizes()).isEqualTo(sizes);
  }

  @Test
  void allOfAnElasticConfigurationIsWritten() {
    assertThat(
            SdkStructs.structOf(
                kind.write(elastic("worker:4", ElasticConfig.of("c10d", 1, 4, 2, 0)))))
        .isEqualTo(
            CustomJson.read(
                """
                {"workerReplicas": {"replicas": 4},
                 "elasticConfig": {"rdzvBackend": "c10d", "minReplicas": 1, "maxReplicas": 4,
                                   "nprocPerNode": 2, "maxRestarts": 0}}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "0 | {'workers': {}}      | custom.workers is an object, but a number CHECK",
        "0 | {'workers': 1.5}     | custom.workers is 1.5, but that is no whole number of 32 bits:"
            + " use a whole number",
        "1 | {'masterReplicas': 1} | custom.masterReplicas is 1, but an object CHECK",
        "1 | {'elasticConfig': 1}  | custom.elasticConfig is 1, but an object CHECK",
        "1 | {'elasticConfig': {'maxRestarts': 'x'}}"
            + " | custom.elasticConfig.maxRestarts is \"x\", but a number CHECK",
        "1 | {'elasticConfig': {}, 'masterReplicas': 1}"
            + " | custom.masterReplicas is 1, but an object CHECK",
        "2 | {}                    | taskTypeVersion is 2, but Flyte knows 0 and 1 only: use 1",
        "-1 | {}                   | taskTypeVersion is -1, but Flyte knows 0 and 1 only: use 1",
      })
  void whatHasAnotherFormIsRefused(int version, String json, String sentence) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> read(version, json))
        .withMessage(
            sentence.replace(
                "CHECK",
                "is expected: check that the task type version is the one that this was written"
                    + " for"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "worker:2            | replicas is \"worker=2\", but a PyTorchJob has exactly one master,"
            + " unless it is elastic: use master=1",
        "master:2            | replicas is \"master=2\", but a PyTorchJob has exactly one master,"
            + " unless it is elastic: use master=1",
        "master:1 ps:1       | replicas is \"master=1,ps=1\", but a PyTorchJob has no role ps: use"
            + " master and worker only",
      })
  void whatNoPyTorchJobCanBeIsRefused(String cluster, String sentence) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> kind.check(ClusterText.cluster(cluster)))
        .withMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "master:1 worker:2 | replicas is \"master=1,worker=2\", but an elastic job has no master:"
            + " use workers only",
        "worker:1 | replicas is \"worker=1\", but the job trains with 2 to 4 workers: use that many",
        "worker:5 | replicas is \"worker=5\", but the job trains with 2 to 4 workers: use that many",
      })
  void whatNoElasticJobCanBeIsRefused(String cluster, String sentence) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> kind.check(elastic(cluster, ElasticConfig.of("c10d", 2, 4, 1, 0))))
        .withMessage(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker:2", "worker:3", "worker:4"})
  void anElasticJobMayBeSmallerThanItsLargest(String cluster) {
    kind.check(elastic(cluster, ElasticConfig.of("c10d", 2, 4, 1, 0)));
  }

  @Test
  void theOptionsOfAnElasticJobAreAllThereOrNone() {
    TrainingCluster cluster = ClusterText.cluster("worker:2");

    assertThat(ElasticConfig.of(cluster.withOptions(Map.of("other", "x")))).isEmpty();
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> ElasticConfig.of(cluster.withOptions(Map.of("minReplicas", "1"))))
        .withMessage(
            "options.rdzvBackend is \"\", but an elastic job has all of rdzvBackend, minReplicas,"
                + " maxReplicas, nprocPerNode, maxRestarts: set them all, or none");
    Map<String, String> options = ElasticConfig.of("c10d", 1, 2, 1, 0).options();
    options.put("maxRestarts", "few");
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> ElasticConfig.of(cluster.withOptions(options)))
        .withMessage(
            "options.maxRestarts is \"few\", but that is no whole number of 32 bits: use a whole"
                + " number");
  }

  @Test
  void theReplicasOfAnElasticJobElectWhoLeads() {
    assertThat(kind.electsPrimary(PytorchClusterText.cluster("elastic 1:1 worker:1"))).isTrue();
    assertThat(kind.electsPrimary(ClusterText.cluster("master:1 worker:2"))).isFalse();
    assertThat(kind.electsPrimary(ClusterText.cluster("worker:2"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "master:1 worker:2,    worker-1, master-0",
    "master:1 worker:2,    master-0,",
    "elastic 1:2 worker:2, worker-1,",
    "worker:2,             worker-1,",
  })
  void aWorkerWaitsForItsMaster(String cluster, String replica, @Nullable String awaited) {
    assertThat(kind.awaited(PytorchClusterText.cluster(cluster), Replica.parse(replica)))
        .isEqualTo(Optional.ofNullable(awaited).map(Replica::parse));
  }

  @ParameterizedTest
  @CsvSource({"worker-0, is_host=true", "worker-2, is_host=false"})
  void onOneMachineWorkerZeroKeepsTheRendezvous(String replica, String isHost) {
    String configuration = isHost + ",keep_alive_interval=1,keep_alive_max_attempt=5";
    TrainingCluster elastic = PytorchClusterText.cluster("elastic 1:3 worker:3");
    TrainingCluster led = ClusterText.cluster("master:1 worker:3");
    Replica one = Replica.parse(replica);

    assertThat(kind.localVariables(elastic, one))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("PET_RDZV_CONF", configuration, "PET_LOCAL_ADDR", "127.0.0.1"));
    assertThat(kind.localVariables(led, one)).isEmpty();
    // An argument hides the variable.
    assertThat(kind.localCommand(elastic, one, List.of("torchrun", "--rdzv_conf=a=1,b=2", "t.py")))
        .containsExactly("torchrun", "--rdzv_conf=" + configuration + ",a=1,b=2", "t.py");
    assertThat(kind.localCommand(elastic, one, List.of("torchrun", "--rdzv-conf=a=1", "t.py")))
        .containsExactly("torchrun", "--rdzv-conf=" + configuration + ",a=1", "t.py");
    assertThat(kind.localCommand(elastic, one, List.of("torchrun", "--rdzv_conf=", "t.py")))
        .containsExactly("torchrun", "--rdzv_conf=", "t.py");
    assertThat(kind.localCommand(led, one, List.of("torchrun", "--rdzv_conf=a=1", "t.py")))
        .containsExactly("torchrun", "--rdzv_conf=a=1", "t.py");
  }

  private static TrainingCluster elastic(String cluster, ElasticConfig config) {
    return ClusterText.cluster(cluster).withOptions(config.options());
  }

  private TrainingCluster read(int version, String json) {
    return kind.read(CustomJson.read(json.replace('\'', '"')), version);
  }
}
