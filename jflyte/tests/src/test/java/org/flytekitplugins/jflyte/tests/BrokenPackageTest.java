package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users read when a package is not as Flyte wants it. Nothing of it is registered. */
final class BrokenPackageTest {
  @TempDir Path home;
  private LocalFlyteAdmin admin;
  private Path directory;
  private TestPackages sources;

  @BeforeEach
  void start() {
    admin = LocalFlyteAdmin.start();
    directory = home.resolve("package");
    sources = BuiltPackages.in(directory);
  }

  @AfterEach
  void nothingIsRegistered() {
    int tasks = admin.tasks().size();
    admin.close();
    assertThat(tasks).isZero();
  }

  private Jflyte.Outcome register(String... more) {
    String[] words = {
      "register",
      "workflows",
      "-p",
      "p",
      "-d",
      "development",
      "-v",
      "1",
      "-cp",
      directory.toString(),
      "--package-dir",
      "/app/*"
    };
    return new Jflyte(home)
        .with("FLYTE_PLATFORM_URL", admin.endpoint())
        .with("FLYTE_PLATFORM_INSECURE", "true")
        .run(Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new));
  }

  private static Jflyte.Outcome refuses(String sentence) {
    return new Jflyte.Outcome(
        2,
        "",
        "jflyte register workflows: "
            + sentence
            + "\njflyte register workflows --help lists the options\n");
  }

  private static Jflyte.Outcome says(String sentence) {
    return new Jflyte.Outcome(1, "", "jflyte: " + sentence + "\n");
  }

  @Test
  void aClassIsMissing() throws IOException {
    BuiltPackages.task(sources, "Train", "public Train()", "private final Gone gone = new Gone();")
        .source("com.acme.Gone", "package com.acme; public class Gone {}")
        .build();
    Jars.delete(directory.resolve("package.jar"), "com/acme/Gone.class");

    assertThat(register("--image", "i"))
        .isEqualTo(
            says(
                "class com.acme.Gone, which com.acme.Train (package.jar) needs, is not in the"
                    + " package: put the jar that has it there"));
  }

  @Test
  void aTaskHasNoPublicConstructor() {
    BuiltPackages.task(sources, "Train", "private Train()", "").build();

    assertThat(register("--image", "i"))
        .isEqualTo(
            says(
                "class com.acme.Train (package.jar) has no public constructor without parameters,"
                    + " and Flyte makes tasks and workflows by the names of their classes alone:"
                    + " give it one (a Kotlin object cannot have one: make it a class)"));
  }

  @Test
  void thePackageIsEmpty() throws IOException {
    Files.createDirectories(directory);

    assertThat(register("--image", "i"))
        .isEqualTo(
            refuses(
                "package directory " + directory + " is empty: copy the package's jars into it"));
  }

  @Test
  void thePackageIsNotThere() {
    assertThat(register("--image", "i"))
        .isEqualTo(
            refuses(
                "package directory "
                    + directory
                    + " is not there: name the directory that holds the package's jars"));
  }

  @Test
  void thePackageHasNoEntities() {
    sources.build();

    assertThat(register("--image", "i"))
        .isEqualTo(
            says(
                "package "
                    + directory
                    + " holds no Flyte entity: its jars need META-INF/services files that name"
                    + " tasks and workflows (@AutoService(SdkRunnableTask.class) writes them),"
                    + " and flytekit-java itself has to be among them"));
  }

  @Test
  void aJarIsNotAJar() throws IOException {
    BuiltPackages.task(sources, "Train").build();
    Files.writeString(directory.resolve("broken.jar"), "not a jar");

    assertThat(register("--image", "i"))
        .isEqualTo(
            says(
                "package file "
                    + directory.resolve("broken.jar")
                    + " is not a jar (zip END header not found): build it again or take it out of"
                    + " the package"));
  }

  @Test
  void workflowsGoInACircle() {
    BuiltPackages.workflow(sources, "First", "builder.apply(\"second\", new Second());");
    BuiltPackages.workflow(sources, "Second", "builder.apply(\"first\", new First());");
    sources.build();

    assertThat(register("--image", "i"))
        .isEqualTo(
            says(
                "workflow com.acme.First (package.jar) is a part of itself: com.acme.First ->"
                    + " com.acme.Second -> com.acme.First: take one of the references out, or"
                    + " make it one to a launch plan"));
  }

  @Test
  void aTaskIsUnknown() {
    sources.source(
        "com.acme.Forgotten",
        """
        package com.acme;
        import org.flyte.flytekit.*;
        public class Forgotten extends SdkRunnableTask<Void, Void> {
          public Forgotten() { super(SdkTypes.nulls(), SdkTypes.nulls()); }
          @Override public Void run(Void input) { return null; }
        }
        """);
    BuiltPackages.workflow(sources, "Nightly", "builder.apply(\"train\", new Forgotten());")
        .build();

    assertThat(register("--image", "i"))
        .isEqualTo(
            says(
                "workflow com.acme.Nightly, node train refers to the task com.acme.Forgotten,"
                    + " which the package does not hold: annotate its class with"
                    + " @AutoService(SdkRunnableTask.class), or whichever kind of task it is, or"
                    + " name the project it is registered in"));
  }

  @Test
  void aTypeDoesNotMatch() {
    sources
        .source(
            "com.acme.Count",
            """
            package com.acme;
            import org.flyte.flytekit.*;
            public class Count extends SdkRunnableTask<Void, SdkBindingData<Long>> {
              public Count() { super(SdkTypes.nulls(), SdkLiteralTypes.integers().asSdkType("n")); }
              @Override public SdkBindingData<Long> run(Void input) { return null; }
            }
            """)
        .source(
            "com.acme.Print",
            """
            package com.acme;
            import org.flyte.flytekit.*;
            public class Print extends SdkRunnableTask<SdkBindingData<String>, Void> {
              public Print() { super(SdkLiteralTypes.strings().asSdkType("s"), SdkTypes.nulls()); }
              @Override public Void run(SdkBindingData<String> input) { return null; }
            }
            """)
        .service("org.flyte.flytekit.SdkRunnableTask", "com.acme.Count", "com.acme.Print");
    BuiltPackages.workflow(
            sources,
            "Nightly",
            """
            var n = builder.apply("count", new Count()).getOutputs();
            SdkBindingData raw = n;
            builder.apply("print", new Print(), (SdkBindingData<String>) raw);
            """)
        .build();

    assertThat(register("--image", "i"))
        .isEqualTo(
            says(
                "workflow com.acme.Nightly (package.jar) cannot be built (CompilerException:"
                    + " Failed to build workflow with errors: Error 0: Code: MISMATCHING_TYPES,"
                    + " Node Id: print, Description: Variable [s] (type"
                    + " [LiteralType{simpleType=INTEGER}]) doesn't match expected type"
                    + " [LiteralType{simpleType=STRING}].): correct its expand method"));
  }

  @Test
  void aTypeDoesNotMatchWhatAnotherModuleCompiledAgainst() {
    sources
        .source(
            "com.acme.Print",
            """
            package com.acme;
            import org.flyte.flytekit.*;
            public class Print extends SdkRunnableTask<SdkBindingData<String>, Void> {
              public Print() { super(SdkLiteralTypes.strings().asSdkType("s"), SdkTypes.nulls()); }
              @Override public Void run(SdkBindingData<String> input) { return null; }
            }
            """)
        .service("org.flyte.flytekit.SdkRunnableTask", "com.acme.Print");
    BuiltPackages.workflow(
            sources,
            "Nightly",
            """
            SdkPluginTask<SdkBindingData<Long>, Void> print =
                new SdkPluginTask<>(
                    SdkLiteralTypes.integers().asSdkType("s"), SdkTypes.nulls()) {
                  @Override public String getType() { return "any"; }
                  @Override public String getName() { return "com.acme.Print"; }
                };
            builder.apply("print", print, SdkBindingDataFactory.of(1));
            """)
        .build();

    assertThat(register("--image", "i"))
        .isEqualTo(
            says(
                "workflow com.acme.Nightly, node print, input s wants STRING but is bound to a"
                    + " value, which is INTEGER: bind it to one of its own type, or change one of"
                    + " the two types"));
  }

  @Test
  void nobodyGaveTheImage() {
    BuiltPackages.task(sources, "Train").build();

    assertThat(register())
        .isEqualTo(
            says(
                "task com.acme.Train runs in the image of the package, which nobody gave: add"
                    + " --image REF or --jib-json FILE, or set FLYTE_INTERNAL_IMAGE"));
  }

  @Test
  void nobodyGaveANamedImage() {
    BuiltPackages.task(
            sources,
            "Train",
            "public Train()",
            """
            @Override public SdkStruct getCustom() {
              return SdkStruct.builder().addStringField("image", "{{.image.gpu}}").build();
            }
            """)
        .build();

    assertThat(register("--image", "i", "--image", "python=p"))
        .isEqualTo(
            says(
                "task com.acme.Train: image names the image {{.image.gpu}}, which nobody gave: add"
                    + " --image gpu=REF or --jib-json gpu=FILE (given: default, python)"));
  }

  @Test
  void verboseShowsTheStackTrace() {
    sources.build();

    Jflyte.Outcome outcome = register("--image", "i", "--verbose");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains(
            "package " + directory + " holds no Flyte entity", "\tat org.flytekitplugins.jflyte.");
  }
}
