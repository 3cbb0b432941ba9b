package org.flytekitplugins.jflyte.explain.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.explain.ExplainedDeclaration;
import org.flytekitplugins.jflyte.explain.Platform;
import org.flytekitplugins.jflyte.explain.RenderSettings;
import org.flytekitplugins.jflyte.explain.RenderedJob;
import org.flytekitplugins.kubeflow.ResourceList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The YAML of each job that lies beside the checkout, on machines that have them, is that of
 * Flyte's plugin, but for what is the task's: arguments and environment.
 */
class RenderedRecordedJobsTest {
  private static final Path DATA = Path.of("..", "..", "..", "shared", "data", "backends");

  /** With no platform resources at all, as the plugin was run. */
  private static final Platform NOBODYS =
      Platform.of("nobody's", ResourceList.empty(), ResourceList.empty());

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "tensorflow, tfjob, train:default",
    "pytorch, pytorchjob, torch:default",
  })
  void theYamlIsThatOfThePlugin(String taskType, String suffix, String image) throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(DATA));
    Map<String, Object> ours = new TreeMap<>();
    Map<String, Object> plugins = new TreeMap<>();
    for (Path yaml : recorded(taskType, "." + suffix + ".yaml")) {
      String name = yaml.getFileName().toString();
      Struct.Builder json = Struct.newBuilder();
      JsonFormat.parser()
          .merge(
              Files.readString(yaml.resolveSibling(name.replace("." + suffix + ".yaml", ".json"))),
              json);
      ours.put(name, withoutTasks(ours(taskType, json.build(), image)));
      plugins.put(name, withoutTasks(Files.readString(yaml)));
    }

    assertThat(ours).hasSizeGreaterThan(10).isEqualTo(plugins);
  }

  private static List<Path> recorded(String folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(DATA.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static String ours(String taskType, Struct json, String image) throws IOException {
    Struct resources = field(field(field(json, "input"), "task"), "resources");
    DeclaredTask task =
        Tasks.raw(
                taskType,
                (int) json.getFieldsOrThrow("taskTypeVersion").getNumberValue(),
                JsonFormat.printer().print(json.getFieldsOrThrow("custom")))
            .image(image)
            .requests(list(field(resources, "requests")))
            .limits(list(field(resources, "limits")))
            .build();
    return RenderedJob.of(
            ExplainedDeclaration.of(task, NOBODYS),
            null,
            new RenderSettings("f6d1e3c5b7a9-n0-0", "flytesnacks-development", null, null))
        .orElseThrow()
        .toYaml();
  }

  private static Struct field(Struct of, String name) {
    return of.containsFields(name)
        ? of.getFieldsOrThrow(name).getStructValue()
        : Struct.getDefaultInstance();
  }

  private static ResourceList list(Struct quantities) {
    return ResourceList.of(
        list ->
            quantities
                .getFieldsMap()
                .forEach(
                    (name, value) -> {
                      String text = value.getStringValue();
                      switch (name) {
                        case "cpu" -> list.cpu(text);
                        case "memory" -> list.memory(text);
                        case "gpu" -> list.gpu(text);
                        case "ephemeralStorage" -> list.ephemeralStorage(text);
                        default -> throw new AssertionError(name);
                      }
                    }));
  }

  // The recorder wrote quantities like 1e9 without quotes.
  private static Object withoutTasks(String yaml) {
    Object resource = new Yaml().load(yaml.replaceAll("(?m): ([0-9]+e[0-9]+)$", ": '$1'"));
    remove(resource);
    return resource;
  }

  private static void remove(Object node) {
    if (node instanceof Map<?, ?> map) {
      map.remove("args");
      map.remove("env");
      map.values().forEach(RenderedRecordedJobsTest::remove);
    } else if (node instanceof List<?> list) {
      list.forEach(RenderedRecordedJobsTest::remove);
    }
  }
}
