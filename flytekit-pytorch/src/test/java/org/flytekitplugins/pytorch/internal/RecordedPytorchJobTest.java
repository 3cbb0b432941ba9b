package org.flytekitplugins.pytorch.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.CustomJson;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/**
 * What Flyte's plugin and the training operator made of custom fields, on machines that have it
 * beside the checkout: the job that the plugin makes, which pods the operator makes of it, which of
 * them leads and which waits for it, and all that the operator tells them, byte for byte and in its
 * order.
 */
class RecordedPytorchJobTest {
  private static final Path FOLDER =
      Path.of("..", "..", "shared", "data", "backends", "pytorch").toAbsolutePath().normalize();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PytorchJobKind KIND = new PytorchJobKind();
  private static final Map<RestartPolicy, String> POLICIES =
      Map.of(
          RestartPolicy.NEVER, "Never",
          RestartPolicy.ON_FAILURE, "OnFailure",
          RestartPolicy.ALWAYS, "Always");

  /** The operator is fine with it, but a rendezvous that waits for more workers never ends. */
  private static final String TOO_FEW = "elastic, worker count below the minimum";

  /** A pod, as the operator made it and as we say it is. */
  record Pod(
      String restartPolicy, boolean leads, Optional<String> awaited, List<String> variables) {}

