package org.flytekitplugins.client.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import flyteidl.admin.VersionOuterClass.GetVersionRequest;
import flyteidl.service.AdminServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** gRPC's own words, which hold tokens and stack traces. */
class SilencedLogTest {
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
          logged.add(logRecord.getLevel() + " " + logRecord.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    Logger.getLogger("").addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    Logger.getLogger("").removeHandler(handler);
  }

  @Test
  void aTokenThatNoHeaderCanCarryIsNotLogged() {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("flyte-authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer hunter2\n");
    try (LocalFlyteAdmin server = LocalFlyteAdmin.start()) {
      ManagedChannel channel = AdminChannel.open(AdminConfig.plaintext(server.endpoint()));
      try {
        assertThat(
                AdminServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .getVersion(GetVersionRequest.getDefaultInstance())
                    .hasControlPlaneVersion())
            .isTrue();
      } finally {
        channel.shutdownNow();
      }
    }
    assertThat(logged).isEmpty();
  }

  @Test
  void aHostThatNobodyKnowsIsNotLogged() {
    try (AdminClient client =
        AdminClient.builder(AdminConfig.plaintext("dns:///flyteadmin.invalid:81"))
            .retries(
                RetryPolicy.of(
                    2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(20)))
            .build()) {
      assertThat(catchThrowable(() -> client.version().join())).isNotNull();
    }
    assertThat(logged).isEmpty();
  }

  @Test
  void loggersThatWereForgottenMeanwhileStaySilent() {
    AdminChannel.open(AdminConfig.plaintext("dns:///localhost:1")).shutdownNow();
    System.gc();

    assertThat(
            List.of(
                Logger.getLogger("io.grpc.internal.ManagedChannelImpl").getLevel(),
                Logger.getLogger("io.grpc.internal.TransportFrameUtil").getLevel()))
        .containsOnly(Level.OFF);
  }
}
