package org.flytekitplugins.jflyte.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What another build of an image gives, and what it costs. */
@ImageTest
class RebuildIT {
  private static Images images;
  private static JibImage changed;
  private static long pushed;
  private static JibImage restored;

  @BeforeAll
  static void changeALineAndTakeItBack(Images shared) throws IOException {
    images = shared;
    images.digits();
    Path source =
        images.tree().path("examples/src/main/java/org/flytekitplugins/examples/TrainDigits.java");
    String text = Files.readString(source);
    Map<String, Long> before = images.registry().blobs();

    Progress.step("a line of the training changed, built and pushed again");
    Files.writeString(source, text.replace("CHECKPOINT_STEPS = 200", "CHECKPOINT_STEPS = 250"));
    long began = System.nanoTime();
    changed = images.rebuildDigits();
    Map<String, Long> blobs = images.registry().blobs();
    blobs.keySet().removeAll(before.keySet());
    pushed = blobs.values().stream().mapToLong(Long::longValue).sum();
    Progress.note(
        "pushed again: %.1f kB; build and push took %d s"
            .formatted(pushed / 1e3, Duration.ofNanos(System.nanoTime() - began).toSeconds()));

    Progress.step("the same sources again");
    Files.writeString(source, text);
    restored = images.cleanlyBuildDigits();
  }

  @Test
  void aChangeOfCodeIsInTheImage() {
    assertThat(changed.digest()).isNotEqualTo(images.digits().digest());
  }

  @Test
  void aChangeOfCodePushesLessThan100Kilobytes() {
    assertThat(pushed).isBetween(1L, 100_000L);
  }

  @Test
  void theSameSourcesGiveTheSameDigest() {
    assertThat(restored).isEqualTo(images.digits());
  }

  @Test
  void theRuntimeImageIsTheSameWhenItIsCompiledAnewAndOfflineAsAFile() throws IOException {
    JibImage first = images.runtime();
    Path json = images.tree().path("jib/target/jib-image.json");
    String base = images.base().toString();

    Progress.step("the runtime image again, compiled anew");
    images
        .tree()
        .program("jib/mvn", "--batch-mode", "--quiet", "--projects", "jib", "--also-make", "clean")
        .succeed();
    images.documented(
        "build-runtime",
        Map.of("base", base, "runtime", images.registry().name() + "/flytekit-jflyte:again"));
    assertThat(JibImage.read(json)).isEqualTo(first);

    Progress.step("the runtime image offline, as a file");
    List<String> listed =
        images
            .documented("build-offline", Map.of("base", base, "runtime", "flytekit-jflyte:check"))
            .output();
    JibImage file = JibImage.read(json);
    assertThat(List.of(file.digest(), file.id())).isEqualTo(List.of(first.digest(), first.id()));
    assertThat(listed).contains("jib/target/jib-image.tar (linux/amd64)");
    assertThat(listed.get(listed.size() - 1)).matches(" *[0-9.]+ MB {2}in all");
  }
}
