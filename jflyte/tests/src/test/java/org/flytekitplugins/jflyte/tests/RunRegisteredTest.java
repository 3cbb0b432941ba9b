package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionSpec;
import flyteidl.core.Execution.WorkflowExecution.Phase;
import flyteidl.service.AdminServiceGrpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From sources to outputs: what {@code register} has sent runs from what it has staged. */
final class RunRegisteredTest {
  @TempDir Path home;

  @Test
  void whatIsRegisteredRuns() throws Exception {
    // snippet: propeller
    try (LocalFlyteAdmin flyteadmin =
        LocalFlyteAdmin.builder().propeller(LocalPropeller.create()).start()) {
      register(flyteadmin.endpoint());
      start(flyteadmin);

      PlayedExecution run = flyteadmin.executions().get(0);
      assertThat(run.await(Duration.ofMinutes(1)).getClosure().getPhase())
          .isEqualTo(Phase.SUCCEEDED);
    }
    // end
  }

  private void register(String endpoint) {
    TestPackages sources = BuiltPackages.in(home.resolve("package"));
    BuiltPackages.task(sources, "Train");
    Path directory =
        BuiltPackages.workflow(sources, "Nightly", "builder.apply(\"train\", new Train());")
            .build();
    Jflyte.Outcome outcome =
        new Jflyte(home)
            .with("FLYTE_PLATFORM_URL", endpoint)
            .with("FLYTE_PLATFORM_INSECURE", "true")
            .with("FLYTE_STAGING_LOCATION", home.resolve("staging").toUri().toString())
            .run(
                "register",
                "workflows",
                "--project=flytesnacks",
                "--domain=development",
                "--version=1",
                "--classpath=" + directory,
                "--image=registry.example/app");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
  }

  private static void start(LocalFlyteAdmin flyteadmin) {
    ManagedChannel channel =
        OkHttpChannelBuilder.forTarget(flyteadmin.endpoint(), InsecureChannelCredentials.create())
            .build();
    try {
      assertThat(
              AdminServiceGrpc.newBlockingStub(channel)
                  .createExecution(
                      ExecutionCreateRequest.newBuilder()
                          .setProject("flytesnacks")
                          .setDomain("development")
                          .setSpec(
                              ExecutionSpec.newBuilder()
                                  .setLaunchPlan(flyteadmin.launchPlans().get(0).getId()))
                          .build())
                  .getId()
                  .getName())
          .isNotEmpty();
    } finally {
      channel.shutdownNow();
    }
  }
}
