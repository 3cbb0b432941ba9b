package org.flytekitplugins.jflyte.image;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.jflyte.image.Program.Execution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can go wrong with an image, in one sentence each. */
@ImageTest
class RefusalsIT {
  /**
   * An image that is refused.
   *
   * @param what what is wrong with it
   * @param sentence what is said; a star is anything
   */
  private record Refusal(
      String what, String base, String image, Map<String, String> properties, String sentence) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static final String PASSWORD = "hunter2";
  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal(
              "no such base",
              "tar:///nowhere/base.tar",
              "REGISTRY/small",
              Map.of(),
              "base image tar:///nowhere/base.tar does not exist: *"),
          new Refusal(
              "not a base",
              "tar://NO_IMAGE",
              "REGISTRY/small",
              Map.of(),
              "base image is not an archive of an image: *"),
          new Refusal(
              "no such base in the registry",
              "REGISTRY/nothing:1",
              "REGISTRY/small",
              Map.of(),
              "base image REGISTRY/nothing:1 is not in its registry: *"),
          new Refusal(
              "registry down",
              "tar://BASE",
              "127.0.0.1:NOBODY/small",
              Map.of(),
              "registry 127.0.0.1:NOBODY cannot be reached (Connection refused): *"),
          new Refusal(
              "no such host",
              "tar://BASE",
              "registry.invalid/small",
              Map.of(),
              "registry registry.invalid cannot be reached (no such host): *"),
          new Refusal(
              "base of another platform, which the build names",
              "tar://BASE",
              "REGISTRY/small",
              Map.of("jib.from.platforms", "linux/s390x"),
              "base image BASE is for linux/amd64, but the image is to be for linux/s390x: *"),
          new Refusal(
              "read-only registry",
              "tar://BASE",
              "READ_ONLY/small",
              Map.of(),
              "registry refuses to take READ_ONLY/small (405 Method Not Allowed): *"),
          new Refusal(
              "wrong password",
              "tar://BASE",
              "CLOSED/small",
              Map.of("jib.to.auth.username", "user", "jib.to.auth.password", PASSWORD),
              "registry refuses CLOSED/small (401 Unauthorized): *"));

  private static Images images;
  private static Map<String, String> names;
  private static Registry readOnly;
  private static Registry closed;
  private static Execution build;
  private static Execution buildWithTls;
  private static Path otherPlatform;

  @BeforeAll
  static void buildWhatIsRefused(Images shared) throws IOException {
    images = shared;
    Path work = images.work().resolve("refusals");
    readOnly = Registry.startReadOnly(work.resolve("read-only"));
    closed = Registry.startClosed(work.resolve("closed"));
    names =
        Map.of(
            "REGISTRY", images.registry().name(),
            "READ_ONLY", readOnly.name(),
            "CLOSED", closed.name(),
            "NOBODY", Integer.toString(FreePort.next()),
            "NO_IMAGE", Files.writeString(work.resolve("no-image"), "no image\n").toString(),
            "BASE", images.base().toString());
    Pom ours = Pom.read(images.tree().path("pom.xml"));

    Progress.step("images that are refused");
    // Jib tries TLS again for most of a minute before it gives up: beside the rest.
    Path tls =
        new SmallProject(work.resolve("tls"), ours)
            .image("tls", "tar://" + images.base(), named("REGISTRY/small"), Map.of())
            .write();
    buildWithTls =
        images
            .tree()
            .programWithTls("jib/mvn", "--batch-mode", "-f", tls.toString(), "process-resources")
            .loggedIn(images.logs().resolve("refused-without-tls.log"))
            .start();

    SmallProject small = new SmallProject(work.resolve("small"), ours);
    for (Refusal refusal : REFUSALS) {
      small.image(
          "refusal-" + REFUSALS.indexOf(refusal),
          named(refusal.base),
          named(refusal.image),
          refusal.properties);
    }
    // Jib does not look at the base's platform unless it is asked for one; jib/layers does.
    Path base = work.resolve("other.tar");
    images.tree().program("jib/base-image", base.toString(), "arm64").succeed();
    small.image("other", "tar://" + base, named("REGISTRY/other"), Map.of());
    build =
        images
            .tree()
            .program(
                "jib/mvn",
                "--batch-mode",
                "--fail-at-end",
                "-DsendCredentialsOverHttp=true",
                "-f",
                small.write().toString(),
                "process-resources")
            .loggedIn(images.logs().resolve("refused.log"))
            .run();
    otherPlatform = small.jibImage("other");
  }

  @AfterAll
  static void endRegistries() {
    buildWithTls.close();
    readOnly.close();
    closed.close();
  }

  private static String named(String text) {
    String named = text;
    for (String name : names.keySet().stream().sorted((a, b) -> b.length() - a.length()).toList()) {
      named = named.replace(name, names.get(name));
    }
    return named;
  }

  static List<Refusal> refusals() {
    return REFUSALS;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void isRefusedInOneSentence(Refusal refusal) {
    assertThat(build.saidAboutImages()).hasSize(REFUSALS.size());
    assertSays(build.saidAboutImages().get(REFUSALS.indexOf(refusal)), named(refusal.sentence));
  }

  @Test
  void aBuildWithARefusedImageFails() {
    assertThat(build.exitCode()).isEqualTo(1);
  }

  @Test
  void noPasswordIsShown() {
    assertThat(build.output()).noneMatch(line -> line.contains(PASSWORD));
  }

  @Test
  void aRegistryWithoutTlsIsRefusedUnlessItIsAllowed() {
    assertThat(buildWithTls.exitCode()).isEqualTo(1);
    assertThat(buildWithTls.saidAboutImages()).hasSize(1);
    assertSays(
        buildWithTls.saidAboutImages().get(0), named("registry REGISTRY does not speak TLS: *"));
  }

  @Test
  void anImageForAnotherPlatformIsNotForLinuxAmd64() {
    assertSays(
        layers(otherPlatform.toString()),
        "it is for linux/arm64, since its base is, but should be for linux/amd64: *");
  }

  @Test
  void aLayerOverItsBudgetIsNamed() {
    images.digits();
    assertSays(
        layers("--budget", "dependencies=5MB", "examples/target/jib-image.json"),
        "layer dependencies takes * MB, and its budget is 5MB: *");
  }

  @Test
  void theLargestLayerOfAnImageOverItsBudgetIsNamed() {
    images.digits();
    assertSays(
        layers("--budget", "50MB", "examples/target/jib-image.json"),
        "it takes * MB, and its budget is 50MB: the largest layer of its own is TensorFlow's"
            + " libraries with * MB");
  }

  @Test
  void theDocumentationSaysTheSame() throws IOException {
    List<String> said = new ArrayList<>(build.saidAboutImages());
    buildWithTls.exitCode();
    said.addAll(buildWithTls.saidAboutImages());
    said.add(layers(otherPlatform.toString()));
    said.replaceAll(sentence -> sentence.replace("`", ""));
    Matcher rows =
        Pattern.compile("^\\|[^|]*\\| `image: ([^|`]*)`", Pattern.MULTILINE)
            .matcher(Files.readString(images.tree().path("docs/images.md")));
    List<String> documented = rows.results().map(row -> row.group(1)).toList();
    assertThat(documented)
        .hasSizeGreaterThan(7)
        .allSatisfy(
            sentence -> assertThat(said).anyMatch(line -> line.matches(pattern(sentence, "…"))));
  }

  /** The one sentence with which {@code jib/layers} refuses something. */
  private static String layers(String... arguments) {
    List<String> command = new ArrayList<>(List.of("jib/layers", "--insecure"));
    command.addAll(List.of(arguments));
    Execution layers = images.tree().program(command.toArray(String[]::new)).run();
    assertThat(layers.exitCode()).isEqualTo(1);
    assertThat(layers.saidAboutImages()).hasSize(1);
    return layers.saidAboutImages().get(0);
  }

  private static void assertSays(String said, String sentence) {
    assertThat(said).matches(pattern(sentence, "*"));
  }

  private static String pattern(String sentence, String anything) {
    return Arrays.stream(sentence.split(Pattern.quote(anything), -1))
        .map(Pattern::quote)
        .collect(joining(".*"));
  }
}
