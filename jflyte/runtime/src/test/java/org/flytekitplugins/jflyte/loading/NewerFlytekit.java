package org.flytekitplugins.jflyte.loading;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flyte.api.v1.LaunchPlan;
import org.flytekitplugins.jflyte.fixtures.TestPackages;

/** A flytekit-api of the shape that flytekit-java 0.4.58 brought: launch plans know more. */
public final class NewerFlytekit {
  private static final String LAUNCH_PLAN =
      """
      package org.flyte.api.v1;
      import java.util.Map;
      public final class LaunchPlan {
        private final Builder b;
        private LaunchPlan(Builder b) { this.b = b; }
        public String name() { return b.name; }
        public PartialWorkflowIdentifier workflowId() { return b.workflowId; }
        public Map<String, Primitive> fixedInputs() { return b.fixedInputs; }
        public Map<String, Parameter> defaultInputs() { return b.defaultInputs; }
        public CronSchedule cronSchedule() { return b.cronSchedule; }
        public Integer maxParallelism() { return b.maxParallelism; }
        public static Builder builder() { return new Builder(); }
        public static final class Builder {
          private String name;
          private PartialWorkflowIdentifier workflowId;
          private Map<String, Primitive> fixedInputs = Map.of();
          private Map<String, Parameter> defaultInputs = Map.of();
          private CronSchedule cronSchedule;
          private Integer maxParallelism;
          public Builder name(String x) { name = x; return this; }
          public Builder workflowId(PartialWorkflowIdentifier x) { workflowId = x; return this; }
          public Builder fixedInputs(Map<String, Primitive> x) { fixedInputs = x; return this; }
          public Builder defaultInputs(Map<String, Parameter> x) { defaultInputs = x; return this; }
          public Builder cronSchedule(CronSchedule x) { cronSchedule = x; return this; }
          public Builder maxParallelism(Integer x) { maxParallelism = x; return this; }
          public LaunchPlan build() { return new LaunchPlan(this); }
        }
      }
      """;

  private static final String REGISTRAR =
      """
      package com.acme;
      import java.util.Map;
      import org.flyte.api.v1.*;
      public class PlanRegistrar extends LaunchPlanRegistrar {
        @Override
        public Map<LaunchPlanIdentifier, LaunchPlan> load(
            Map<String, String> env, ClassLoader classLoader) {
          return Map.of(
              LaunchPlanIdentifier.builder()
                  .project("p").domain("d").name("nightly").version("v").build(),
              LaunchPlan.builder()
                  .name("nightly")
                  .workflowId(PartialWorkflowIdentifier.builder().name("flow").build())
                  .maxParallelism(17)
                  .build());
        }
      }
      """;

  private NewerFlytekit() {}

  /** Writes flytekit-api-0.4.99.jar: the launcher's own, with a launch plan that knows more. */
  public static Path api(Path folder) throws IOException {
    Path own = TestPackages.whereIs(LaunchPlan.class);
    Path jar = folder.resolve("flytekit-api-0.4.99.jar");
    Path classes = Files.createDirectories(folder.resolve("api-classes"));
    TestPackages.compile(
        Map.of("org.flyte.api.v1.LaunchPlan", LAUNCH_PLAN), List.of(own), List.of(), classes);
    Files.copy(own, jar, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem zip = FileSystems.newFileSystem(jar);
        Stream<Path> compiled = Files.list(classes.resolve("org/flyte/api/v1"))) {
      for (Path file : compiled.toList()) {
        Files.copy(
            file,
            zip.getPath("org/flyte/api/v1", file.getFileName().toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          zip.getPath("META-INF/maven/org.flyte/flytekit-api/pom.properties"),
          "groupId=org.flyte\nartifactId=flytekit-api\nversion=0.4.99\n");
    }
    return jar;
  }

  /** A package whose launch plan sets what only the newer API has; the API's jar is in it. */
  public static TestPackages packageWith(Path api, Path directory) {
    return TestPackages.in(directory)
        .with(List.of(api))
        .source("com.acme.PlanRegistrar", REGISTRAR)
        .service("org.flyte.api.v1.LaunchPlanRegistrar", "com.acme.PlanRegistrar");
  }
}