  @TestFactory
  Stream<DynamicTest> whatTheBackendsMadeOfACustomFieldWeMakeOfIt() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : files()) {
      JsonNode recorded = JSON.readTree(file.toFile());
      tests.add(dynamicTest(recorded.get("what").asText(), () -> check(file, recorded)));
    }
    return tests.stream();
  }

  private static void check(Path file, JsonNode recorded) throws IOException {
    if (recorded.has("error")) {
      assertThat(recorded.get("error").asText()).contains("unsupported task template version");
      assertThatExceptionOfType(InvalidFieldException.class)
          .isThrownBy(() -> cluster(recorded))
          .withMessageStartingWith("taskTypeVersion is ");
      return;
    }
    TrainingCluster cluster = cluster(recorded);
    checkJob(file, cluster);
    if (!recorded.get("webhook").asText().equals("ok")) {
      assertThatExceptionOfType(InvalidFieldException.class)
          .isThrownBy(() -> KIND.check(cluster))
          .withMessageMatching("replicas is .*, but .*: .*");
      return;
    }
    if (!recorded.get("what").asText().equals(TOO_FEW)) {
      KIND.check(cluster);
    }
    String job = recorded.findValue("job-name").asText();
    assertThat(ours(cluster, job)).isEqualTo(theirs(job, recorded.get("pods")));
    recorded.get("pods").properties().forEach(pod -> checkContext(cluster, job, pod));
  }

  /** The pods of a job as we play it. */
  private static Map<String, Pod> ours(TrainingCluster cluster, String job) {
    SortedMap<Replica, String> addresses = addresses(cluster, job);
    Map<String, Pod> pods = new TreeMap<>();
    for (Replica replica : ClusterText.replicas(cluster)) {
      pods.put(
          replica.toString(),
          new Pod(
              POLICIES.get(cluster.replicas().get(replica.type()).restartPolicy()),
              replica.equals(KIND.primary(cluster)),
              KIND.awaited(cluster, replica).map(awaited -> job + "-" + awaited),
              KIND.variables(cluster, replica, addresses).entrySet().stream()
                  .map(Map.Entry::toString)
                  .toList()));
    }
    return pods;
  }

  private static Map<String, Pod> theirs(String job, JsonNode pods) {
    Map<String, Pod> recorded = new TreeMap<>();
    pods.properties()
        .forEach(
            pod ->
                recorded.put(
                    pod.getKey(),
                    new Pod(
                        pod.getValue().get("restartPolicy").asText(),
                        pod.getValue().at("/labels/job-role").asText().equals("master"),
                        awaited(job, pod.getValue().path("init")),
                        variables(pod.getValue()).toList())));
    return recorded;
  }

  private static Optional<String> awaited(String job, JsonNode initContainers) {
    if (initContainers.isMissingNode()) {
      return Optional.empty();
    }
    String master = job + "-master-0";
    assertThat(initContainers)
        .extracting(JsonNode::asText)
        .containsExactly(
            "init-pytorch alpine:3.10 sh -c err=1;for i in $(seq 100); do if nslookup "
                + master
                + "; then err=0 && break; fi;echo waiting for master; sleep 2; done; exit $err");
    return Optional.of(master);
  }

  /** Without those that Flyte's plugin has put into the job. */
  private static Stream<String> variables(JsonNode pod) {
    return texts(pod.get("env")).filter(variable -> !variable.startsWith("_F_"));
  }

  private static Stream<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts.stream();
  }

  /** What a replica finds in all that its container has. */
  private static void checkContext(
      TrainingCluster cluster, String job, Map.Entry<String, JsonNode> pod) {
    String podName = job + "-" + pod.getKey();
    Map<String, String> environment = new LinkedHashMap<>(Map.of("HOSTNAME", podName));
    texts(pod.getValue().get("env"))
        .forEach(
            variable ->
                environment.put(
                    variable.substring(0, variable.indexOf('=')),
                    variable
                        .substring(variable.indexOf('=') + 1)
                        .replace("fieldRef:metadata.name", podName)));
    Replica replica = Replica.parse(pod.getKey());
    Replica leader = KIND.primary(cluster);
    SortedMap<Replica, String> addresses =
        new TreeMap<>(Map.of(leader, job + "-" + leader + ":23456"));

    assertThat(TrainingContext.of(environment))
        .isEqualTo(
            ElasticConfig.of(cluster)
                .map(elastic -> TrainingContext.elected(replica, addresses, elastic.maxReplicas()))
                .orElseGet(
                    () ->
                        TrainingContext.create(
                            replica, addresses, cluster.size(), replica.equals(leader))));
  }

  private static SortedMap<Replica, String> addresses(TrainingCluster cluster, String job) {
    SortedMap<Replica, String> addresses = new TreeMap<>();
    ClusterText.replicas(cluster)
        .forEach(replica -> addresses.put(replica, job + "-" + replica + ":23456"));
    return addresses;
  }

  /** Our clusters say of a job what the plugin wrote. */
  private static void checkJob(Path file, TrainingCluster cluster) throws IOException {
    Path yaml =
        file.resolveSibling(file.getFileName().toString().replace(".json", ".pytorchjob.yaml"));
    Map<?, ?> spec = map(map(new Yaml().load(Files.readString(yaml))).get("spec"));
    Map<String, Object> roles = new TreeMap<>();
    cluster.replicas().forEach((type, role) -> roles.put(operatorName(type), ours(role)));
    Map<String, Object> recordedRoles = new TreeMap<>();
    map(spec.get("pytorchReplicaSpecs"))
        .forEach((name, role) -> recordedRoles.put((String) name, theirs(map(role))));

    assertThat(roles).isEqualTo(recordedRoles);
    assertThat(ours(cluster.runPolicy())).isEqualTo(spec.get("runPolicy"));
    assertThat(elasticPolicy(cluster)).isEqualTo(spec.get("elasticPolicy"));
    assertThat(spec.get("nprocPerNode")).as("for the operator to fill in").isNull();
  }

  private static Map<String, Object> ours(ReplicaSpec role) {
    return Map.of(
        "replicas", role.replicas(),
        "restartPolicy", POLICIES.get(role.restartPolicy()),
        "image", role.image() == null ? "torch:default" : role.image(),
        "resources", filled(role.requests(), role.limits()));
  }

  private static Map<String, Object> theirs(Map<?, ?> role) {
    Map<?, ?> pod = map(map(role.get("template")).get("spec"));
    Map<?, ?> container = map(((List<?>) pod.get("containers")).get(0));
    return Map.of(
        "replicas", role.get("replicas"),
        "restartPolicy", role.get("restartPolicy"),
        "image", container.get("image"),
        "resources", container.get("resources"));
  }

  // As the plugin does: what is not said is the other's, and Flyte's own default after that.
  private static Map<String, Map<String, String>> filled(
      ResourceList requests, ResourceList limits) {
    Map<String, String> asked = new TreeMap<>();
    Map<String, String> limited = new TreeMap<>();
    fill("cpu", requests.cpu(), limits.cpu(), "1", asked, limited);
    fill("memory", requests.memory(), limits.memory(), "1Gi", asked, limited);
    fill("nvidia.com/gpu", requests.gpu(), limits.gpu(), null, asked, limited);
    return Map.of("requests", asked, "limits", limited);
  }

  private static void fill(
      String name,
      @Nullable Quantity request,
      @Nullable Quantity limit,
      @Nullable String otherwise,
      Map<String, String> requests,
      Map<String, String> limits) {
    String asked =
        request != null ? request.toString() : limit != null ? limit.toString() : otherwise;
    if (asked != null) {
      requests.put(name, asked);
      limits.put(name, limit != null ? limit.toString() : asked);
    }
  }

  private static Map<String, Object> ours(RunPolicy policy) {
    Map<String, Object> fields = new TreeMap<>();
    if (!policy.equals(RunPolicy.empty())) {
      String clean = policy.cleanPodPolicy() == null ? "NONE" : policy.cleanPodPolicy().name();
      fields.put(
          "cleanPodPolicy",
          clean.charAt(0) + clean.substring(1).toLowerCase(java.util.Locale.ROOT));
    }
    if (policy.backoffLimit() != null) {
      fields.put("backoffLimit", policy.backoffLimit());
    }
    if (policy.activeDeadline() != null) {
      fields.put("activeDeadlineSeconds", (int) policy.activeDeadline().toSeconds());
    }
    if (policy.ttlAfterFinished() != null) {
      fields.put("ttlSecondsAfterFinished", (int) policy.ttlAfterFinished().toSeconds());
    }
    return fields;
  }

  private static @Nullable Map<String, Object> elasticPolicy(TrainingCluster cluster) {
    return ElasticConfig.of(cluster)
        .map(
            elastic ->
                Map.<String, Object>of(
                    "minReplicas", elastic.minReplicas(),
                    "maxReplicas", elastic.maxReplicas(),
                    "maxRestarts", elastic.maxRestarts(),
                    "nProcPerNode", elastic.nprocPerNode(),
                    "rdzvBackend", elastic.rdzvBackend()))
        .orElse(null);
  }

  private static String operatorName(ReplicaType type) {
    return type == ReplicaType.MASTER ? "Master" : "Worker";
  }

  private static Map<?, ?> map(Object yaml) {
    return (Map<?, ?>) yaml;
  }

  private static TrainingCluster cluster(JsonNode recorded) {
    return KIND.read(
        CustomJson.read(recorded.get("custom").toString()),
        recorded.get("taskTypeVersion").asInt());
  }

  private static List<Path> files() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      System.out.println("not tested, because it is not there: ../shared/data/backends/pytorch");
      return List.of();
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
