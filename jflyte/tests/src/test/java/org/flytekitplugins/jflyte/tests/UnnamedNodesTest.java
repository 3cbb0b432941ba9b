package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.core.Workflow.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package whose nodes have no names of the user's is the same package each time. */
final class UnnamedNodesTest {
  @TempDir Path home;
  private Path directory;

  @BeforeEach
  void buildPackage() {
    TestPackages sources = BuiltPackages.in(home.resolve("package"));
    BuiltPackages.task(sources, "Train");
    BuiltPackages.workflow(sources, "Part", "builder.apply(new Train());");
    directory =
        BuiltPackages.workflow(
                sources,
                "Nightly",
                """
                var train = builder.apply(new Train());
                builder.apply(new Train().withUpstreamNode(train));
                builder.apply(new Part());
                var always = SdkConditions.isTrue(SdkBindingDataFactory.of(true));
                builder.apply(
                    SdkConditions.when("then", always, new Train())
                        .otherwise("else", SdkConditions.when("deep", always, new Part())));
                """)
            .build();
  }

  @Test
  void registeredTwiceItIsThere() {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start()) {
      assertThat(register(admin).out()).contains("1 task, 2 workflows");

      assertThat(register(admin).exitCode()).isEqualTo(0);
      assertThat(register(admin, "--dry-run").exitCode()).isEqualTo(0);
      assertThat(
              admin.workflowRequests().stream()
                  .filter(request -> request.getId().getName().equals("com.acme.Nightly"))
                  .findFirst()
                  .orElseThrow()
                  .getSpec()
                  .getTemplate()
                  .getNodesList())
          .extracting(Node::getId)
          .containsExactly("train", "train-2", "part", "branch");
    }
  }

  private Jflyte.Outcome register(LocalFlyteAdmin admin, String... more) {
    String[] words = {
      "register",
      "workflows",
      "-p",
      "p",
      "-d",
      "d",
      "-v",
      "1",
      "-cp",
      directory.toString(),
      "--package-dir",
      "/app/*",
      "--image",
      "i"
    };
    return new Jflyte(home)
        .with("FLYTE_PLATFORM_URL", admin.endpoint())
        .with("FLYTE_PLATFORM_INSECURE", "true")
        .run(Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void serializedTwiceItHasTheSameBytes() throws IOException {
    Map<String, byte[]> first = serialize("first");

    assertThat(first).isNotEmpty();
    assertThat(serialize("second")).usingRecursiveComparison().isEqualTo(first);
  }

  private Map<String, byte[]> serialize(String folder) throws IOException {
    Path files = home.resolve(folder);
    Jflyte.Outcome outcome =
        new Jflyte(home)
            .run(
                "serialize",
                "workflows",
                "-cp",
                directory.toString(),
                "-f",
                files.toString(),
                "--package-dir",
                "/app/*",
                "--image",
                "i");
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> written = Files.list(files)) {
      for (Path file : written.toList()) {
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }
}
