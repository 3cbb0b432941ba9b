package org.flytekitplugins.jflyte.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names that stock jflyte gives. */
final class ArtifactNameTest {
  // Of the empty file.
  private static final String EMPTY = "1B2M2Y8AsgTpgAmY7PhCfg";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "app.jar, app-1B2M2Y8AsgTpgAmY7PhCfg.jar",
    "app-1.0.2.jar, app-1.0.2-1B2M2Y8AsgTpgAmY7PhCfg.jar",
    "app.tar.gz, app.tar-1B2M2Y8AsgTpgAmY7PhCfg.gz",
    "LICENSE, LICENSE-1B2M2Y8AsgTpgAmY7PhCfg.",
    ".hidden, -1B2M2Y8AsgTpgAmY7PhCfg.hidden",
    "dot., dot-1B2M2Y8AsgTpgAmY7PhCfg.",
  })
  void theHashStandsBeforeTheExtension(String file, String name) throws Exception {
    assertThat(ArtifactName.of(Files.createFile(folder.resolve(file)))).isEqualTo(name);
    assertThat(ArtifactName.hashIn(name, file)).isEqualTo(EMPTY);
  }

  /** The example was staged by stock jflyte 0.4.35. */
  @Test
  void aNameThatStockJflyteGaveIsUnderstood() {
    assertThat(
            ArtifactName.hashIn(
                "annotations-13.0-9PtGIXJRe0a2zZAANQhRWg.jar", "annotations-13.0.jar"))
        .isEqualTo("9PtGIXJRe0a2zZAANQhRWg");
    // The MD5 of that jar: f4fb462172517b46b6cd90003508515a.
    assertThat(
            ArtifactName.of(
                "annotations-13.0.jar", Base64.getUrlDecoder().decode("9PtGIXJRe0a2zZAANQhRWg")))
        .isEqualTo("annotations-13.0-9PtGIXJRe0a2zZAANQhRWg.jar");
  }

  @Test
  void aLargeFileIsHashedWhole() throws Exception {
    Path file = Files.write(folder.resolve("a.bin"), new byte[1_000_003]);

    assertThat(ArtifactName.of(file))
        .isEqualTo(
            "a-"
                + Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                        java.security.MessageDigest.getInstance("MD5")
                            .digest(Files.readAllBytes(file)))
                + ".bin");
  }

  @ParameterizedTest
  @CsvSource({
    "app.jar, app.jar",
    "app-1.0.jar, app.jar",
    "other-1B2M2Y8AsgTpgAmY7PhCfg.jar, app.jar",
    "app-1B2M2Y8AsgTpgAmY7PhCfg.jar, app.zip",
    "app-.jar, app.jar",
  })
  void otherNamesHaveNoHash(String name, String file) {
    assertThat(ArtifactName.hashIn(name, file)).isNull();
  }

  @Test
  void paddingDoesNotMatter() {
    assertThat(ArtifactName.hashIn("app-" + EMPTY + "==.jar", "app.jar")).isEqualTo(EMPTY);
  }

  @Property
  void theHashInANameIsTheHash(
      @ForAll @AlphaChars @Chars({'.', '-', '_', ' '}) @NotEmpty String file,
      @ForAll @Size(16) byte[] digest) {
    assertThat(ArtifactName.hashIn(ArtifactName.of(file, digest), file))
        .isEqualTo(ArtifactName.hash(digest));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> ArtifactName.of(folder.resolve("x.jar")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot read %s", folder.resolve("x.jar"));
  }
}
