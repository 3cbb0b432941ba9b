package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.flytekitplugins.jflyte.testing.junit.LocalFlyteAdminExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A registration in a test of its own, as docs/jflyte.md shows it. */
final class PlayedFlyteAdminTest {
  @TempDir Path home;

  // snippet: flyteadmin
  @RegisterExtension final LocalFlyteAdminExtension flyteadmin = LocalFlyteAdminExtension.create();

  @Test
  void everyTaskOfThePackageIsRegistered() {
    register("FLYTE_PLATFORM_URL", flyteadmin.endpoint());

    assertThat(flyteadmin.admin().tasks())
        .extracting(task -> task.getId().getName())
        .containsExactly("com.acme.Train");
  }

  // end

  private void register(String variable, String value) {
    Path directory = BuiltPackages.task(BuiltPackages.in(home.resolve("package")), "Train").build();
    Jflyte.Outcome outcome =
        new Jflyte(home)
            .with(variable, value)
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
}
