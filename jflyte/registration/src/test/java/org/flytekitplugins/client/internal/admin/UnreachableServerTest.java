package org.flytekitplugins.client.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.okhttp.OkHttpServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.flytekitplugins.client.internal.admin.AdminListener.Retry;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.AdminEndpoint;
import org.flytekitplugins.client.internal.config.Authentication;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreachableServerTest {
  private static final boolean PLAINTEXT = true;
  private static final boolean TLS = false;

  private final List<Retry> retries = new CopyOnWriteArrayList<>();

  @TempDir Path folder;
  private Duration pause = Duration.ofMillis(1);

  private String sentence(String endpoint, boolean insecure) {
    return sentence(config(endpoint, insecure, false, null), Duration.ofSeconds(20));
  }

  private static AdminConfig config(
      String endpoint, boolean insecure, boolean skipVerify, Path authorities) {
    return AdminConfig.of(
        AdminEndpoint.parse(endpoint, "endpoint"),
        insecure,
        skipVerify,
        authorities,
        Authentication.None.of(),
        null);
  }

  private String sentence(AdminConfig config, Duration deadline) {
    try (AdminClient client =
        AdminClient.builder(config)
            .retries(RetryPolicy.of(5, pause, pause.multipliedBy(4), deadline))
            .listener(retries::add)
            .build()) {
      Throwable failure = catchThrowable(() -> client.version().join());
      if (failure == null) {
        return "";
      }
      assertThat(failure.getCause())
          .isInstanceOfSatisfying(
              AdminException.class, each -> assertThat(each.everyCallFails()).isTrue());
      return failure.getCause().getMessage();
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Test
  void aHostThatNobodyKnows() {
    assertThat(sentence("dns:///flyteadmin.invalid:81", PLAINTEXT))
        .isEqualTo(
            "the host \"flyteadmin.invalid\" of flyteadmin is not known: look at FLYTE_PLATFORM_URL"
                + " or admin.endpoint, which is dns:///flyteadmin.invalid:81");
    assertThat(retries)
        .hasSize(3)
        .allMatch(retry -> retry.reason().equals("the host \"flyteadmin.invalid\" is not known"));
  }

  @Test
  void anIpv6AddressWhereNothingListens() throws IOException {
    int port = portOfNobody();

    assertThat(sentence("dns:///[::1]:" + port, PLAINTEXT))
        .startsWith("nothing listens at dns:///[::1]:" + port + ", where flyteadmin should be");
    assertThat(sentence("[::1]:" + port, TLS))
        .startsWith("nothing listens at dns:///[::1]:" + port + ", where flyteadmin should be");
  }

  @Test
  void aPortWhereNothingListens() throws IOException {
    int port = portOfNobody();

    assertThat(sentence("127.0.0.1:" + port, PLAINTEXT))
        .isEqualTo(
            "nothing listens at dns:///127.0.0.1:"
                + port
                + ", where flyteadmin should be: look at FLYTE_PLATFORM_URL or admin.endpoint, and"
                + " whether the server runs");
    assertThat(retries).hasSize(4);
  }

  @Test
  void plaintextWhereTlsIsSpoken() {
    try (LocalFlyteAdmin server = LocalFlyteAdmin.builder().tls().start()) {
      assertThat(sentence(server.endpoint(), PLAINTEXT))
          .isEqualTo(
              "what listens at "
                  + server.endpoint()
                  + " does not answer gRPC in plaintext, and may want TLS: set"
                  + " FLYTE_PLATFORM_INSECURE=false, or look at the port");
    }
    assertThat(retries).hasSize(3);
  }

  @Test
  void tlsWherePlaintextIsSpoken() {
    try (LocalFlyteAdmin server = LocalFlyteAdmin.start()) {
      assertThat(sentence(server.endpoint(), TLS))
          .isEqualTo(
              "what listens at "
                  + server.endpoint()
                  + " does not speak TLS: set FLYTE_PLATFORM_INSECURE=true if it is meant to be"
                  + " plaintext, or look at the port");
    }
    assertThat(retries).isEmpty();
  }

  @Test
  void plaintextWhereAnOlderHttpIsSpoken() throws IOException {
    HttpServer server = HttpServer.create(loopback(), 0);
    server.start();
    try {
      String endpoint = "dns:///127.0.0.1:" + server.getAddress().getPort();
      assertThat(sentence(endpoint, PLAINTEXT))
          .isEqualTo(
              "what listens at "
                  + endpoint
                  + " does not answer gRPC in plaintext, and may want TLS: set"
                  + " FLYTE_PLATFORM_INSECURE=false, or look at the port");
    } finally {
      server.stop(0);
    }
    assertThat(retries).isEmpty();
  }

  @Test
  void aCertificateThatNobodyVouchesFor() throws IOException {
    try (LocalFlyteAdmin server = LocalFlyteAdmin.builder().tls().start()) {
      assertThat(sentence(server.endpoint(), TLS))
          .startsWith("the certificate of " + server.endpoint() + " is not trusted (PKIX")
          .endsWith(
              "): name its authority by admin.caCertFilePath in Flyte's configuration, or look at"
                  + " the host's name");
      assertThat(retries).isEmpty();

      Path authorities = Files.writeString(folder.resolve("ca.pem"), server.certificatePem());
      Duration patience = Duration.ofSeconds(20);
      assertThat(sentence(config(server.endpoint(), TLS, false, authorities), patience)).isEmpty();
      assertThat(sentence(config("localhost:" + server.port(), TLS, false, authorities), patience))
          .isEmpty();
      assertThat(sentence(config(server.endpoint(), TLS, true, null), patience)).isEmpty();
    }
  }

  @Test
  void aServerThatIsNotFlyteadmin() throws IOException {
    Server server =
        OkHttpServerBuilder.forPort(loopback(), InsecureServerCredentials.create()).build().start();
    try {
      String endpoint = "dns:///127.0.0.1:" + server.getPort();
      assertThat(sentence(endpoint, PLAINTEXT))
          .isEqualTo(
              "what answers at "
                  + endpoint
                  + " is not a flyteadmin of Flyte 1, which has GetVersion (Method not found:"
                  + " flyteidl.service.AdminService/GetVersion): look at the endpoint, and at the"
                  + " version of the platform");
    } finally {
      server.shutdownNow();
    }
    assertThat(retries).isEmpty();
  }

  @Test
  void aServerThatAcceptsAndSaysNothing() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String endpoint = "dns:///127.0.0.1:" + mute.getLocalPort();
      assertThat(sentence(config(endpoint, PLAINTEXT, false, null), Duration.ofMillis(200)))
          .isEqualTo(
              "flyteadmin at "
                  + endpoint
                  + " did not answer GetVersion within 0.2 s, at 5 tries: look at the server and"
                  + " at the network, or try again");
    }
  }

  @Test
  void everyTryLooksAnewWhetherTheServerIsThere() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    // Long enough for gRPC to have noticed that the connection before is gone.
    pause = Duration.ofMillis(50);
    Thread thread;
    try (ServerSocket slamming = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      thread = new Thread(() -> slam(slamming, connections));
      thread.start();
      assertThat(sentence("127.0.0.1:" + slamming.getLocalPort(), PLAINTEXT)).isNotEmpty();
    }
    thread.join();
    assertThat(connections.get()).isGreaterThanOrEqualTo(retries.size() + 1);
  }

  private static void slam(ServerSocket socket, AtomicInteger connections) {
    try {
      while (true) {
        socket.accept().close();
        connections.incrementAndGet();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  @Test
  void authoritiesThatAreNotThere() {
    assertThat(
            catchThrowable(
                () ->
                    AdminClient.connect(
                        config("localhost:1", TLS, false, folder.resolve("none.pem")))))
        .hasMessage(
            "cannot read the certificates in "
                + folder.resolve("none.pem")
                + ", which admin.caCertFilePath names: give a PEM file that is readable");
  }

  @Test
  void theFirstWordComesLongBeforeTheLast() throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    try (AdminClient client =
        AdminClient.builder(AdminConfig.plaintext("127.0.0.1:" + portOfNobody()))
            .listener(retries::add)
            .build()) {
      var call = client.version();
      while (retries.isEmpty() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(retries).isNotEmpty();
      assertThat(retries.get(0).pause()).isLessThanOrEqualTo(Duration.ofMillis(250));
      assertThat(call).isNotDone();
    }
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
