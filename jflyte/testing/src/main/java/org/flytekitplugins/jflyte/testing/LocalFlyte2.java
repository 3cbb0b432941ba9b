package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flytekitplugins.client.internal.flyte2.TaskKey;
import org.jspecify.annotations.Nullable;

/**
 * A Flyte 2 on 127.0.0.1 and a free port, by the connect protocol over HTTP/1.1, with its rules as
 * a real one (flyteorg/flyte 6fadb90d) was seen to keep them: what is deployed overwrites what is
 * there, inputs are compared with nothing, a recoverable failure of the platform is tried again for
 * ever. Tasks are run by a {@link Propeller}, those that drive a workflow or a launch plan too:
 * there are no others. Pods are told where it is, as an operator has to.
 *
 * <pre>{@code
 * try (LocalFlyte2 flyte = LocalFlyte2.builder().propeller(LocalPropeller.create()).start()) {
 *   register("FLYTE_PLATFORM_URL", flyte.endpoint());
 * }
 * }</pre>
 *
 * <p>Not as on a cluster: a run is as quick as its processes, where Flyte 2 looks at jobs every 10
 * s.
 */
public final class LocalFlyte2 implements PlayedFlyte {
  private final HttpServer server;
  private final ExecutorService threads;
  private final Flyte2Tasks tasks = new Flyte2Tasks();
  private final Flyte2Files files = Flyte2Files.create();
  private final Flyte2Runs runs;
  private final Propeller propeller;
  private final Faults faults = new Faults();
  private final CallLog calls = new CallLog();
  private final TokenDesk tokens;
  private final TokenEndpoint tokenEndpoint;
  private final @Nullable LoopbackCertificate certificate;

  private LocalFlyte2(Builder builder) {
    propeller = builder.propeller;
    certificate = builder.certificate();
    tokens = new TokenDesk(builder.tokens);
    tokenEndpoint = new TokenEndpoint(tokens, builder.clientId, builder.clientSecret, certificate);
    runs = new Flyte2Runs(tasks, files, propeller, this::services);
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "local-flyte2");
              thread.setDaemon(true);
              return thread;
            });
    try {
      server = server(builder.port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        new Flyte2Http(
            new Flyte2Services(tasks, runs, files, builder.projects, this::address),
            files,
            faults,
            calls,
            new Flyte2Tokens(tokens, builder.tokenRequired, tokenEndpoint.url())));
    server.start();
  }

  private HttpServer server(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    if (certificate == null) {
      return HttpServer.create(address, 0);
    }
    HttpsServer https = HttpsServer.create(address, 0);
    https.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    return https;
  }

  /** A server of which everybody may ask anything, in plaintext. */
  public static LocalFlyte2 start() {
    return builder().start();
  }

  /** A server that is made otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  /** As an operator says it to all pods, by the variables of Flyte 2's SDKs. */
  private Map<String, String> services() {
    return Map.of(
        "_U_EP_OVERRIDE", endpoint(), "_U_INSECURE", Boolean.toString(certificate == null));
  }

  private String address() {
    return (certificate == null ? "http" : "https") + "://127.0.0.1:" + port();
  }

  /** Where client credentials are exchanged for a token. */
  public String tokenUrl() {
    return tokenEndpoint.url();
  }

  /** The forms that were posted to {@link LocalFlyte2#tokenUrl}. */
  public List<Map<String, String>> tokenRequests() {
    return tokenEndpoint.requests();
  }

  /** How many tokens were issued. */
  public int tokensIssued() {
    return tokens.issued();
  }

  /** No token that was issued so far is good any more. */
  public void revokeTokens() {
    tokens.revoke();
  }

  @Override
  public Faults faults() {
    return faults;
  }

  @Override
  public CallLog calls() {
    return calls;
  }

  /** The tasks, in the order of their first deployment: {@code project/domain/name/version}. */
  public List<String> tasks() {
    return tasks.all().stream().map(TaskKey::toString).toList();
  }

  /**
   * What a version of a task was deployed as last: a TaskSpec, with the template in field 1.
   *
   * @throws io.grpc.StatusRuntimeException if there is none
   */
  public byte[] taskSpec(String project, String domain, String name, String version) {
    ByteString spec = tasks.spec(TaskKey.of(project, domain, name, version));
    return spec.toByteArray();
  }

  @Override
  public List<PlayedExecution> executions() {
    return runs.played();
  }

  @Override
  public String certificatePem() {
    if (certificate == null) {
      throw new IllegalStateException("certificatePem() needs a server with tls()");
    }
    return certificate.pem();
  }

  /** Ends the server, its calls, what runs, and deletes its files. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    tokenEndpoint.close();
    propeller.close();
    files.close();
  }

  /** How a server is made. */
  public static final class Builder extends PlayedFlyte.Builder<Builder> {

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    @Override
    public LocalFlyte2 start() {
      return new LocalFlyte2(this);
    }
  }
}
