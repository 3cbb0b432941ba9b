package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.jflyte.Distribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What profile {@code release} refuses, before it builds anything. */
@EnabledOnOs(OS.LINUX)
class ReleaseProfileTest {
  private static final String SNAPSHOT =
      "Version "
          + Distribution.VERSION
          + " is a snapshot, which nobody can build again: set a version with versions:set.";

  /** The sentences of a build that is refused. */
  private static List<String> refusals(String... properties)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("mvn", "--batch-mode", "--non-recursive", "-Prelease", "validate"));
    command.addAll(List.of(properties));
    String repository = System.getProperty("localRepository");
    if (repository != null) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    Process maven =
        new ProcessBuilder(command)
            .directory(Path.of("..", "..").toFile())
            .redirectErrorStream(true)
            .start();
    try (InputStream in = maven.getInputStream()) {
      String log = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(maven.waitFor()).as(log).isEqualTo(1);
      return log.lines()
          .filter(line -> line.startsWith("[ERROR] "))
          .map(line -> line.substring("[ERROR] ".length()))
          .filter(line -> line.matches("(Version|No key|No base image|Base image) .*"))
          .distinct()
          .toList();
    }
  }

  @Test
  void aSnapshotWithoutKeyAndBaseImageIsRefusedInThreeSentences() throws Exception {
    assertThat(refusals())
        .containsExactlyInAnyOrder(
            SNAPSHOT,
            "No key to sign with: name one with -Dgpg.keyname.",
            "No base image to build on: name one by digest, -Djflyte.base=NAME@sha256:DIGEST.");
  }

  @Test
  void aBaseImageThatIsNamedByATagIsRefused() throws Exception {
    assertThat(refusals("-Dgpg.keyname=A", "-Djflyte.base=eclipse-temurin:17-jre"))
        .containsExactlyInAnyOrder(
            SNAPSHOT,
            "Base image eclipse-temurin:17-jre may be another one tomorrow: name it by digest,"
                + " -Djflyte.base=NAME@sha256:DIGEST.");
  }

  @Test
  void aKeyAndABaseImageThatIsNamedByItsDigestAreTaken() throws Exception {
    assertThat(
            refusals("-Dgpg.keyname=A", "-Djflyte.base=eclipse-temurin@sha256:" + "0".repeat(64)))
        .containsExactly(SNAPSHOT);
  }
}
