package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import flyteidl.core.Tasks.TaskTemplate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.testing.TestPackages;
import org.flytekitplugins.localflyteadmin.LocalFlyteAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where pods find a package that is not in their image. */
final class StagingTest {
  @TempDir Path home;

  @Test
  void tasksThatRunJavaSayWhereEveryFileOfThePackageIs() throws IOException {
    TestPackages sources = Packages.in(home.resolve("package"));
    Packages.task(sources, "Train");
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
                }
                """)
            .service("org.flyte.flytekit.SdkContainerTask", "com.acme.Echo")
            .build();
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start()) {
      Jflyte jflyte =
          new Jflyte(home)
              .with("FLYTE_PLATFORM_URL", admin.endpoint())
              .with("FLYTE_PLATFORM_INSECURE", "true")
              .with("FLYTE_STAGING_LOCATION", home.resolve("staging").toUri().toString());
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

      Jflyte.Outcome first = jflyte.run(words);
      Jflyte.Outcome second = jflyte.run(words);

      assertThat(first.exitCode()).as(first.err()).isEqualTo(0);
      assertThat(second.out()).as(second.err()).endsWith("; 2 already there\n");
      Map<String, Struct> customs =
          admin.taskRequests().stream()
              .map(task -> task.getSpec().getTemplate())
              .collect(Collectors.toMap(task -> task.getId().getName(), TaskTemplate::getCustom));
      assertThat(customs.get("com.acme.Echo")).isEqualTo(Struct.getDefaultInstance());
      assertSameFiles(customs.get("com.acme.Train"), directory);
    }
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
