package org.flytekitplugins.jflyte.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.AdminListener.Retry;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultyServerTest {
  private static final ProjectClosure PACKAGE = ClosedPackages.of(100);

  private final List<Retry> retries = new CopyOnWriteArrayList<>();
  private LocalFlyteAdmin server;

  @BeforeEach
  void start() {
    server = LocalFlyteAdmin.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RegistrationReport register(RetryPolicy policy) {
    try (AdminClient client =
        AdminClient.builder(AdminConfig.plaintext(server.endpoint()))
            .retries(policy)
            .listener(retries::add)
            .build()) {
      return new Registration(client, RegistrationOptions.defaults()).register(PACKAGE);
    }
  }

  private static RetryPolicy tries(int tries, Duration deadline) {
    return RetryPolicy.of(tries, Duration.ofMillis(2), Duration.ofMillis(20), deadline);
  }

  private void assertEverythingIsThere() {
    assertThat(server.taskRequests()).containsExactlyInAnyOrderElementsOf(PACKAGE.tasks());
    assertThat(server.workflowRequests()).containsExactlyInAnyOrderElementsOf(PACKAGE.workflows());
    assertThat(server.launchPlanRequests())
        .containsExactlyInAnyOrderElementsOf(PACKAGE.launchPlans());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aThirdOfTheCallsMayFail(long seed) {
    server.faults().fail(0.3, Code.UNAVAILABLE, seed);

    // 200 calls, each failing ten times in a row once in 170,000.
    RegistrationReport report = register(tries(10, Duration.ofSeconds(30)));

    assertThat(report.failures()).isEmpty();
    assertEverythingIsThere();
    assertThat(retries).isNotEmpty();
    assertThat(server.calls().total()).isEqualTo(200 + retries.size());
  }

  @Test
  void aThirdOfTheAnswersMayBeLost() {
    server.faults().loseAnswers(0.3, Code.INTERNAL, 4);

    RegistrationReport report = register(tries(10, Duration.ofSeconds(30)));

    assertThat(report.failures()).isEmpty();
    assertEverythingIsThere();
    assertThat(retries).isNotEmpty();
  }

  @Test
  void aServerMayAnswerNothingForFiveSeconds() {
    server.faults().answerNothingFor(Duration.ofSeconds(5));

    RegistrationReport report = register(RetryPolicy.DEFAULT);

    assertThat(report.failures()).isEmpty();
    assertEverythingIsThere();
    assertThat(report.took()).isGreaterThan(Duration.ofSeconds(4));
    assertThat(retries).isEmpty();
  }

  @Test
  void aServerMayBeSilentForLongerThanACallWaits() {
    server.faults().answerNothingFor(Duration.ofSeconds(5));

    RegistrationReport report =
        register(
            RetryPolicy.of(
                10, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(2)));

    assertThat(report.failures()).isEmpty();
    assertEverythingIsThere();
    assertThat(retries)
        .isNotEmpty()
        .allMatch(retry -> retry.reason().equals("no answer within 2 s"));
  }

  @Test
  void aServerMayBeStartedAnewBetweenTwoCalls() {
    int port = server.port();
    try (AdminClient client =
        AdminClient.builder(AdminConfig.plaintext(server.endpoint()))
            .retries(tries(10, Duration.ofSeconds(30)))
            .build()) {
      Registration registration = new Registration(client, RegistrationOptions.defaults());
      assertThat(registration.register(PACKAGE).failures()).isEmpty();

      server.close();
      server = LocalFlyteAdmin.builder().port(port).start();

      assertThat(registration.register(PACKAGE).failures()).isEmpty();
      assertEverythingIsThere();
    }
  }

  @Test
  void aServerThatComesLaterIsFound() throws Exception {
    int port = server.port();
    server.close();
    Thread later =
        new Thread(
            () -> {
              while (retries.isEmpty()) {
                Thread.onSpinWait();
              }
              server = LocalFlyteAdmin.builder().port(port).start();
            });
    later.start();

    RegistrationReport report =
        register(
            RetryPolicy.of(
                40, Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(30)));

    later.join();
    assertThat(report.failures()).isEmpty();
    assertEverythingIsThere();
    assertThat(retries.get(0).reason()).isEqualTo("nothing listens at " + server.endpoint());
  }

  @Test
  void aServerThatIsGoneForGoodEndsItAll() {
    server.close();

    // One sentence, and not one for each of two hundred entities.
    assertThatThrownBy(() -> register(tries(3, Duration.ofSeconds(30))))
        .isInstanceOf(AdminException.class)
        .hasMessage(
            "nothing listens at "
                + server.endpoint()
                + ", where flyteadmin should be: look at FLYTE_PLATFORM_URL or admin.endpoint, and"
                + " whether the server runs");
  }
}
