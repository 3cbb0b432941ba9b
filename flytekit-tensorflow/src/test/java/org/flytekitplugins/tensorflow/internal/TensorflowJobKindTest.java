package org.flytekitplugins.tensorflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.CustomJson;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What generic rooms ask of TensorFlow. */
class TensorflowJobKindTest {
  private final TensorflowJobKind kind = new TensorflowJobKind();

  @Test
  void itIsFoundAsAService() {
    assertThat(JobKinds.own().all()).hasOnlyElementsOfType(TensorflowJobKind.class).hasSize(1);
    assertThat(JobKinds.own().only()).isInstanceOf(TensorflowJobKind.class);
    assertThat(JobKinds.own().ofTaskType("tensorflow")).isPresent();
    assertThat(JobKinds.own().ofTaskType("pytorch")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "worker:1, worker-0",
    "worker:1 ps:1, worker-0",
    "worker:1 master:1, master-0",
    "worker:2 chief:1, chief-0",
    "master:1 chief:1, chief-0",
    "worker:1 chief:0, worker-0",
  })
  void chiefElseMasterElseWorkerZeroLeads(String cluster, String leader) {
    assertThat(kind.primary(ClusterText.cluster(cluster))).hasToString(leader);
  }

  @Test
  void aClusterOfParameterServersHasNoLeader() {
    assertThatIllegalStateException()
        .isThrownBy(() -> kind.primary(ClusterText.cluster("ps:1 evaluator:1")))
        .withMessage(
            "the replicas are \"ps=1,evaluator=1\", but none of them can lead: add one that can");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chief:2 worker:1   | replicas is \"chief=2,worker=1\", but TensorFlow takes one chief at"
            + " most: use 0 or 1",
        "master:2           | replicas is \"master=2\", but TensorFlow takes one chief at most: use 0"
            + " or 1",
        "chief:1 master:1   | replicas is \"chief=1,master=1\", but a chief and a master both lead:"
            + " leave out one of them",
        "ps:2 evaluator:1   | replicas is \"ps=2,evaluator=1\", but none of them can lead: keep a"
            + " worker or a chief",
      })
  void whatNoTfJobCanBeIsRefused(String cluster, String sentence) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> kind.check(ClusterText.cluster(cluster)))
        .withMessage(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker:3 ps:2", "chief:1", "master:1 worker:1 evaluator:2"})
  void whatATfJobCanBeIsNot(String cluster) {
    kind.check(ClusterText.cluster(cluster));
  }

  @Test
  void versionZeroCountsReplicas() {
    assertThat(
            read(
                0,
                """
                {"workers": 2, "psReplicas": 1, "chiefReplicas": 1, "evaluatorReplicas": 0,
                 "jflyte": {"artifacts": [{"name": "a.jar", "location": "s3://b/a.jar"}]}}
                """))
        .isEqualTo(ClusterText.cluster("chief:1 worker:2 ps:1"));
    TrainingCluster empty = TrainingCluster.of(Map.of(), RunPolicy.empty());
    assertThat(read(0, "{\"workers\": null}")).isEqualTo(empty);
    assertThat(read(0, "{}")).isEqualTo(empty);
    // tensorflow.go, BuildResource: only roles with more than 0 replicas are in the job.
    assertThat(read(0, "{\"workers\": \"2\", \"ps_replicas\": 1, \"chiefReplicas\": -1}"))
        .isEqualTo(ClusterText.cluster("worker:2 ps:1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'workers': {'replicas': 1}}    | custom.workers is an object, but a number CHECK",
        "{'psReplicas': {'replicas': 1}} | custom.psReplicas is an object, but a number CHECK",
        "{'workers': '2.'}               | custom.workers is \"2.\", but a number CHECK",
        "{'workers': [2]}                | custom.workers is a list, but a number CHECK",
        "{'workers': 1.5}                | custom.workers is 1.5, but WHOLE",
        "{'workers': 3000000000}         | custom.workers is 3000000000, but WHOLE",
      })
  void aCountThatIsNoneIsRefused(String json, String sentence) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> read(0, json.replace('\'', '"')))
        .withMessage(
            sentence
                .replace(
                    "CHECK",
                    "is expected: check that the task type version is the one that this was written"
                        + " for")
                .replace("WHOLE", "that is no whole number of 32 bits: use a whole number"));
  }

  @Test
  void versionOneSaysAllAndKnowsNoMaster() {
    assertThat(
            read(
                1,
                """
                {"workerReplicas": {"replicas": 2, "restartPolicy": "RESTART_POLICY_ON_FAILURE"},
                 "masterReplicas": {"replicas": 1}, "runPolicy": {"backoffLimit": 3}}
                """))
        .isEqualTo(ClusterText.cluster("worker:2/ON_FAILURE", "backoff=3"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, -1, Integer.MAX_VALUE})
  void otherVersionsAreRefused(int version) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> read(version, "{}"))
        .withMessage("taskTypeVersion is %d, but Flyte knows 0 and 1 only: use 1", version);
  }

  @Test
  void tfConfigComesBeforeOtherLaunchersVariables() {
    Map<String, String> environment = new HashMap<>(Map.of("TF_CONFIG", " ", "RANK", "2"));
    assertThat(TrainingContext.find(environment)).isEmpty();

    environment.put(
        "TF_CONFIG", "{\"cluster\":{\"ps\":[\"p:1\"]},\"task\":{\"type\":\"ps\",\"index\":0}}");
    assertThat(TrainingContext.of(environment).replica()).hasToString("ps-0");
  }

  @Test
  void whatIsExpectedInsteadOfAnotherLaunchersVariablesIsSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingContext.of(Map.of("RANK", "1", "WORLD_SIZE", "3")))
        .withMessage(
            "RANK is \"1\", WORLD_SIZE is \"3\", by which a launcher tells a process of its peers,"
                + " but not one of those that are known here: expected TF_CONFIG of a TFJob, or"
                + " none of them for a process that is alone");
  }

  private TrainingCluster read(int version, String json) {
    return kind.read(CustomJson.read(json), version);
  }
}
