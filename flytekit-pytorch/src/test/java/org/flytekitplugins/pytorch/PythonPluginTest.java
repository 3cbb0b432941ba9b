package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.DynamicMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.CustomJson;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.PytorchMessages;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.flytekitplugins.pytorch.fixtures.PythonConfig;
import org.flytekitplugins.pytorch.fixtures.PythonConfig.NotInJavaException;
import org.flytekitplugins.spi.SharedMemory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What flytekit's Python plugin was asked for, and what came of it, as it lies beside the checkout
 * on machines that have it. The same wishes of our builders make the same message, with our
 * defaults, or are refused with a sentence.
 */
class PythonPluginTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("..", "..", "shared", "data", "python", "pytorch");

  private static final String NO_NODES =
      ", but that is neither a number of nodes nor the least and the most of them: write for"
          + " example 2 or 1:3";
  private static final String PLAIN =
      ", but nnodes is 1, which makes a plain task that has no such thing: use nnodes \"1:1\" for a"
          + " job of one worker";
  private static final String NOT_IN_JAVA = ", which is no int";

  /** What is refused, by us or by the compiler, and why. Python took the half of it. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry(
              "el-max-restarts-negative",
              "maxRestarts is -1, but a count cannot be negative: use 0 or more"),
          Map.entry("el-nnodes-empty", "nnodes is \"\"" + NO_NODES),
          Map.entry("el-nnodes-float", "nnodes is 2.0" + NOT_IN_JAVA),
          Map.entry(
              "el-nnodes-negative",
              "nnodes is -2, but nothing trains on less than one node: use 1 or more"),
          Map.entry("el-nnodes-true", "nnodes is true" + NOT_IN_JAVA),
          Map.entry("el-nnodes-word", "nnodes is \"auto\"" + NO_NODES),
          Map.entry("el-nproc-auto", "nproc_per_node is auto" + NOT_IN_JAVA),
          Map.entry("el-nproc-gpu-1", "nproc_per_node is gpu" + NOT_IN_JAVA),
          Map.entry("el-range-reversed", "nnodes is \"4:2\", but the least comes first: write 2:4"),
          Map.entry("el-range-three", "nnodes is \"1:2:3\"" + NO_NODES),
          Map.entry("el-rp-1-node", "runPolicy.cleanPodPolicy is ALL" + PLAIN),
          Map.entry(
              "pt-both",
              "numWorkers is 2, but worker is given as well: use one of both for a role"),
          Map.entry("pt-float", "replicas is 2.0" + NOT_IN_JAVA),
          Map.entry(
              "pt-master-replicas",
              "master.replicas is 2, but a PyTorchJob has exactly one master: leave it out, and say"
                  + " how many workers there are"),
          Map.entry(
              "pt-negative",
              "worker.replicas is -1, but a count cannot be negative: write for example 1"),
          Map.entry(
              "pt-rp-too-large",
              "runPolicy.ttlAfterFinished is PT596523H14M8S, but the job holds at most 2147483647"
                  + " seconds: shorten it, or leave it out for no end"),
          // Python says nothing, and leaves all three open.
          Map.entry(
              "pt-rp-zeros",
              "runPolicy.ttlAfterFinished is PT0S, but Flyte takes less than a second for unset:"
                  + " use at least PT1S"),
          Map.entry(
              "pt-test-custom",
              "master.restartPolicy is ALWAYS, but master-0 leads the job, and a job whose leader"
                  + " always restarts never succeeds: use ON_FAILURE or NEVER"));

  @TestFactory
  Stream<DynamicTest> theSameWishesMakeTheSameMessageOrAreRefused() throws IOException {
    return cases().stream()
        .map(recorded -> dynamicTest(recorded.get("case").asText(), () -> check(recorded)));
  }

  private static void check(JsonNode recorded) {
    PythonConfig config = PythonConfig.of(recorded.get("python").asText());
    Throwable refusal = catchThrowable(() -> build(config));
    String sentence = REFUSED.get(recorded.get("case").asText());
    boolean succeeded = recorded.get("outcome").asText().equals("ok");
    if (refusal != null) {
      assertThat(refusal).isInstanceOfAny(InvalidFieldException.class, NotInJavaException.class);
      assertThat(refusal).hasMessageMatching("\\S+ is .+, (but .+: .+|which is no int)");
      if (sentence != null) {
        assertThat(refusal).hasMessage(sentence);
      }
      return;
    }
    assertThat(sentence).as("refused").isNull();
    if (succeeded) {
      checkSame(recorded, config);
    } else {
      // A task of ours has no pod template that its shared memory could be in the way of.
      boolean isForPodTemplate = recorded.get("python").asText().contains("PodTemplate(");
      assertThat(isForPodTemplate || config.leavesTheCountOfWorkersOut()).isTrue();
    }
  }

  private static void checkSame(JsonNode recorded, PythonConfig config) {
    TrainingJob job = build(config);
    if (job instanceof Elastic elastic) {
      checkWhatIsNotInTheMessage(recorded, config, elastic);
      if (elastic.isPlain()) {
        assertThat(recorded.get("taskType").asText()).isEqualTo("python-task");
        assertThat(recorded.get("custom")).isEmpty();
        return;
      }
    }
    assertThat(recorded.get("taskType").asText()).isEqualTo(job.kind().taskType());
    assertThat(ours(job)).isEqualTo(expected(recorded.get("custom").deepCopy(), config));
  }

  private static void checkWhatIsNotInTheMessage(
      JsonNode recorded, PythonConfig config, Elastic elastic) {
    if (!config.hasPodTemplate()) {
      assertThat(elastic.sharedMemory()).isEqualTo(sharedMemory(recorded));
    }
    JsonNode launch = recorded.path("launchInJob");
    if (!launch.has("start_method")) {
      return;
    }
    assertThat(elastic.minReplicas()).isEqualTo(launch.get("min_nodes").asInt());
    assertThat(elastic.maxReplicas()).isEqualTo(launch.get("max_nodes").asInt());
    assertThat(elastic.nprocPerNode()).isEqualTo(launch.get("nproc_per_node").asInt());
    assertThat(elastic.maxRestarts()).isEqualTo(launch.get("max_restarts").asInt());
    assertThat(elastic.startMethod()).isEqualTo(launch.get("start_method").asText());
    assertThat(elastic.monitorInterval().toMillis())
        .isEqualTo(Math.round(launch.get("monitor_interval").asDouble() * 1000));
    Map<String, String> rdzvConfigs = new TreeMap<>(elastic.rdzvConfigs());
    rdzvConfigs.putIfAbsent("timeout", "900"); // torch does
    assertThat(JSON.<JsonNode>valueToTree(rdzvConfigs).toString().replaceAll("\"(\\d+)\"", "$1"))
        .isEqualTo(launch.get("rdzv_configs").toString());
  }

  /** What the recorded pod has at {@code /dev/shm}, by Flyte's own field or in its template. */
  private static SharedMemory sharedMemory(JsonNode recorded) {
    JsonNode template = recorded.at("/taskSpec/template");
    JsonNode field = template.at("/extendedResources/sharedMemory");
    if (field.has("sizeLimit")) {
      return SharedMemory.ofSizeLimit(field.get("sizeLimit").asText());
    }
    boolean isMounted = template.path("k8sPod").toString().contains("\"/dev/shm\"");
    return isMounted || !field.isMissingNode() ? SharedMemory.unlimited() : null;
  }

  private static TrainingJob build(PythonConfig config) {
    return config.isElastic() ? config.elastic() : config.job();
  }

  private static DynamicMessage ours(TrainingJob job) {
    try {
      return message(JSON.readTree(CustomJson.print(job.kind().write(job.cluster()))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Python's message, without its empty things, and with our defaults. */
  private static DynamicMessage expected(ObjectNode custom, PythonConfig config) {
    int replicas = 0;
    boolean restarts = false;
    for (String role : List.of("masterReplicas", "workerReplicas")) {
      JsonNode group = custom.path(role);
      if (group.path("replicas").asInt() == 0) {
        custom.remove(role);
      } else if (group.path("resources").isEmpty()) {
        ((ObjectNode) group).remove("resources");
      }
      replicas += group.path("replicas").asInt();
      restarts |= group.has("restartPolicy");
    }
    if (custom.path("runPolicy").isEmpty()) {
      custom.remove("runPolicy");
    }
    boolean isClean = config.saysCleanPodPolicy() || replicas == 1;
    if (!isClean) {
      custom.withObject("runPolicy").put("cleanPodPolicy", "CLEANPOD_POLICY_RUNNING");
    }
    if (restarts && !custom.path("runPolicy").has("backoffLimit")) {
      int losses = 3;
      custom
          .withObject("runPolicy")
          .put("backoffLimit", custom.has("elasticConfig") ? losses * replicas : losses);
    }
    return message(custom);
  }

  private static DynamicMessage message(JsonNode custom) {
    custom.findValues("requests").forEach(PythonPluginTest::sort);
    custom.findValues("limits").forEach(PythonPluginTest::sort);
    return PytorchMessages.fromJson(custom.toString().replaceAll("(\\d)\\.0\\b", "$1"));
  }

  private static void sort(JsonNode entries) {
    List<JsonNode> sorted = new ArrayList<>();
    entries.forEach(sorted::add);
    sorted.sort(Comparator.comparing(entry -> entry.get("name").asText()));
    ((ArrayNode) entries).removeAll().addAll(sorted);
  }

  private static List<JsonNode> cases() throws IOException {
    if (!Files.exists(FOLDER)) {
      System.out.println("not tested, because it is not there: " + FOLDER);
      return List.of();
    }
    List<JsonNode> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        cases.add(JSON.readTree(file.toFile()));
      }
    }
    return cases;
  }
}
