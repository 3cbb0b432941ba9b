package org.flytekitplugins.jflyte.publish;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.artifact.ArtifactName;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.registration.Registration;
import org.flytekitplugins.jflyte.registration.RegistrationOptions;
import org.flytekitplugins.jflyte.registration.RegistrationPlan;
import org.flytekitplugins.jflyte.registration.RegistrationReport;
import org.flytekitplugins.jflyte.staging.RecordedArtifacts;
import org.flytekitplugins.jflyte.staging.StagingListener;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a package that is registered, built anew, and registered again. */
final class RegisteredFilesTest {
  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();
  private LocalFlyteAdmin server;
  private AdminClient client;
  private Path directory;
  private final LauncherEnvironment environment = new LauncherEnvironment(Map.of());
  private String location;

  @BeforeEach
  void start() {
    server = LocalFlyteAdmin.start();
    client = AdminClient.connect(AdminConfig.plaintext(server.endpoint()));
    directory = build("return null;");
    location = folder.resolve("staging").toUri().toString();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /** A package of two tasks in a jar of its own. */
  private Path build(String body) {
    TestPackages sources =
        TestPackages.in(folder.resolve("package")).with(TestPackages.flytekitJava());
    for (String name : List.of("Train", "Evaluate")) {
      sources
          .source(
              "com.acme." + name,
              """
              package com.acme;
              import org.flyte.flytekit.*;
              public class %s extends SdkRunnableTask<Void, Void> {
                public %1$s() { super(SdkTypes.nulls(), SdkTypes.nulls()); }
                @Override public Void run(Void input) { %s }
              }
              """
                  .formatted(name, body))
          .service("org.flyte.flytekit.SdkRunnableTask", "com.acme." + name);
    }
    return sources.build();
  }

  /** As another build would have packed it: in another order, at another time. */
  private Path rebuilt() throws IOException {
    Path jar = directory.resolve("package.jar");
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        contents.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    List<String> names = new ArrayList<>(contents.keySet());
    Collections.reverse(names);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String name : names) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2001, 2, 3, 4, 5));
        zip.putNextEntry(entry);
        zip.write(contents.get(name));
      }
    }
    return jar;
  }

  private ClosedPackage closed() {
    PackageSettings settings =
        new PackageSettings(
            directory.toString(),
            new ExecutionVariables("p", "d", "1"),
            NamedImages.of(Map.of("default", "i")),
            null,
            location,
            true);
    ClosedPackage closed =
        ClosedPackage.of(
            settings.load(),
            settings,
            (type, project, domain, name) -> {
              throw new IllegalStateException(name);
            });
    return RegisteredFiles.reuse(closed, client, environment, 4, notes::add);
  }

  private RegistrationReport register() {
    ClosedPackage closed = closed();
    PackageStaging.stage(closed, environment, 4, StagingListener.SILENT);
    return new Registration(client, RegistrationOptions.defaults()).register(closed.closure());
  }

  private RegistrationPlan dryRun() {
    return new Registration(client, RegistrationOptions.defaults()).plan(closed().closure());
  }

  private List<String> staged() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("staging"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Map<String, String> locations(TaskCreateRequest task) {
    Map<String, String> locations = new HashMap<>();
    for (Artifact artifact : RecordedArtifacts.of(task.getSpec().getTemplate())) {
      locations.put(artifact.name(), artifact.location());
    }
    return locations;
  }

  @Test
  void aPackageThatWasBuiltAnewIsNoDifference() throws IOException {
    register();
    List<String> before = staged();
    String name = ArtifactName.of(directory.resolve("package.jar"));
    Path jar = rebuilt();
    assertThat(ArtifactName.of(jar)).isNotEqualTo(name);

    assertThat(dryRun().summary()).isEqualTo("nothing to do: 2 already there");
    assertThat(register().summary()).isEqualTo("nothing to do: 2 already there");

    assertThat(staged()).isEqualTo(before);
    assertThat(notes).isEmpty();
  }

  @Test
  void aPackageThatWasBuiltFromOtherSourcesIsADifference() throws IOException {
    register();
    build("System.out.println(); return null;");
    String moved = "template.custom[\"jflyte\"][\"artifacts\"]";

    RegistrationPlan plan = dryRun();

    assertThat(plan.summary())
        .isEqualTo("0 would be created, 0 already there, 2 with another content");
    assertThat(plan.entities())
        .allSatisfy(
            entity ->
                assertThat(entity.differences())
                    .singleElement()
                    .satisfies(
                        difference -> {
                          assertThat(difference.path())
                              .startsWith(moved)
                              .endsWith("[\"location\"]");
                          assertThat(difference.here())
                              .contains(ArtifactName.of(directory.resolve("package.jar")));
                        }));
  }

  /** Of several files only those are shown as differences that are. */
  @Test
  void whatWasOnlyBuiltAnewIsNotShownBesideWhatDiffers() throws IOException {
    Path notesOfRelease = Files.writeString(directory.resolve("release.txt"), "one");
    register();
    rebuilt();
    Files.writeString(notesOfRelease, "two");

    assertThat(dryRun().entities())
        .allSatisfy(
            entity ->
                assertThat(entity.differences())
                    .singleElement()
                    .satisfies(difference -> assertThat(difference.here()).contains("release-")));
  }

  @Test
  void aTaskThatWasNotRegisteredYetTakesTheFilesOfTheOthers() throws IOException {
    register();
    TaskCreateRequest train =
        server.taskRequests().stream()
            .filter(task -> task.getId().getName().endsWith("Train"))
            .findFirst()
            .orElseThrow();
    server.clear();
    client.createTask(train).join();
    List<String> before = staged();
    rebuilt();

    assertThat(register().summary())
        .matches("1 task, 0 workflows, 0 launch plans registered in .* s; 1 already there");

    assertThat(staged()).isEqualTo(before);
    assertThat(server.taskRequests())
        .hasSize(2)
        .allSatisfy(task -> assertThat(locations(task)).isEqualTo(locations(train)));
  }

  @Test
  void filesThatAreGoneAreADifferenceAndAreNamed() throws IOException {
    register();
    Path staged =
        folder.resolve("staging").resolve(ArtifactName.of(directory.resolve("package.jar")));
    Files.delete(staged);
    Path jar = rebuilt();

    assertThat(dryRun().summary())
        .isEqualTo("0 would be created, 0 already there, 2 with another content");

    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith(
            "package.jar is registered at "
                + staged.toUri()
                + ", but cannot be compared with "
                + jar
                + ": cannot download to ")
        .endsWith(" the blob " + staged.toUri() + ": there is no such blob");
  }

  @Test
  void filesThatAreDamagedAreNotTaken() throws IOException {
    register();
    Path staged =
        folder.resolve("staging").resolve(ArtifactName.of(directory.resolve("package.jar")));
    rebuilt();
    Files.copy(
        directory.resolve("package.jar"),
        staged,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(dryRun().differs()).isTrue();

    assertThat(notes).singleElement().asString().contains(" is damaged: its name tells hash ");
  }

  @Test
  void whatIsStagedElsewhereIsTakenFromThere() throws IOException {
    register();
    location = folder.resolve("other").toUri().toString();

    assertThat(register().summary()).isEqualTo("nothing to do: 2 already there");

    assertThat(folder.resolve("other")).doesNotExist();
  }

  @Test
  void aNewVersionReadsNothing() {
    register();
    server.clear();

    assertThat(register().summary()).endsWith("; 0 already there");
    assertThat(server.calls().of("GetTask")).isEqualTo(4);
  }
}
