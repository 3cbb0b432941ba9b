package org.flytekitplugins.jflyte.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import flyteidl.admin.VersionOuterClass.GetVersionRequest;
import flyteidl.service.AdminServiceGrpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The extension, as a user's test class has it, run by JUnit within this one. */
class LocalFlyteAdminExtensionTest {
  private static final List<String> ENDPOINTS = new ArrayList<>();

  @RegisterExtension
  final LocalFlyteAdminExtension flyteadmin =
      LocalFlyteAdminExtension.of(LocalFlyteAdmin.builder().version("v1.2.3"));

  @Test
  void aTestTalksToTheServerThatItAskedFor() {
    assertThat(flyteadmin.endpoint()).isEqualTo(flyteadmin.admin().endpoint());
    assertThat(versionAt(flyteadmin.endpoint())).isEqualTo("v1.2.3");
    assertThat(flyteadmin.admin().calls().total()).isEqualTo(1);
  }

  @Test
  void eachTestHasAServerOfItsOwnThatEndsWithIt() {
    assertThat(endpointsOf(ServerOfEachTest.class, 2, 1)).hasSize(3).doesNotHaveDuplicates();
    assertThat(ENDPOINTS).allSatisfy(LocalFlyteAdminExtensionTest::isClosed);
  }

  @Test
  void aStaticFieldIsOneServerForTheWholeClass() {
    assertThat(endpointsOf(ServerOfTheClass.class, 3, 0)).hasSize(5).containsOnly(ENDPOINTS.get(0));
    isClosed(ENDPOINTS.get(0));
  }

  @Test
  void outsideOfATestThereIsNone() {
    assertThatThrownBy(LocalFlyteAdminExtension.create()::endpoint)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "there is no Flyte outside of a test: make the field static to have one in @BeforeAll");
  }

  private static List<String> endpointsOf(Class<?> testClass, int succeeded, int failed) {
    ENDPOINTS.clear();
    EngineTestKit.engine("junit-jupiter")
        .configurationParameter("junit.jupiter.conditions.deactivate", "*")
        .selectors(selectClass(testClass))
        .execute()
        .testEvents()
        .assertStatistics(statistics -> statistics.succeeded(succeeded).failed(failed));
    return ENDPOINTS;
  }

  private static void isClosed(String endpoint) {
    assertThatThrownBy(() -> versionAt(endpoint))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageStartingWith("UNAVAILABLE");
  }

  private static String versionAt(String endpoint) {
    ManagedChannel channel =
        OkHttpChannelBuilder.forTarget(endpoint, InsecureChannelCredentials.create()).build();
    try {
      return AdminServiceGrpc.newBlockingStub(channel)
          .getVersion(GetVersionRequest.getDefaultInstance())
          .getControlPlaneVersion()
          .getVersion();
    } finally {
      channel.shutdownNow();
    }
  }

  @EnabledIfSystemProperty(named = "run by", matches = "the test above")
  static class ServerOfEachTest {
    @RegisterExtension
    final LocalFlyteAdminExtension flyteadmin = LocalFlyteAdminExtension.create();

    @Test
    void one() {
      ENDPOINTS.add(flyteadmin.endpoint());
      versionAt(flyteadmin.endpoint());
    }

    @Test
    void fails() {
      ENDPOINTS.add(flyteadmin.endpoint());
      throw new IllegalStateException("from the test");
    }

    @Nested
    class Within {
      @Test
      void another() {
        ENDPOINTS.add(flyteadmin.endpoint());
        versionAt(flyteadmin.endpoint());
      }
    }
  }

  @EnabledIfSystemProperty(named = "run by", matches = "the test above")
  static class ServerOfTheClass {
    @RegisterExtension
    static final LocalFlyteAdminExtension FLYTEADMIN = LocalFlyteAdminExtension.create();

    @BeforeAll
    static void register() {
      ENDPOINTS.add(FLYTEADMIN.endpoint());
      versionAt(FLYTEADMIN.endpoint());
    }

    @Test
    void one() {
      ENDPOINTS.add(FLYTEADMIN.endpoint());
    }

    @Test
    void another() {
      ENDPOINTS.add(FLYTEADMIN.endpoint());
    }

    @Nested
    class Within {
      @Test
      void third() {
        ENDPOINTS.add(FLYTEADMIN.endpoint());
      }
    }

    @AfterAll
    static void look() {
      ENDPOINTS.add(FLYTEADMIN.endpoint());
      versionAt(FLYTEADMIN.endpoint());
    }
  }
}
