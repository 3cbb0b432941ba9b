package org.flytekitplugins.client.internal.flyte2;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Tasks.TaskTemplate;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.client.internal.admin.DownloadLink;
import org.junit.jupiter.api.Test;

/**
 * The numbers of fields, as a server of Flyte 2 (flyteorg/flyte 6fadb90d) was found to read them.
 */
class FieldNumbersTest {
  private static final RunKey RUN = RunKey.of("flytesnacks", "development", "r1");
  private static final Instant NINE = Instant.parse("2026-11-28T09:00:00Z");

  private static Fields.Builder fields() {
    return Fields.builder();
  }

  private static Fields run() {
    return fields()
        .text(1, "flyte")
        .text(2, "flytesnacks")
        .text(3, "development")
        .text(4, "r1")
        .build();
  }

  private static Fields action() {
    return fields().message(1, run()).text(2, "a0").build();
  }

  private static Fields moment() {
    return fields().number(1, NINE.getEpochSecond()).build();
  }

  @Test
  void ofATask() {
    assertThat(TaskKey.of("flytesnacks", "development", "com.acme.Train", "7").toMessage())
        .isEqualTo(
            fields()
                .text(1, "flyte")
                .text(2, "flytesnacks")
                .text(3, "development")
                .text(4, "com.acme.Train")
                .text(5, "7")
                .build());
  }

  @Test
  void ofAnAction() {
    assertThat(RUN.root().toMessage()).isEqualTo(action());
  }

  @Test
  void ofThePhasesOfAnAction() {
    assertThat(List.of(ActionPhase.values()))
        .extracting(phase -> phase.number() + " " + phase)
        .containsExactly(
            "0 UNSPECIFIED",
            "1 QUEUED",
            "2 WAITING_FOR_RESOURCES",
            "3 INITIALIZING",
            "4 RUNNING",
            "5 SUCCEEDED",
            "6 FAILED",
            "7 ABORTED",
            "8 TIMED_OUT",
            "9 PAUSED",
            "10 RECOVERED");
  }

  @Test
  void ofTheDetailsOfAnAction() {
    Fields details =
        fields()
            .message(1, action())
            .message(
                3,
                fields()
                    .number(1, 6)
                    .message(2, moment())
                    .message(3, moment())
                    .number(4, 2)
                    .number(6, 1500)
                    .build())
            .message(4, fields().text(1, "no").number(2, 2).build())
            .message(
                7,
                fields()
                    .number(1, 6)
                    .message(2, moment())
                    .message(3, moment())
                    .message(4, fields().text(1, "no").number(2, 1).build())
                    .number(5, 2)
                    .build())
            .build();

    assertThat(ActionDetails.of(details))
        .isEqualTo(
            ActionDetails.builder(RUN.root())
                .phase(ActionPhase.FAILED)
                .start(NINE)
                .end(NINE)
                .attemptCount(2)
                .duration(Duration.ofMillis(1500))
                .error(ActionError.of("no", ActionError.Kind.SYSTEM))
                .attempts(
                    List.of(
                        ActionAttempt.of(
                            2,
                            ActionPhase.FAILED,
                            NINE,
                            NINE,
                            ActionError.of("no", ActionError.Kind.USER),
                            Map.of())))
                .build());
    assertThat(
            ActionDetails.of(fields().message(5, fields().text(1, "enough").build()).build())
                .abortReason())
        .isEqualTo("enough");
  }

  @Test
  void ofAnActionThatADriverEnqueues() {
    TaskKey task = TaskKey.of("flytesnacks", "development", "com.acme.Train", "7");
    Fields spec = fields().text(3, "Train").build();

    assertThat(
            NewAction.builder(RUN.action("n1"))
                .parent("a0")
                .inputUri("s3://b/in")
                .outputBase("s3://b/base")
                .group("g")
                .task(task)
                .taskSpec(spec.toByteString())
                .build()
                .toMessage())
        .isEqualTo(
            fields()
                .message(1, fields().message(1, run()).text(2, "n1").build())
                .text(2, "a0")
                .text(3, "s3://b/in")
                .text(4, "s3://b/base")
                .text(5, "g")
                .message(7, fields().message(1, task.toMessage()).message(2, spec).build())
                .build());
  }

