package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import flyteidl.core.Tasks.TaskTemplate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.artifact.ArtifactName;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where pods find a package that is not in their image. */
final class StagingTest {
  private static final String TASK =
      """
      package com.acme;
      import org.flyte.flytekit.*;
      public class Train extends SdkRunnableTask<Void, Void> {
        public Train() { super(SdkTypes.nulls(), SdkTypes.nulls()); }
        @Override public Void run(Void input) { return null; }
      }
      """;

  @TempDir Path home;

  private Jflyte jflyte(LocalFlyteAdmin admin) {
    return new Jflyte(home)
        .with("FLYTE_PLATFORM_URL", admin.endpoint())
        .with("FLYTE_PLATFORM_INSECURE", "true")
        .with("FLYTE_STAGING_LOCATION", home.resolve("staging").toUri().toString());
  }

  private static String[] words(Path directory, String... more) {
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
      "--image",
      "i"
    };
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void tasksThatRunJavaSayWhereEveryFileOfThePackageIs() throws IOException {
    TestPackages sources = BuiltPackages.in(home.resolve("package"));
    BuiltPackages.task(sources, "Train");
    Path directory =
        sources
            .source(
                "com.acme.Echo",
                """
                package com.acme;
                import org.flyte.flytekit.*;
                public class Echo extends SdkContainerTask<Void, Void> {
                  public Echo() { super(SdkTypes.nulls(), SdkTypes.nulls()); }
                  @Override public String getImage() { return "busybox"; }
                  @Override public java.util.List<String> getArgs() {
                    return java.util.List.of("echo");
                  }
                }
                """)
            .service("org.flyte.flytekit.SdkContainerTask", "com.acme.Echo")
            .build();
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start()) {
      Jflyte jflyte = jflyte(admin);
      String[] words = words(directory);

      Jflyte.Outcome first = jflyte.run(words);
      Jflyte.Outcome second = jflyte.run(words);

      assertThat(first.exitCode()).as(first.err()).isEqualTo(0);
      assertThat(second.out()).as(second.err()).isEqualTo("nothing to do: 2 already there\n");
      Map<String, Struct> customs =
          admin.taskRequests().stream()
              .map(task -> task.getSpec().getTemplate())
              .collect(Collectors.toMap(task -> task.getId().getName(), TaskTemplate::getCustom));
      assertThat(customs.get("com.acme.Echo")).isEqualTo(Struct.getDefaultInstance());
      assertSameFiles(customs.get("com.acme.Train"), directory);
    }
  }

  /** With Java's own compiler and its own jar tool, twice. */
  @Test
  void aPackageThatWasBuiltAnewFromTheSameSourcesIsThereAlready() throws IOException {
    Path classes = home.resolve("classes");
    TestPackages.compile(
        Map.of("com.acme.Train", TASK),
        BuiltPackages.libraries(),
        List.of(),
        Files.createDirectory(classes));
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("org.flyte.flytekit.SdkRunnableTask"), "com.acme.Train\n");
    Path directory = BuiltPackages.in(home.resolve("package")).build();
    Path jar = directory.resolve("acme.jar");
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start()) {
      Jflyte jflyte = jflyte(admin);
      jar(jar, "Built-By: one", "2001-02-03T04:05:06Z", classes, "META-INF", "com");
      String name = ArtifactName.of(jar);
      Jflyte.Outcome first = jflyte.run(words(directory));
      jar(jar, "Built-By: other", "2026-11-28T12:00:00Z", classes, "com", "META-INF");
      assertThat(ArtifactName.of(jar)).isNotEqualTo(name);

      Jflyte.Outcome dryRun = jflyte.run(words(directory, "--dry-run"));
      Jflyte.Outcome second = jflyte.run(words(directory));

      assertThat(first.exitCode()).as(first.err()).isEqualTo(0);
      assertThat(dryRun)
          .isEqualTo(
              new Jflyte.Outcome(
                  0, "task com.acme.Train: already there\nnothing to do: 1 already there\n", ""));
      assertThat(second).isEqualTo(new Jflyte.Outcome(0, "nothing to do: 1 already there\n", ""));
      try (Stream<Path> staged = Files.list(home.resolve("staging"))) {
        assertThat(staged.map(file -> file.getFileName().toString()))
            .filteredOn(file -> file.startsWith("acme-"))
            .containsExactly(name);
      }
    }
  }

  private static void jar(Path jar, String attribute, String time, Path classes, String... folders)
      throws IOException {
    Path manifest = Files.writeString(jar.resolveSibling("../manifest"), attribute + "\n");
    List<String> words =
        new ArrayList<>(
            List.of(
                "--create",
                "--file",
                jar.toString(),
                "--manifest",
                manifest.toString(),
                "--date",
                time));
    for (String folder : folders) {
      words.addAll(List.of("-C", classes.toString(), folder));
    }
    int exitCode =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, words.toArray(String[]::new));
    assertThat(exitCode).isZero();
  }

  private static void assertSameFiles(Struct custom, Path directory) throws IOException {
    Map<String, String> locations =
        custom
            .getFieldsOrThrow("jflyte")
            .getStructValue()
            .getFieldsOrThrow("artifacts")
            .getListValue()
            .getValuesList()
            .stream()
            .map(Value::getStructValue)
            .collect(
                Collectors.toMap(
                    artifact -> artifact.getFieldsOrThrow("name").getStringValue(),
                    artifact -> artifact.getFieldsOrThrow("location").getStringValue()));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(locations.keySet())
          .containsExactlyInAnyOrderElementsOf(
              files.map(file -> file.getFileName().toString()).toList());
    }
    for (Map.Entry<String, String> location : locations.entrySet()) {
      assertThat(Path.of(URI.create(location.getValue())))
          .hasSameBinaryContentAs(directory.resolve(location.getKey()));
    }
  }
}
