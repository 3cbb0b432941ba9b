package org.flytekitplugins.jflyte.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.testing.AdminServer.refusal;
import static org.flytekitplugins.jflyte.testing.Requests.task;

import flyteidl.admin.ProjectOuterClass.ProjectRegisterRequest;
import flyteidl.admin.VersionOuterClass.GetVersionRequest;
import flyteidl.service.AdminServiceGrpc;
import flyteidl.service.Auth.OAuth2MetadataRequest;
import flyteidl.service.Auth.PublicClientAuthConfigRequest;
import flyteidl.service.AuthMetadataServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.TlsChannelCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFlyteAdminTest {
  private static String version(AdminServer server) {
    return server
        .stub
        .getVersion(GetVersionRequest.getDefaultInstance())
        .getControlPlaneVersion()
        .getVersion();
  }

  private static boolean fails(AdminServer server) {
    try {
      return version(server).isEmpty();
    } catch (RuntimeException e) {
      return true;
    }
  }

  @Test
  void itTellsItsVersion() {
    try (AdminServer server = new AdminServer(LocalFlyteAdmin.builder().version("v1.2.3"))) {
      assertThat(version(server)).isEqualTo("v1.2.3");
    }
  }

  @Test
  void whatItHasNotIsSaid() {
    try (AdminServer server = new AdminServer()) {
      assertThat(
              refusal(
                  () -> server.stub.registerProject(ProjectRegisterRequest.getDefaultInstance())))
          .startsWith("UNIMPLEMENTED: ");
    }
  }

  @Test
  void itForgetsEverything() {
    try (AdminServer server = new AdminServer()) {
      server.stub.createTask(task("a"));
      server.admin.clear();
      assertThat(server.admin.tasks()).isEmpty();
      assertThat(server.admin.taskRequests()).isEmpty();
    }
  }

  @Test
  void callsAreCounted() {
    try (AdminServer server = new AdminServer()) {
      String unused = version(server);
      assertThat(refusal(() -> server.stub.createTask(task("")))).contains("missing name");

      assertThat(server.admin.calls().total()).isEqualTo(2);
      assertThat(server.admin.calls().of("CreateTask")).isEqualTo(1);
      assertThat(server.admin.calls().of("GetTask")).isZero();
      assertThat(server.admin.calls().greatestConcurrency()).isEqualTo(1);
      server.admin.calls().reset();
      assertThat(server.admin.calls().total()).isZero();
      assertThat(unused).isNotEmpty();
    }
  }

  @Test
  void theSameSeedFailsTheSameCalls() {
    List<List<Boolean>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (AdminServer server = new AdminServer()) {
        server.admin.faults().fail(0.3, Code.UNAVAILABLE, 42);
        List<Boolean> failed = new ArrayList<>();
        for (int call = 0; call < 100; call++) {
          failed.add(fails(server));
        }
        runs.add(failed);
      }
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1));
    assertThat(runs.get(0).stream().filter(failed -> failed)).hasSizeBetween(20, 40);
  }

  @Test
  void whatFailsIsNotDoneAndWhatIsLostIsDone() {
    try (AdminServer server = new AdminServer()) {
      server.admin.faults().fail(1, Code.INTERNAL, 1);
      assertThat(refusal(() -> server.stub.createTask(task("a"))))
          .isEqualTo("INTERNAL: injected by LocalFlyteAdmin");
      assertThat(server.admin.tasks()).isEmpty();

      server.admin.faults().loseAnswers(1, Code.UNAVAILABLE, 1);
      assertThat(refusal(() -> server.stub.createTask(task("a")))).startsWith("UNAVAILABLE: ");
      assertThat(server.admin.tasks()).hasSize(1);

      server.admin.faults().none();
      assertThat(refusal(() -> server.stub.createTask(task("a")))).startsWith("ALREADY_EXISTS: ");
    }
  }

  @Test
  void theNextCallsFailAndNoMore() {
    try (AdminServer server = new AdminServer()) {
      server.admin.faults().failNext(2, Code.UNAVAILABLE);
      assertThat(List.of(fails(server), fails(server), fails(server)))
          .containsExactly(true, true, false);
    }
  }

  @Test
  void callsAreAnsweredLaterOrNotAtAll() {
    try (AdminServer server = new AdminServer()) {
      server.admin.faults().latency(Duration.ofMillis(100));
      long start = System.nanoTime();
      assertThat(version(server)).isNotEmpty();
      assertThat(System.nanoTime() - start).isGreaterThan(100_000_000);

      server.admin.faults().none().answerNothingFor(Duration.ofMinutes(5));
      assertThat(
              refusal(
                  () ->
                      server
                          .stub
                          .withDeadlineAfter(100, TimeUnit.MILLISECONDS)
                          .getVersion(GetVersionRequest.getDefaultInstance())))
          .startsWith("DEADLINE_EXCEEDED: ");
      server.admin.faults().none();
      assertThat(version(server)).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"flyte-authorization", "authorization"})
  void aTokenIsTakenByEitherHeader(String header) {
    try (AdminServer server = new AdminServer(LocalFlyteAdmin.builder().requireToken("hunter2"))) {
      assertThat(refusal(() -> version(server)))
          .isEqualTo("UNAUTHENTICATED: token parse error [JWT_VERIFICATION_FAILED]");
      assertThat(refusal(() -> version(server, header, "Bearer hunter3")))
          .startsWith("UNAUTHENTICATED: ");
      assertThat(refusal(() -> version(server, header, "hunter2"))).startsWith("UNAUTHENTICATED: ");
      assertThat(version(server, header, "bearer hunter2")).isNotEmpty();
      assertThat(server.admin.calls().unauthenticated()).isEqualTo(3);
      assertThat(server.admin.calls().total()).isEqualTo(1);
    }
  }

  private static String version(AdminServer server, String header, String value) {
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
    return server
        .stub
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
        .getVersion(GetVersionRequest.getDefaultInstance())
        .getControlPlaneVersion()
        .getVersion();
  }

  @Test
  void everybodyIsToldWhereTokensAreAndAClientGetsOne() throws Exception {
    try (AdminServer server =
        new AdminServer(LocalFlyteAdmin.builder().requireToken().scopes("a", "b"))) {
      var auth = AuthMetadataServiceGrpc.newBlockingStub(server.channel);
      String url =
          auth.getOAuth2Metadata(OAuth2MetadataRequest.getDefaultInstance()).getTokenEndpoint();
      var client = auth.getPublicClientConfig(PublicClientAuthConfigRequest.getDefaultInstance());

      assertThat(url).isEqualTo(server.admin.tokenUrl());
      assertThat(client.getScopesList()).containsExactly("a", "b");
      assertThat(client.getAuthorizationMetadataKey()).isEqualTo("flyte-authorization");
      assertThat(post(url, "flytepropeller:wrong").statusCode()).isEqualTo(401);
      HttpResponse<String> answer = post(url, "flytepropeller:foobar");
      assertThat(answer.body())
          .isEqualTo(
              "{\"access_token\":\"issued-1\",\"token_type\":\"bearer\",\"expires_in\":3600}");
      assertThat(version(server, "authorization", "Bearer issued-1")).isNotEmpty();
      server.admin.revokeTokens();
      assertThat(refusal(() -> version(server, "authorization", "Bearer issued-1")))
          .startsWith("UNAUTHENTICATED: ");
    }
  }

  private static HttpResponse<String> post(String url, String client) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url))
                .header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(client.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void itSpeaksTls() throws Exception {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.builder().tls().start()) {
      ManagedChannel channel =
          OkHttpChannelBuilder.forTarget(
                  "dns:///localhost:" + admin.port(),
                  TlsChannelCredentials.newBuilder()
                      .trustManager(
                          new ByteArrayInputStream(
                              admin.certificatePem().getBytes(StandardCharsets.US_ASCII)))
                      .build())
              .build();
      try {
        assertThat(
                AdminServiceGrpc.newBlockingStub(channel)
                    .getVersion(GetVersionRequest.getDefaultInstance())
                    .hasControlPlaneVersion())
            .isTrue();
      } finally {
        channel.shutdownNow();
      }
    }
    try (LocalFlyteAdmin plaintext = LocalFlyteAdmin.start()) {
      assertThatThrownBy(plaintext::certificatePem).isInstanceOf(IllegalStateException.class);
    }
  }
}