  @Test
  void ofAnUpdate() {
    assertThat(
            ActionUpdate.of(
                fields()
                    .message(1, action())
                    .number(2, 6)
                    .message(3, fields().text(2, "no").build())
                    .text(4, "s3://b/out")
                    .build()))
        .isEqualTo(ActionUpdate.of(RUN.root(), ActionPhase.FAILED, "no", "s3://b/out"));
  }

  @Test
  void ofTheSettingsOfARun() {
    assertThat(
            RunSettings.builder()
                .labels(Map.of("team", "blue"))
                .annotations(Map.of("a", "b"))
                .environment(Map.of("LEVEL", "9"))
                .interruptible(false)
                .rawDataPrefix("s3://b/raw")
                .overwriteCache(true)
                .concurrency(3)
                .build()
                .toMessage())
        .isEqualTo(
            fields()
                .message(1, pairs("team", "blue"))
                .message(2, pairs("a", "b"))
                .message(3, pairs("LEVEL", "9"))
                .message(4, Fields.empty())
                .message(7, fields().text(1, "s3://b/raw").build())
                .message(9, fields().number(1, 1).build())
                .number(13, 3)
                .build());
  }

  private static Fields pairs(String key, String value) {
    return fields().message(1, fields().text(1, key).text(2, value).build()).build();
  }

  @Test
  void ofAnUpload() {
    assertThat(UploadLocation.of(fields().text(1, "http://s").text(2, "s3://n").build()))
        .isEqualTo(UploadLocation.of("http://s", "s3://n", Map.of()));
  }

  @Test
  void ofATaskSpecWhoseTemplateIsKeptByteForByte() {
    ByteString template = ByteString.copyFrom(new byte[] {(byte) 0xa2, 1, 1, 'x', 10, 0});

    assertThat(fields().bytes(1, template).build().messageBytes(1)).isEqualTo(template);
  }

  @Test
  void ofADeployedTask() {
    TaskTemplate template =
        TaskTemplate.newBuilder()
            .setId(Identifier.newBuilder().setName("com.acme.Train"))
            .setType("container")
            .build();
    Parameter parameter = Parameter.newBuilder().setRequired(false).build();

    Fields spec = Fields.parse(DeployedTask.of(template, Map.of("x", parameter)).toSpec());

    assertThat(spec)
        .isEqualTo(
            fields()
                .message(1, template)
                .message(2, fields().text(1, "x").message(2, parameter).build())
                .text(3, "Train")
                .build());
    assertThat(DeployedTask.parse(spec.toByteString()))
        .isEqualTo(DeployedTask.of(template, Map.of("x", parameter)));
  }

  @Test
  void ofFlyte1sDownloadLink() throws Exception {
    NodeExecutionIdentifier node = NodeExecutionIdentifier.newBuilder().setNodeId("train").build();

    try (InputStream request = DownloadLink.method().streamRequest(node)) {
      assertThat(Fields.parse(request.readAllBytes()))
          .isEqualTo(fields().number(1, 1).message(3, node).build());
    }
    Fields links = fields().text(1, "https://bucket/deck.html").build();
    assertThat(link(fields().text(1, "old").message(3, links).build()))
        .isEqualTo("https://bucket/deck.html");
    assertThat(link(fields().text(1, "old").build())).isEqualTo("old");
    assertThat(link(Fields.empty())).isEmpty();
  }

  private static String link(Fields answer) {
    return DownloadLink.method().parseResponse(answer.toByteString().newInput());
  }

  @Test
  void ofTextsUnderOneNumberTheLastCounts() {
    assertThat(fields().text(1, "first").text(1, "last").build().text(1)).isEqualTo("last");
  }
}
