package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import flyteidl.core.Tasks.TaskTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.execution.attempt.AttemptRoom;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The staged files that a task template names. */
class StagedPackageTest {
  @TempDir Path folder;

  private static byte[] template(String custom) throws InvalidProtocolBufferException {
    Struct.Builder struct = Struct.newBuilder();
    JsonFormat.parser().merge(custom, struct);
    return TaskTemplate.newBuilder().setCustom(struct).build().toByteArray();
  }

  @Test
  void areNamedInOrder() throws Exception {
    assertThat(
            StagedPackage.artifacts(
                template(
                    "{\"jflyte\": {\"artifacts\": [{\"name\": \"b.jar\", \"location\": \"s3://b\"},"
                        + " {\"location\": \"s3://a\", \"name\": \"a.jar\"}]}}"),
                "task.pb"))
        .isEqualTo(List.of(new Artifact("b.jar", "s3://b"), new Artifact("a.jar", "s3://a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | has no list custom.jflyte.artifacts",
        "{\"jflyte\": \"x\"} | has no list custom.jflyte.artifacts",
        "{\"jflyte\": {}} | has no list custom.jflyte.artifacts",
        "{\"jflyte\": {\"artifacts\": {}}} | has no list custom.jflyte.artifacts",
        "{\"jflyte\": {\"artifacts\": [\"x\"]}} | has an artifact that is no object",
        "{\"jflyte\": {\"artifacts\": [{\"location\": \"x\"}]}} | has an artifact without a name",
        "{\"jflyte\": {\"artifacts\": [{\"name\": \"x\"}]}} | has an artifact without a location",
        "{\"jflyte\": {\"artifacts\": [{\"name\": 1}]}} | has an artifact without a name",
      })
  void thatATemplateDoesNotNameAreMissed(String custom, String problem) throws Exception {
    byte[] template = template(custom);

    assertThatThrownBy(() -> StagedPackage.artifacts(template, "s3://b/task.pb"))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task template s3://b/task.pb "
                + problem
                + ": register the task with jflyte register, or give --package-dir");
  }

  @Test
  void thatCannotBeFetchedAreThePlatformsFailure() throws Exception {
    AttemptRoom room = new AttemptRoom(folder);
    Path template = folder.resolve("task.pb");

    assertThatThrownBy(() -> StagedPackage.download(room.blobs, template.toUri().toString()))
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.origin()).isEqualTo(Origin.SYSTEM))
        .hasMessageStartingWith("the package cannot be fetched: cannot read " + template.toUri());
  }

  @Test
  void thatFlyteTwoNamesNowhereAreTheUsersToName() {
    assertThatThrownBy(
            () -> StagedPackage.download(new AttemptRoom(folder).blobs, "inline://taskTemplate"))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "--taskTemplatePath is inline://taskTemplate, which is no file: Flyte 2 leaves the"
                + " template of a task nowhere, so register the package with jflyte register"
                + " --flyte 2, which uploads it, or give --package-dir");
  }

  @Test
  void areTheClassPathInTheirOrder() throws Exception {
    Path template = folder.resolve("task.pb");
    StagedTask.write(
        ScriptedPackage.jars(), Files.createDirectory(folder.resolve("staging")), template, "file");

    PackageClassPath classPath =
        StagedPackage.download(new AttemptRoom(folder).blobs, template.toUri().toString());

    assertThat(classPath.entries()).allMatch(Files::isRegularFile);
    assertThat(classPath.entries().stream().map(file -> file.getFileName().toString()).toList())
        .isEqualTo(
            StagedPackage.artifacts(Files.readAllBytes(template), "task.pb").stream()
                .map(Artifact::name)
                .toList())
        .hasSize(ScriptedPackage.jars().size());
  }
}
