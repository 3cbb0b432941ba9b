package org.flytekitplugins.kubeflow.internal;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts name a container image. */
class ImageReferenceTest {
  private static final String SHA256 =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python",
        "python:3.12",
        "python:3.12-slim_x.Y",
        "team/trainer",
        "a/b/c/d:1",
        "my_repo/x__y/z--z/a.b",
        "ghcr.io/flyteorg/flytekit:py3.12-latest",
        "localhost/trainer",
        "localhost:5000/trainer:latest",
        "registry.example.org:443/team/trainer",
        "192.168.0.1:5000/trainer",
        "[::1]:5000/trainer",
        "[2001:db8::1]/trainer:1",
        "Registry.Example.ORG/trainer",
        "trainer@sha256:" + SHA256,
        "gcr.io/p/trainer:1@sha256:" + SHA256,
        "trainer@sha512:" + SHA256 + SHA256,
        "{{.image.gpu}}",
        "{{.image.gpu-2_X}}",
      })
  void theseAreImages(String image) {
    assertThat(ImageReference.isValid(image)).isTrue();
    assertThat(ReplicaSpec.builder().image(image).build().image()).isEqualTo(image);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "a b",
        " python",
        "python ",
        "python\n",
        "Python",
        "team/Trainer",
        "ghcr.io/Team/trainer",
        "python:",
        "python:-1",
        "python:.1",
        "python:a/b:c:d",
        "/python",
        "python/",
        "a//b",
        "-a",
        "a-",
        "a..b",
        "a___b",
        "example.org:port/trainer",
        "[::1/trainer",
        "[::g]:5000/trainer",
        "https://ghcr.io/team/trainer",
        "trainer@",
        "trainer@sha256",
        "trainer@sha256:abc",
        "trainer@sha256:" + SHA256 + "0",
        "trainer@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
        "trainer@md5:0123456789abcdef0123456789abcdef",
        "@sha256:" + SHA256,
        "träiner",
        "{{.image.}}",
        "{{image.gpu}}",
        "{{.image.gpu}",
        "{{ .image.gpu }}",
        "{{.image.gpu}}:1",
        "x{{.image.gpu}}",
        "{{.images.gpu}}",
        "{{.image.g pu}}",
        "{{.image.a.b}}",
      })
  void theseAreNot(String image) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> ReplicaSpec.builder().image(image).build())
        .withMessage(
            "image is \"%s\", but that is no image reference: write for example"
                + " ghcr.io/team/train:1.4 or {{.image.gpu}}",
            image);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.",
        "a-",
        "a_",
        "a/",
        "aa.aa",
        "0",
        "A",
        "a:",
        "a@",
        "{{.image.",
        "[:",
        "-"
      })
  void longTextsAreAnsweredAtOnce(String part) {
    String text = part.repeat(500_000 / part.length());

    assertTimeoutPreemptively(
        ofSeconds(5),
        () -> {
          assertThat(ImageReference.isValid(text + "!")).isFalse();
          // Short enough to reach the grammar.
          assertThat(ImageReference.isValid(text.substring(0, 1000) + "!")).isFalse();
        });
  }

  /** As Kubernetes' own parser says: {@code ParseNormalizedNamed} of distribution/reference 0.6. */
  @Test
  void whatCouldBeTheIdOfAnImageIsNotItsName() {
    assertThat(ImageReference.isValid(SHA256)).isFalse();
    assertThat(
            Stream.of(
                SHA256 + ":1", SHA256.substring(1), SHA256 + "0", "a/" + SHA256, "g" + SHA256))
        .allMatch(ImageReference::isValid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com/",
        "example.com:5000/",
        "localhost/",
        "Registry/",
        "[::1]:5000/",
        "docker.io/team/",
        "team/",
        ""
      })
  void aRepositoryHasAtMost255CharactersWithoutItsRegistry(String beginning) {
    // What Docker Hub calls python is library/python there.
    String ofRepository =
        beginning.isEmpty() ? "library/" : beginning.endsWith("team/") ? "team/" : "";
    String longest = beginning + "a".repeat(255 - ofRepository.length());

    assertThat(ImageReference.isValid(longest)).isTrue();
    assertThat(ImageReference.isValid(longest + ":" + "1".repeat(128) + "@sha256:" + SHA256))
        .isTrue();
    assertThat(ImageReference.isValid(longest + "a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128})
  void aTagHasAtMost128Characters(int length) {
    assertThat(ImageReference.isValid("trainer:" + "1".repeat(length))).isTrue();
    assertThat(ImageReference.isValid("trainer:" + "1".repeat(length + 128))).isFalse();
  }
}
