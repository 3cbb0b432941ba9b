package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a package asks for that Flyte or Kubernetes would refuse, it reads here: the same sentence
 * from {@code register}, {@code register --dry-run} and {@code serialize}, before a byte is written
 * anywhere.
 */
final class RefusedPackageTest {
  @TempDir Path home;

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(
            "a schedule that Flyte cannot read",
            sources -> plans(sources, "SdkCronSchedule.of(\"61 * * * *\")"),
            "launch plan nightly has the schedule \"61 * * * *\", which Flyte cannot read, because"
                + " its minute \"61\" is not within 0 to 59: write minute, hour, day of the month,"
                + " month and day of the week, such as 0 6 * * mon-fri, or one of @hourly, @daily,"
                + " @weekly, @monthly, @yearly and @every 6h"),
        fault(
            "a request above its limit",
            sources ->
                BuiltPackages.task(
                    sources,
                    "Train",
                    "public Train()",
                    """
                    @Override public SdkResources getResources() {
                      var cpu = SdkResources.ResourceName.CPU;
                      return SdkResources.builder()
                          .requests(java.util.Map.of(cpu, "3"))
                          .limits(java.util.Map.of(cpu, "2"))
                          .build();
                    }
                    """),
            "task com.acme.Train: resources.requests.cpu is \"3\", which is above its limit of 2:"
                + " request at most that, or raise the limit"),
        fault(
            "a request above its limit, which a role of a training needs",
            sources ->
                sources
                    .source(
                        "com.acme.Train",
                        """
                        package com.acme;
                        import org.flyte.flytekit.*;
                        import org.flytekitplugins.tensorflow.*;
                        public class Train extends TensorflowTask<Void, Void> {
                          public Train() {
                            super(
                                SdkTypes.nulls(),
                                SdkTypes.nulls(),
                                TfJob.builder().worker(w -> w.limits(l -> l.gpu(1))).build());
                          }
                          @Override public Void run(Void input) { return null; }
                          @Override public SdkResources getResources() {
                            var cpu = SdkResources.ResourceName.CPU;
                            return SdkResources.builder()
                                .requests(java.util.Map.of(cpu, "3"))
                                .limits(java.util.Map.of(cpu, "2"))
                                .build();
                          }
                        }
                        """)
                    .service("org.flyte.flytekit.SdkRunnableTask", "com.acme.Train"),
            "task com.acme.Train: resources.requests.cpu is \"3\", which is above its limit of 2:"
                + " request at most that, or raise the limit"),
        fault(
            "a container that runs nothing",
            sources ->
                sources
                    .source(
                        "com.acme.Idle",
                        """
                        package com.acme;
                        import org.flyte.flytekit.*;
                        public class Idle extends SdkContainerTask<Void, Void> {
                          public Idle() { super(SdkTypes.nulls(), SdkTypes.nulls()); }
                          @Override public String getImage() { return "idle:1"; }
                        }
                        """)
                    .service("org.flyte.flytekit.SdkContainerTask", "com.acme.Idle"),
            "task com.acme.Idle has neither a command nor arguments, and Flyte does not run what its"
                + " image runs by itself: override getCommand or getArgs"),
        fault(
            "a condition that compares two types",
            sources ->
                BuiltPackages.workflow(
                    BuiltPackages.task(sources, "Train"),
                    "Nightly",
                    """
                    SdkBindingData one = SdkBindingDataFactory.of(1);
                    SdkBindingData word = SdkBindingDataFactory.of("one");
                    builder.apply(
                        "if",
                        SdkConditions.when("then", SdkConditions.eq(one, word), new Train()));
                    """),
            "workflow com.acme.Nightly, node if, the condition of node then compares a value, which"
                + " is INTEGER, with a value, which is STRING: compare values of one type"),
        fault(
            "a task's name",
            sources ->
                BuiltPackages.task(
                    sources,
                    "Train",
                    "public Train()",
                    "@Override public String getName() { return \"train\\n\"; }"),
            "a task is named \"train\\u000a\", which has a character that cannot be printed: name it"
                + " after its class, or give it up to 255 printable characters"),
        extended(
            "an environment variable's name",
            """
            public java.util.Map<String, String> getEnv() {
              return java.util.Map.of("A=B", "1");
            }
            """,
            "task com.acme.Train sets the environment variable \"A=B\", a name that Kubernetes"
                + " refuses: use letters, digits and _, or any other printable ASCII but ="),
        extended(
            "a secret's name",
            """
            public java.util.List<Secret> getSecrets() {
              return java.util.List.of(Secret.asFile("My_Secret", "token"));
            }
            """,
            "task com.acme.Train has a secret of the group \"My_Secret\", which no Kubernetes secret"
                + " can be named: use up to 253 lower case letters, digits, dashes and dots, with a"
                + " letter or digit at both ends and beside each dot"),
        extended(
            "a pod template's name",
            "public String getPodTemplateName() { return \"big.\"; }",
            "task com.acme.Train has the pod template name \"big.\", which no PodTemplate can have:"
                + " use up to 253 lower case letters, digits, dashes and dots, with a letter or"
                + " digit at both ends and beside each dot"));
  }

  private static Arguments fault(String what, Consumer<TestPackages> sources, String sentence) {
    return Arguments.of(what, sources, sentence);
  }

  /** A task with a member of {@code TaskTemplateExtension}. */
  private static Arguments extended(String what, String member, String sentence) {
    Consumer<TestPackages> sources =
        to ->
            to.source(
                    "com.acme.Train",
                    """
                    package com.acme;
                    import org.flyte.flytekit.*;
                    import org.flytekitplugins.spi.*;
                    public class Train extends SdkRunnableTask<Void, Void>
                        implements TaskTemplateExtension {
                      public Train() { super(SdkTypes.nulls(), SdkTypes.nulls()); }
                      @Override public Void run(Void input) { return null; }
                      @Override %s
                    }
                    """
                        .formatted(member))
                .service("org.flyte.flytekit.SdkRunnableTask", "com.acme.Train");
    return fault(what, sources, sentence);
  }

  private static void plans(TestPackages sources, String schedule) {
    BuiltPackages.workflow(
        BuiltPackages.task(sources, "Train"), "Nightly", "builder.apply(\"train\", new Train());");
    sources
        .source(
            "com.acme.Plans",
            """
            package com.acme;
            import org.flyte.flytekit.*;
            public class Plans extends SimpleSdkLaunchPlanRegistry {
              public Plans() {
                registerLaunchPlan(
                    SdkLaunchPlan.of(new Nightly()).withName("nightly").withCronSchedule(%s));
              }
            }
            """
                .formatted(schedule))
        .service("org.flyte.flytekit.SdkLaunchPlanRegistry", "com.acme.Plans");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void isRefusedBeforeAnythingIsWritten(
      String what, Consumer<TestPackages> sources, String sentence) {
    TestPackages classes = BuiltPackages.in(home.resolve("package"));
    sources.accept(classes);
    Path directory = classes.build();
    Path staging = home.resolve("staging");
    Path protos = home.resolve("protos");
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start()) {
      Jflyte jflyte =
          new Jflyte(home)
              .with("FLYTE_PLATFORM_URL", admin.endpoint())
              .with("FLYTE_PLATFORM_INSECURE", "true")
              .with("FLYTE_STAGING_LOCATION", staging.toUri().toString());
      String[] common = {"workflows", "-cp", directory.toString(), "--image", "app:1"};
      List<List<String>> commands =
          List.of(
              List.of("register", "-p", "p", "-d", "development", "-v", "1"),
              List.of("register", "-p", "p", "-d", "development", "-v", "1", "--dry-run"),
              List.of("serialize", "-f", protos.toString()));

      for (List<String> command : commands) {
        String[] words =
            Stream.of(Stream.of(command.get(0)), Stream.of(common), command.stream().skip(1))
                .flatMap(part -> part)
                .toArray(String[]::new);
        assertThat(jflyte.run(words))
            .isEqualTo(new Jflyte.Outcome(1, "", "jflyte: " + sentence + "\n"));
      }

      assertThat(admin.tasks()).isEmpty();
      assertThat(Files.exists(staging)).isFalse();
      assertThat(Files.exists(protos)).isFalse();
    }
  }
}
