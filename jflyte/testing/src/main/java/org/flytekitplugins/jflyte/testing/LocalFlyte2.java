package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flytekitplugins.client.internal.flyte2.TaskKey;
import org.jspecify.annotations.Nullable;

/**
 * A Flyte 2 on 127.0.0.1 and a free port, by the connect protocol over HTTP/1.1, with its rules as
 * a real one (flyteorg/flyte 6fadb90d) was seen to keep them: what is deployed overwrites what is
 * there, inputs are compared with nothing, a recoverable failure of the platform is tried again for
 * ever. Tasks are run by a {@link Propeller}. There are no workflows and no launch plans.
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
public final class LocalFlyte2 implements AutoCloseable {
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
    certificate = builder.tls ? LoopbackCertificate.create(builder.hosts) : null;
    tokens = new TokenDesk(builder.tokens);
    tokenEndpoint = new TokenEndpoint(tokens, builder.clientId, builder.clientSecret, certificate);
    runs = new Flyte2Runs(tasks, files, propeller);
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

  /** The port it listens at. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Where it is, in the form that Flyte's clients take: {@code dns:///127.0.0.1:12345}. */
  public String endpoint() {
    return "dns:///127.0.0.1:" + port();
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

  /** What goes wrong; at first nothing does. */
  public Faults faults() {
    return faults;
  }

  /** How many calls there were. */
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

  /** The actions that were started, in that order, for whoever plays them. */
  public List<PlayedExecution> executions() {
    return runs.played();
  }

  /**
   * The authority of the certificate it shows, in PEM; an {@link IllegalStateException} without
   * TLS.
   */
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
  public static final class Builder {
    private int port;
    private boolean tls;
    private List<String> hosts = List.of();
    private Propeller propeller = Propeller.byHand();
    private boolean tokenRequired;
    private String clientId = "flytepropeller";
    private String clientSecret = "foobar";
    private final Set<String> tokens = new LinkedHashSet<>();
    private final Set<String> projects = new LinkedHashSet<>();

    private Builder() {}

    /** The port to listen at; a free one unless said. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /**
     * TLS, also where tokens are issued, with a certificate for {@code localhost}, {@code
     * 127.0.0.1} and these names, by an authority that nobody knows.
     */
    public Builder tls(String... hosts) {
      this.tls = true;
      this.hosts = List.of(hosts);
      return this;
    }

    /**
     * Calls need a token, in the header {@code Authorization}: this one, or one that {@link
     * LocalFlyte2#tokenUrl} issued.
     */
    public Builder requireToken(String token) {
      tokens.add(token);
      return requireToken();
    }

    /** Calls need a token that {@link LocalFlyte2#tokenUrl} issued. */
    public Builder requireToken() {
      this.tokenRequired = true;
      return this;
    }

    /**
     * Whom {@link LocalFlyte2#tokenUrl} gives tokens to; {@code flytepropeller} and {@code foobar}
     * unless said.
     */
    public Builder client(String id, String secret) {
      this.clientId = id;
      this.clientSecret = secret;
      return this;
    }

    /** The projects there are; any unless said. */
    public Builder projects(String... projects) {
      this.projects.addAll(List.of(projects));
      return this;
    }

    /** Who runs what is started; nobody unless said. It is closed with the server. */
    public Builder propeller(Propeller propeller) {
      this.propeller = propeller;
      return this;
    }

    /** The server, started; to be closed by the caller. */
    public LocalFlyte2 start() {
      return new LocalFlyte2(this);
    }
  }
}
