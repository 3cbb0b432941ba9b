package org.flytekitplugins.kubeflow.resources;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.CustomJson;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.TrainingCluster;

/**
 * A job that Flyte 1.16.8's plugin and the training operator 1.9.3 were asked for, where such are
 * beside the checkout.
 *
 * @param json what was asked for, and what the operator made of it
 * @param yaml the resource that the plugin made
 */
record RecordedJob(JsonNode json, String yaml) {
  private static final Path FOLDER = Path.of("..", "..", "shared", "data");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All of a folder whose resources end so; none, and a line says so, where it is not. */
  static List<RecordedJob> in(String folder, String suffix) throws IOException {
    List<RecordedJob> jobs = new ArrayList<>();
    Optional<Path> path = file("backends/" + folder);
    if (path.isPresent()) {
      try (Stream<Path> files = Files.list(path.get())) {
        for (Path yaml : files.filter(file -> file.toString().endsWith(suffix)).sorted().toList()) {
          Path json = yaml.resolveSibling(yaml.getFileName().toString().replace(suffix, ".json"));
          jobs.add(new RecordedJob(JSON.readTree(json.toFile()), Files.readString(yaml)));
        }
      }
    }
    return jobs;
  }

  /** A file of the data; empty, and a line says so, where it is not. */
  static Optional<Path> file(String name) {
    Path path = FOLDER.resolve(name);
    if (Files.exists(path)) {
      return Optional.of(path);
    }
    System.out.println("not tested, because it is not there: " + path);
    return Optional.empty();
  }

  String what() {
    return json.get("what").asText();
  }

  /** What the custom field of the task asks for. */
  TrainingCluster cluster(JobKind kind) {
    return kind.read(
        CustomJson.read(json.get("custom").toString()), json.get("taskTypeVersion").asInt());
  }

  /** What the operator made of it. */
  Map<String, Object> pods() {
    ObjectNode pods = json.get("pods").deepCopy();
    for (JsonNode pod : pods) {
      if (pod.has("env")) {
        List<String> env = new ArrayList<>();
        pod.get("env").forEach(variable -> env.add(variable.asText()));
        // Flyte's own, which the resource has.
        env.removeIf(variable -> variable.startsWith("_F_WN="));
        ((ObjectNode) pod).set("env", JSON.valueToTree(env));
      }
    }
    return JSON.convertValue(pods, new TypeReference<Map<String, Object>>() {});
  }

  /** The resource, as it was made with the platform resources of nobody. */
  TrainingJobResource.Builder resource(JobKind kind, String image) {
    return TrainingJobResource.builder(kind, cluster(kind))
        .name("f6d1e3c5b7a9-n0-0")
        .namespace("flytesnacks-development")
        .platform(FlytePlatform.unlimited())
        .taskTypeVersion(json.get("taskTypeVersion").asInt())
        .container(
            TaskContainer.builder()
                .image(image)
                .requests(resources("requests"))
                .limits(resources("limits"))
                .build());
  }

  private ResourceList resources(String list) {
    Map<ResourceName, String> quantities = new EnumMap<>(ResourceName.class);
    json.at("/input/task/resources/" + list)
        .properties()
        .forEach(
            field ->
                quantities.put(
                    switch (field.getKey()) {
                      case "cpu" -> ResourceName.CPU;
                      case "memory" -> ResourceName.MEMORY;
                      case "gpu" -> ResourceName.GPU;
                      case "ephemeralStorage" -> ResourceName.EPHEMERAL_STORAGE;
                      default -> throw new AssertionError(field.getKey());
                    },
                    field.getValue().asText()));
    return ResourceList.of(quantities);
  }
}
