package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import org.flytekitplugins.jflyte.loading.NewerFlytekit;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package that is built against a newer flytekit-java than the launcher. */
final class NewerFlytekitTest {
  @TempDir Path home;

  @Test
  void whatOnlyTheNewerOneCanSayIsRegistered() throws IOException {
    Path directory =
        NewerFlytekit.packageWith(NewerFlytekit.api(home), home.resolve("package"))
            .with(BuiltPackages.libraries())
            .source(
                "flow",
                """
                import org.flyte.flytekit.*;
                public class flow extends SdkWorkflow<Void, Void> {
                  public flow() { super(SdkTypes.nulls(), SdkTypes.nulls()); }
                  @Override public Void expand(SdkWorkflowBuilder builder, Void input) {
                    builder.apply("work", new work());
                    return null;
                  }
                }
                """)
            .source(
                "work",
                """
                import org.flyte.flytekit.*;
                public class work extends SdkRunnableTask<Void, Void> {
                  public work() { super(SdkTypes.nulls(), SdkTypes.nulls()); }
                  @Override public Void run(Void input) { return null; }
                }
                """)
            .service("org.flyte.flytekit.SdkWorkflow", "flow")
            .service("org.flyte.flytekit.SdkRunnableTask", "work")
            .build();
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start()) {
      Jflyte.Outcome outcome =
          new Jflyte(home)
              .with("FLYTE_PLATFORM_URL", admin.endpoint())
              .with("FLYTE_PLATFORM_INSECURE", "true")
              .run(
                  "register",
                  "workflows",
                  "-p",
                  "p",
                  "-d",
                  "d",
                  "-v",
                  "v",
                  "-cp",
                  directory.toString(),
                  "--package-dir",
                  "/app/*",
                  "--no-default-launch-plans",
                  "--image",
                  "i");

      assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
      assertThat(admin.launchPlanRequests())
          .extracting(plan -> plan.getId().getName(), plan -> plan.getSpec().getMaxParallelism())
          .containsExactly(tuple("nightly", 17));
    }
  }
}
