package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.flytekitplugins.jflyte.explain.internal.Rule;
import org.flytekitplugins.jflyte.explain.internal.Rules;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings for whoever shows those of static analysis. */
class ExplainSarifTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private InProcess explain(String members) {
    Path directory =
        TaskPackages.in(folder)
            .training("Train", "TfJob.builder().chief(1).worker(2)", "return x;", members)
            .build();
    return InProcess.run("explain", "-cp", directory.toString(), "-o", "sarif");
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream schema =
        ExplainSarifTest.class.getResourceAsStream("/sarif/sarif-2.1.0-rtm.5.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
    }
  }

  @Test
  void theLogIsValid() throws Exception {
    InProcess ended = explain("");

    assertThat(schema().validate(JSON.readTree(ended.out())))
        .extracting(ValidationMessage::getMessage)
        .isEmpty();
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void theSchemaWouldSayWhatIsWrong() throws Exception {
    String wrong = explain("").out().replace("\"level\":\"note\"", "\"level\":\"remark\"");

    assertThat(schema().validate(JSON.readTree(wrong))).isNotEmpty();
  }

  @Test
  void eachRuleIsThereWithItsPage() throws Exception {
    JsonNode rules = JSON.readTree(explain("").out()).at("/runs/0/tool/driver/rules");

    assertThat(rules)
        .extracting(rule -> rule.get("id").asText())
        .containsExactlyElementsOf(Rules.all().stream().map(Rule::id).toList());
    assertThat(rules)
        .allSatisfy(
            rule ->
                assertThat(rule.get("helpUri").asText())
                    .endsWith("/docs/findings/" + rule.get("id").asText() + ".md"));
  }

  @Test
  void aResultIsAFindingAndASuppressedOneSaysWhy() throws Exception {
    InProcess ended =
        explain(
            "@Override public Boolean getInterruptible() { return true; }"
                + "@Override public Map<String, String> getSuppressedFindings() {"
                + " return Map.of(\"spot-without-retries\", \"a run of seconds\"); }");

    assertThat(schema().validate(JSON.readTree(ended.out()))).isEmpty();
    JsonNode results = JSON.readTree(ended.out()).at("/runs/0/results");
    JsonNode suppressed = results.get(results.size() - 1);
    JsonNode rule =
        JSON.readTree(ended.out())
            .at("/runs/0/tool/driver/rules/" + suppressed.get("ruleIndex").asInt());
    assertThat(rule.get("id").asText()).isEqualTo("spot-without-retries");
    assertThat(suppressed)
        .isEqualTo(
            JSON.readTree(
                """
                {
                  "ruleId": "spot-without-retries", "ruleIndex": %d, "level": "warning",
                  "message": {"text": "getRetries(): is 0, and getInterruptible() is true: the first node that is taken away fails the task for good. Return some retries from getRetries(), and write checkpoints."},
                  "locations": [{
                    "physicalLocation": {
                      "artifactLocation": {"uri": "com/acme/Train.java"}, "region": {"startLine": 14}},
                    "logicalLocations": [{
                      "name": "getRetries()", "fullyQualifiedName": "com.acme.Train/getRetries()", "kind": "member"}]}],
                  "partialFingerprints": {"ruleTaskField/v1": "spot-without-retries com.acme.Train getRetries()"},
                  "suppressions": [{"kind": "inSource", "justification": "a run of seconds"}]
                }
                """
                    .formatted(suppressed.get("ruleIndex").asInt())));
    assertThat(results.get(0).has("suppressions")).isFalse();
  }
}
