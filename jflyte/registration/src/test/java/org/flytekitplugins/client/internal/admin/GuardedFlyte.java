package org.flytekitplugins.client.internal.admin;

import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.service.AdminServiceGrpc;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.flytekitplugins.client.internal.config.AdminConfigReader;
import org.flytekitplugins.client.internal.config.PlatformVersion;
import org.flytekitplugins.client.internal.flyte2.EitherFlyte;
import org.flytekitplugins.jflyte.testing.LocalFlyte2;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;

/** Each Flyte over TLS, for the client {@code robot} whose secret is {@code s3cr3t}. */
enum GuardedFlyte {
  FLYTE_1("flyteadmin") {
    @Override
    Server start(String... hosts) {
      LocalFlyteAdmin flyte =
          LocalFlyteAdmin.builder().tls(hosts).requireToken().client("robot", "s3cr3t").start();
      return new Server(
          flyte.port(),
          flyte.tokenUrl(),
          flyte.certificatePem(),
          flyte::revokeTokens,
          flyte::close);
    }
  },

  FLYTE_2("Flyte 2") {
    @Override
    Server start(String... hosts) {
      LocalFlyte2 flyte =
          LocalFlyte2.builder().tls(hosts).requireToken().client("robot", "s3cr3t").start();
      return new Server(
          flyte.port(),
          flyte.tokenUrl(),
          flyte.certificatePem(),
          flyte::revokeTokens,
          flyte::close);
    }
  };

  /** One that listens. */
  record Server(int port, String tokenUrl, String certificatePem, Runnable revoke, Runnable end)
      implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  private static final ResourceListRequest ANY =
      ResourceListRequest.newBuilder()
          .setId(NamedEntityIdentifier.newBuilder().setProject("p").setDomain("d"))
          .setLimit(1)
          .build();

  /** What it is called in sentences. */
  final String words;

  GuardedFlyte(String words) {
    this.words = words;
  }

  abstract Server start(String... hosts);

  /** A client of this one, as the environment says. */
  AdminClient.Builder client(Map<String, String> environment, Path home) {
    Map<String, String> said = new HashMap<>(environment);
    said.put(PlatformVersion.VARIABLE, this == FLYTE_1 ? "1" : "2");
    return AdminClient.builder(new AdminConfigReader(said, home).read())
        .otherFlyte(EitherFlyte::of);
  }

  /** A call that both know. */
  static CompletableFuture<?> call(AdminClient client) {
    return client.call(AdminServiceGrpc.getListExecutionsMethod(), ANY);
  }
}
