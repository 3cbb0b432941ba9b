package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Resources as YAML, which every reader takes for the same. */
class KubernetesYamlTest {
  @Test
  void keysAreInOrderAndListsUnderTheirKeys() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("b", List.of(List.of("x", "y"), Map.of("name", "n", "args", List.of("1", "two"))));
    spec.put("a", Map.of("empty", Map.of(), "none", List.of(), "number", 3, "yes", true));

    assertThat(KubernetesYaml.write(resource(spec)))
        .isEqualTo(
            """
            apiVersion: v1
            kind: Thing
            metadata: {}
            spec:
              a:
                empty: {}
                none: []
                number: 3
                "yes": true
              b:
              - - x
                - "y"
              - args:
                - "1"
                - two
                name: "n"
            """);
  }

  @Test
  void severalResourcesAreSeveralDocuments() {
    assertThat(KubernetesYaml.write(List.of(resource("a"), resource("b"))))
        .isEqualTo(
            """
            apiVersion: v1
            kind: Thing
            metadata: {}
            spec: a
            ---
            apiVersion: v1
            kind: Thing
            metadata: {}
            spec: b
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"train", "gcr.io/p/t:1", "/data/x.csv", "a-b_c.d", "nvidia.com/gpu", "x@y"})
  void whatIsATextForEveryReaderHasNoQuotes(String text) {
    assertThat(KubernetesYaml.write(resource(text))).endsWith("spec: " + text + "\n");
  }

  // Each is a number, a truth, a date, a key or a comment for some reader of YAML.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "1e3",
        "1E3",
        "0x1f",
        "0o7",
        "1_000",
        "12:30",
        "2026-11-28",
        ".5",
        ".inf",
        "~",
        "null",
        "Null",
        "yes",
        "NO",
        "on",
        "Off",
        "y",
        "true",
        "-",
        "- a",
        "a: b",
        "a:",
        "#a",
        "a #b",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "{{.input}}",
        "[a",
        "a,b",
        "'a",
        "\"a",
        "a\\b",
        "a\nb",
        "\ta",
        "=",
        "<<",
        "?",
        "é",
        "😀",
        "\u2028",
        "\u0085",
        "\ufeff",
        "\u0000"
      })
  void whatCouldBeAnythingElseHasQuotes(String text) {
    String yaml = KubernetesYaml.write(resource(text));

    assertThat(yaml).contains("spec: \"").endsWith("\"\n");
    assertThat((Map<?, ?>) new Yaml().load(yaml)).isEqualTo(read(text));
  }

  @Property(tries = 300)
  void everyTextIsReadBack(@ForAll("texts") String text) {
    Map<String, Object> spec = Map.of("list", List.of(text), "t" + text, text);

    assertThat((Map<?, ?>) new Yaml().load(KubernetesYaml.write(resource(spec))))
        .isEqualTo(read(spec));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("aeyE019.:-+_#'\"\\{}[],&*!|>%@`~=?/ \n\t\r\u0000\u0085\u2028é")
        .ofMaxLength(12);
  }

  private static Map<String, Object> read(Object spec) {
    return Map.of("apiVersion", "v1", "kind", "Thing", "metadata", Map.of(), "spec", spec);
  }

  private static GenericKubernetesResource resource(Object spec) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("v1")
        .withKind("Thing")
        .withNewMetadata()
        .endMetadata()
        .addToAdditionalProperties("spec", spec)
        .build();
  }
}
