package org.flytekitplugins.jflyte.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.registration.ClosedPackages.task;

import java.time.Duration;
import java.util.List;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationPlanTest {
  private LocalFlyteAdmin server;
  private AdminClient client;
  private Registration registration;

  @BeforeEach
  void start() {
    server = LocalFlyteAdmin.start();
    client = AdminClient.connect(AdminConfig.plaintext(server.endpoint()));
    registration = new Registration(client, RegistrationOptions.defaults());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void anEmptyServerGetsEverything() {
    RegistrationPlan plan = registration.plan(ClosedPackages.of(10));

    assertThat(plan.summary())
        .isEqualTo("20 would be created, 0 already there, 0 with another content");
    assertThat(plan.differs()).isTrue();
    assertThat(server.tasks()).isEmpty();
  }

  @Test
  void whatIsRegisteredIsKept() {
    registration.register(ClosedPackages.of(10));

    RegistrationPlan plan = registration.plan(ClosedPackages.of(10));

    assertThat(plan.summary()).isEqualTo("nothing to do: 20 already there");
    assertThat(plan.differs()).isFalse();
  }

  @Test
  void whatDiffersIsShown() {
    registration.register(
        new ProjectClosure(List.of(task("a.Task", "a"), task("b.Task")), List.of(), List.of()));

    RegistrationPlan plan =
        registration.plan(
            new ProjectClosure(
                List.of(task("a.Task", "b"), task("b.Task"), task("c.Task")),
                List.of(),
                List.of()));

    assertThat(plan.entities())
        .extracting(Object::toString)
        .containsExactly(
            "task a.Task: version 1 is registered with another content, which never changes;"
                + " register under a new version. What differs:\n"
                + "  template.container.args[0]: registered \"a\", here \"b\"",
            "task b.Task: already there",
            "task c.Task: would be created");
  }

  @Test
  void aServerThatIsNotThereIsASentence() {
    server.close();
    try (AdminClient hasty =
        AdminClient.builder(AdminConfig.plaintext(server.endpoint()))
            .retries(
                RetryPolicy.of(
                    2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(5)))
            .build()) {
      assertThatThrownBy(
              () ->
                  new Registration(hasty, RegistrationOptions.defaults())
                      .plan(ClosedPackages.of(10)))
          .hasMessage(
              "nothing listens at "
                  + server.endpoint()
                  + ", where flyteadmin should be: look at FLYTE_PLATFORM_URL or admin.endpoint,"
                  + " and whether the server runs");
    }
  }
}
