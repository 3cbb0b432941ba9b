package org.flytekitplugins.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.client.FlyteException.Reason;
import org.flytekitplugins.jflyte.testing.LocalFlyte2;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client finds out which Flyte it is, however that is reached. */
@Timeout(60)
class EitherFlyteTest {
  @TempDir Path folder;

  private final List<String> notes = new ArrayList<>();

  private FlyteClient client(String endpoint, boolean plaintext, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.putIfAbsent("HOME", folder.toString());
    return FlyteClient.builder("flytesnacks", "development")
        .environment(environment)
        .endpoint(endpoint)
        .plaintext(plaintext)
        .notes(notes::add)
        .build();
  }

  @Test
  void flyte2IsFoundInPlaintext() {
    try (LocalFlyte2 flyte = LocalFlyte2.start();
        FlyteClient client = client(flyte.endpoint(), true, Map.of())) {
      assertThat(client.executions(1).join()).isEmpty();

      assertThat(client.flyteVersion()).isEqualTo(2);
      assertThat(notes).isEmpty();
    }
  }

  @Test
  void flyte2IsFoundOverTlsByTheAuthorityThatTheConfigurationNames() throws Exception {
    try (LocalFlyte2 flyte = LocalFlyte2.builder().tls().start()) {
      Path authority = folder.resolve("ca.pem");
      Files.writeString(authority, flyte.certificatePem());
      try (FlyteClient client =
          client(flyte.endpoint(), false, Map.of("SSL_CERT_FILE", authority.toString()))) {
        // gRPC goes on trying a server that does not speak HTTP/2.
        assertThat(client.executions(1).get(15, TimeUnit.SECONDS)).isEmpty();

        assertThat(client.flyteVersion()).isEqualTo(2);
      }
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotTakenForFlyte2() {
    try (LocalFlyte2 flyte = LocalFlyte2.builder().tls().start();
        FlyteClient client =
            client(flyte.endpoint(), false, Map.of("FLYTE_PLATFORM_VERSION", "2"))) {
      Throwable failure = catchThrowable(() -> client.executions(1).join()).getCause();

      assertThat(failure)
          .hasMessageStartingWith("the certificate of " + flyte.endpoint() + " is not trusted (");
      assertThat(((FlyteException) failure).reason()).isEqualTo(Reason.UNREACHABLE);
    }
  }

  @Test
  void flyte2IsFoundWhereItWantsAToken() {
    try (LocalFlyte2 flyte = LocalFlyte2.builder().requireToken("hunter2").start();
        FlyteClient client =
            client(flyte.endpoint(), true, Map.of("FLYTE_PLATFORM_TOKEN", "hunter2"));
        FlyteClient stranger = client(flyte.endpoint(), true, Map.of())) {
      assertThat(client.executions(1).join()).isEmpty();
      assertThat(client.flyteVersion()).isEqualTo(2);

      Throwable failure = catchThrowable(() -> stranger.executions(1).join()).getCause();
      assertThat(failure)
          .hasMessageStartingWith(
              "Flyte 2 at " + flyte.endpoint() + " refused ListRuns for want of a good token");
      assertThat(((FlyteException) failure).reason()).isEqualTo(Reason.NOT_PERMITTED);
    }
  }

  @Test
  void flyte2IsFoundOnceItIsThereThoughAProxyAnsweredForItBefore() throws IOException {
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    proxy.start();
    int port = proxy.getAddress().getPort();
    try (FlyteClient client = client("dns:///127.0.0.1:" + port, true, Map.of())) {
      try {
        assertThat(catchThrowable(() -> client.executions(1).join())).isNotNull();
      } finally {
        proxy.stop(0);
      }
      try (LocalFlyte2 flyte = LocalFlyte2.builder().port(port).start()) {
        assertThat(client.executions(1).join()).isEmpty();

        assertThat(client.flyteVersion()).isEqualTo(2);
        assertThat(flyte.calls().of("ListRuns")).isEqualTo(1);
      }
    }
  }

  @Test
  void aFlyteadminThatFailsForAMomentStaysOne() {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start();
        FlyteClient client = client(admin.endpoint(), true, Map.of())) {
      admin.faults().failNext(2, Status.Code.UNAVAILABLE);

      assertThat(client.executions(1).join()).isEmpty();

      assertThat(client.flyteVersion()).isEqualTo(1);
    }
  }

  @Test
  void aFlyteadminThatSaysNoIsNotTakenForFlyte2() {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start();
        FlyteClient client = client(admin.endpoint(), true, Map.of())) {
      admin.faults().failNext(1, Status.Code.UNKNOWN);

      Throwable failure = catchThrowable(() -> client.executions(1).join()).getCause();

      assertThat(failure)
          .hasMessageStartingWith("executions cannot be listed: flyteadmin answered");
      assertThat(client.flyteVersion()).isEqualTo(1);
    }
  }
}
