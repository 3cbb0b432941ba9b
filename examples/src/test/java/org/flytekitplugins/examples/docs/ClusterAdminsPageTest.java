package org.flytekitplugins.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flytekitplugins.client.FlyteClient;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The YAML that admins copy: Kubernetes' kinds have no field that Kubernetes does not know, Flyte's
 * is YAML, and what our own programs read is read by them.
 */
class ClusterAdminsPageTest {
  private static final Path PAGES = Path.of("../docs");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "ClusterRole", ClusterRole.class,
          "NetworkPolicy", NetworkPolicy.class,
          "PodTemplate", PodTemplate.class,
          "ResourceQuota", ResourceQuota.class,
          "ServiceAccount", ServiceAccount.class);

  @TestFactory
  Stream<DynamicTest> kubernetesKnowsEveryField() throws IOException {
    List<Fence> resources = fences("yaml: kubernetes");

    assertThat(resources).hasSizeGreaterThanOrEqualTo(KINDS.size());
    return resources.stream()
        .map(fence -> dynamicTest(fence.toString(), () -> checkResource(document(fence))));
  }

  private static void checkResource(Map<String, Object> resource) {
    String kind = String.valueOf(resource.get("kind"));
    assertThat(KINDS).containsKey(kind);

    HasMetadata read = new ObjectMapper().convertValue(resource, KINDS.get(kind));

    assertThat(read.getApiVersion()).isEqualTo(HasMetadata.getApiVersion(KINDS.get(kind)));
    assertThat(unknownFields(read, kind)).isEmpty();
  }

  @Test
  void aMisspeltFieldWouldBeSeen() {
    Map<String, Object> policy =
        Map.of("kind", "NetworkPolicy", "spec", Map.of("ingress", List.of(Map.of("form", 1))));

    assertThat(
            unknownFields(
                new ObjectMapper().convertValue(policy, NetworkPolicy.class), "NetworkPolicy"))
        .containsExactly("NetworkPolicy.spec.ingress.form");
  }

  /** What fabric8's model keeps because it does not know it. */
  private static List<String> unknownFields(Object model, String where) {
    List<String> unknown = new ArrayList<>();
    if (model instanceof Iterable<?> list) {
      list.forEach(each -> unknown.addAll(unknownFields(each, where)));
    } else if (model instanceof Map<?, ?> map) {
      map.forEach((key, value) -> unknown.addAll(unknownFields(value, where + "." + key)));
    } else if (model != null
        && !(model instanceof AnyType)
        && model.getClass().getName().startsWith("io.fabric8.")) {
      for (Method getter : model.getClass().getMethods()) {
        if (getter.getName().equals("getAdditionalProperties")) {
          ((Map<?, ?>) get(model, getter)).keySet().forEach(key -> unknown.add(where + "." + key));
        } else if (getter.getName().startsWith("get") && getter.getParameterCount() == 0) {
          String name = getter.getName().substring("get".length());
          unknown.addAll(
              unknownFields(
                  get(model, getter),
                  where + "." + Character.toLowerCase(name.charAt(0)) + name.substring(1)));
        }
      }
    }
    return unknown;
  }

  private static Object get(Object model, Method getter) {
    try {
      return getter.invoke(model);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(getter.toString(), e);
    }
  }

  @TestFactory
  Stream<DynamicTest> allElseIsAConfigurationOfFlytes() throws IOException {
    return Fence.in(PAGES.resolve("cluster-admins.md")).stream()
        .filter(fence -> fence.language().equals("yaml"))
        .filter(fence -> !"yaml: kubernetes".equals(fence.origin()))
        .map(
            fence ->
                dynamicTest(
                    fence.toString(),
                    () ->
                        assertThat(document(fence))
                            .as(fence.origin())
                            .containsOnlyKeys(section(fence.origin()))));
  }

  private static String section(String origin) {
    return switch (String.valueOf(origin)) {
      case "yaml: helm, flyte-binary" -> "configuration";
      case "yaml: flyteadmin" -> "task_resources";
      case "yaml: flytepropeller" -> "plugins";
      case "yaml: flyte client" -> "admin";
      default -> throw new AssertionError("nobody says what this configures: " + origin);
    };
  }

  @Test
  void ourClientTakesTheClientsConfiguration(@TempDir Path folder) throws IOException {
    Fence client = fences("yaml: flyte client").get(0);
    String yaml =
        String.join("\n", client.text())
            .replaceAll("caCertFilePath: .*", "")
            .replaceAll("endpoint: .*", "endpoint: 127.0.0.1:1");
    Path config = Files.writeString(folder.resolve("config.yaml"), yaml);

    try (FlyteClient connected =
        FlyteClient.builder("p", "d")
            .environment(Map.of("FLYTECTL_CONFIG", config.toString()))
            .build()) {
      assertThat(connected).isNotNull();
    }
  }

  private static List<Fence> fences(String origin) throws IOException {
    return Fence.in(PAGES.resolve("cluster-admins.md")).stream()
        .filter(fence -> origin.equals(fence.origin()))
        .toList();
  }

  private static Map<String, Object> document(Fence fence) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(String.join("\n", fence.text()));
  }
}
