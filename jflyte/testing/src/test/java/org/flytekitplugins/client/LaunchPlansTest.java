package org.flytekitplugins.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.flytekitplugins.client.Cluster.failure;

import java.util.List;
import java.util.Optional;
import org.flytekitplugins.client.FlyteException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which version of a launch plan is active. */
class LaunchPlansTest {
  private final Cluster cluster = new Cluster();
  private final FlyteClient client = cluster.client;

  @AfterEach
  void close() {
    cluster.close();
  }

  private List<LaunchPlanVersion> versions() {
    return client.launchPlans("com.acme.AtNight").join();
  }

  @Test
  void theLatestIsActivatedUnlessAVersionIsSaidWhichIsTheWayBack() {
    LaunchPlanVersion latest = client.activate("com.acme.AtNight", null).join();
    assertThat(latest.version()).isEqualTo("2");
    assertThat(latest.isActive()).isTrue();

    client.activate("com.acme.AtNight", "1").join();

    assertThat(versions())
        .extracting(
            LaunchPlanVersion::version,
            LaunchPlanVersion::isActive,
            LaunchPlanVersion::schedule,
            LaunchPlanVersion::workflow)
        .containsExactly(
            tuple("2", false, "0 3 * * *", "com.acme.Nightly"),
            tuple("1", true, "0 3 * * *", "com.acme.Nightly"));
  }

  @Test
  void whatIsActiveIsDeactivated() {
    client.activate("com.acme.AtNight", "1").join();

    assertThat(client.deactivate("com.acme.AtNight").join().map(LaunchPlanVersion::version))
        .contains("1");
    assertThat(versions()).noneMatch(LaunchPlanVersion::isActive);
    assertThat(client.deactivate("com.acme.AtNight").join()).isEqualTo(Optional.empty());
  }

  @Test
  void allAreListedTheNewestFirst() {
    assertThat(client.launchPlans(null).join())
        .extracting(LaunchPlanVersion::name, LaunchPlanVersion::version)
        .containsExactly(
            tuple("com.acme.AtNight", "2"),
            tuple("com.acme.Nightly", "2"),
            tuple("com.acme.AtNight", "1"),
            tuple("com.acme.Nightly", "1"));
  }

  @Test
  void whatIsNotThereIsNamedWithWhatIs() {
    FlyteException failure = failure(client.activate("com.acme.AtNigth", null));

    assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(failure).hasMessageEndingWith("did you mean com.acme.AtNight?");
    assertThat(failure(client.deactivate("com.acme.AtNigth")).reason()).isEqualTo(Reason.NOT_FOUND);
  }
}
