package org.flytekitplugins.jflyte.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JibImageTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "registry.example:5000/team/app, registry.example:5000/team/app@DIGEST",
    "registry.example:5000/team/app:1.2, registry.example:5000/team/app@DIGEST",
    "app:latest, app@DIGEST",
    "app@sha256:bb, app@DIGEST",
  })
  void anImageIsKnownByItsDigest(String image, String reference) throws IOException {
    Path file =
        json(
            "{\"image\":\""
                + image
                + "\",\"imageId\":\"sha256:id\",\"imageDigest\":\""
                + DIGEST
                + "\",\"tags\":[\"latest\","
                + "\"1.2\"],\"imagePushed\":true}");

    assertThat(JibImage.reference(file)).isEqualTo(reference.replace("DIGEST", DIGEST));
  }

  @Test
  void anImageThatWasNotPushedIsRefused() throws IOException {
    Path file = json("{\"image\":\"app\",\"imageDigest\":\"sha256:aa\",\"imagePushed\":false}");

    assertThatThrownBy(() -> JibImage.reference(file))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "--jib-json: "
                + file
                + " says that app was not pushed, so no pod could pull it: push it with jib:build");
  }

  @ParameterizedTest
  @CsvSource({
    "Registry/App, sha256:DIGITS, Registry/App@sha256:DIGITS",
    "my app, sha256:DIGITS, my app@sha256:DIGITS",
    "app, sha256:aa, app@sha256:aa",
    "app, none, app@none",
  })
  void whatMakesNoReferenceIsRefused(String image, String digest, String reference)
      throws IOException {
    String digits = "a".repeat(64);
    Path file =
        json(
            String.format(
                "{\"image\":\"%s\",\"imageDigest\":\"%s\"}",
                image, digest.replace("DIGITS", digits)));

    assertThatThrownBy(() -> JibImage.reference(file))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "--jib-json: "
                + file
                + " is not Jib's jib-image.json: it makes \""
                + reference.replace("DIGITS", digits)
                + "\", which is no reference of an image");
  }

  @Test
  void aMissingFileSaysWhatMakesIt() {
    Path file = folder.resolve("jib-image.json");

    assertThatThrownBy(() -> JibImage.reference(file))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "--jib-json: "
                + file
                + " does not exist: build the image with Jib first (mvn package jib:build writes"
                + " target/jib-image.json)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | it does not hold an object",
        "{} | it has no image or no imageDigest",
        "{\"image\":\"a\" | it cannot be read",
        "not json | it cannot be read",
      })
  void anotherFileIsNotTakenForJibs(String content, String why) throws IOException {
    Path file = json(content);

    assertThatThrownBy(() -> JibImage.reference(file))
        .isInstanceOf(JflyteException.class)
        .hasMessage("--jib-json: " + file + " is not Jib's jib-image.json: " + why);
  }

  private Path json(String content) throws IOException {
    return Files.writeString(folder.resolve("jib-image.json"), content);
  }
}
