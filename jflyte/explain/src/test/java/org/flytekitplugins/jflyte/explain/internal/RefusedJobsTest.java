package org.flytekitplugins.jflyte.explain.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.explain.ExplainedDeclaration;
import org.flytekitplugins.jflyte.explain.Finding;
import org.flytekitplugins.jflyte.explain.Platform;
import org.flytekitplugins.jflyte.explain.Severity;
import org.junit.jupiter.api.Test;

/**
 * What Flyte 1.16.8's plugins or the operator's webhook refuse is an error here, in their own
 * words, where the recorded verdicts are beside the checkout.
 */
class RefusedJobsTest {
  private static final Path FOLDER = Path.of("..", "..", "..", "shared", "data", "backends");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whatThePluginRefusesIsAnErrorInItsWords() throws IOException {
    Map<String, String> told = new LinkedHashMap<>();
    Map<String, String> expected = new LinkedHashMap<>();
    for (JsonNode refused : read("tensorflow/refused.json")) {
      String what = refused.get("what").asText();
      DeclaredTask task = Tasks.raw("tensorflow", 1, custom(refused.get("input"))).build();
      told.put(what, quoted(task));
      expected.put(what, core(refused.get("error").asText()));
    }

    assertThat(told).isEqualTo(expected);
  }

  @Test
  void ofPyTorchJobsPluginAndWebhookAreQuotedToo() throws IOException {
    Map<String, String> told = new LinkedHashMap<>();
    Map<String, String> expected = new LinkedHashMap<>();
    for (Path file : recorded("pytorch")) {
      JsonNode recorded = JSON.readTree(file.toFile());
      String verdict =
          recorded.has("error")
              ? core(recorded.get("error").asText())
              : recorded.path("webhook").asText();
      if (!verdict.equals("ok")) {
        String what = recorded.get("what").asText();
        told.put(what, quoted(task(recorded)));
        expected.put(what, verdict);
      }
    }

    assertThat(told).isEqualTo(expected);
  }

  @Test
  void ofPyTorchJobsThoseAreErrorsThatAreRefusedOrFailWhenTheyRun() throws IOException {
    Map<String, Boolean> verdicts = new LinkedHashMap<>();
    Map<String, Boolean> expected = new LinkedHashMap<>();
    for (Path file : recorded("pytorch")) {
      JsonNode recorded = JSON.readTree(file.toFile());
      String what = recorded.get("what").asText();
      DeclaredTask task = task(recorded);
      boolean isRefused = recorded.has("error") || !recorded.path("webhook").asText().equals("ok");
      verdicts.put(what, isError(task));
      expected.put(what, isRefused || FAILS_LATER.contains(what));
    }

    assertThat(verdicts).isEqualTo(expected);
  }

  /** What nobody refuses, and no training can come of. */
  private static final List<String> FAILS_LATER =
      List.of(
          "elastic without backend and processes",
          "elastic, worker count below the minimum",
          "v0 shape under version 1",
          "v1 shape under version 0");

  private static DeclaredTask task(JsonNode recorded) {
    return Tasks.raw(
            "pytorch", recorded.get("taskTypeVersion").asInt(), recorded.get("custom").toString())
        .build();
  }

  /** What the first error quotes. */
  private static String quoted(DeclaredTask task) {
    Finding first = ExplainedDeclaration.of(task, Platform.stock()).findings().get(0);
    assertThat(first.severity()).as(first.toString()).isEqualTo(Severity.ERROR);
    Matcher quoted = Pattern.compile("\"(.*?)\"(?=: |$)").matcher(first.happens());
    return quoted.find() ? quoted.group(1) : "nothing in " + first.happens();
  }

  /** What an error of the plugin's says, without what wraps it and the dump of what it read. */
  private static String core(String error) {
    return error
        .replaceFirst("(?s)^.*Err: \\[", "")
        .replaceFirst("\\]+$", error.contains("Err: [") ? "" : "$0")
        .replaceFirst("^\\[BadTaskSpecification\\] ", "");
  }

  private static boolean isError(DeclaredTask task) {
    return ExplainedDeclaration.of(task, Platform.stock()).hasAtLeast(Severity.ERROR);
  }

  /** The custom field that the builders' words stand for. */
  private static String custom(JsonNode input) {
    ObjectNode custom = JSON.createObjectNode();
    input
        .path("roles")
        .properties()
        .forEach(
            role -> {
              ObjectNode group = custom.putObject(role.getKey() + "Replicas");
              group.set("replicas", role.getValue().path("replicas"));
              for (String list : List.of("requests", "limits")) {
                if (role.getValue().has(list)) {
                  ArrayNode entries = group.withObject("/resources").putArray(list);
                  role.getValue()
                      .get(list)
                      .properties()
                      .forEach(
                          resource ->
                              entries
                                  .addObject()
                                  .put("name", resource.getKey().toUpperCase(Locale.ROOT))
                                  .set("value", resource.getValue()));
                }
              }
            });
    JsonNode older = input.path("older");
    if (older.has("numChiefReplicas")) {
      custom.putObject("chiefReplicas").set("replicas", older.get("numChiefReplicas"));
    }
    if (older.has("numWorkers")) {
      custom.putObject("workerReplicas").set("replicas", older.get("numWorkers"));
    }
    JsonNode policy = input.path("runPolicy");
    if (policy.has("ttlAfterFinished")) {
      custom
          .withObject("/runPolicy")
          .set("ttlSecondsAfterFinished", policy.get("ttlAfterFinished"));
    }
    if (policy.has("activeDeadline")) {
      custom.withObject("/runPolicy").set("activeDeadlineSeconds", policy.get("activeDeadline"));
    }
    return custom.toString();
  }

  private static JsonNode read(String name) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Files.exists(file)) {
      return JSON.readTree(file.toFile());
    }
    System.out.println("not tested, because it is not there: " + file);
    return JSON.createArrayNode();
  }

  private static List<Path> recorded(String folder) throws IOException {
    Path path = FOLDER.resolve(folder);
    if (!Files.exists(path)) {
      System.out.println("not tested, because it is not there: " + path);
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return new ArrayList<>(
          files.filter(file -> file.toString().endsWith(".json")).sorted().toList());
    }
  }
}
