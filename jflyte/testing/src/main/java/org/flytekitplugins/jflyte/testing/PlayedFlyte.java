package org.flytekitplugins.jflyte.testing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.flytekitplugins.jflyte.Flyte;
import org.jspecify.annotations.Nullable;

/** A Flyte on 127.0.0.1, whichever of the two, for tests that hold on either. */
public interface PlayedFlyte extends AutoCloseable {
  /** One that is made otherwise than in plaintext, for everybody, on a free port. */
  static Builder<?> builder(Flyte flyte) {
    return flyte == Flyte.TWO ? LocalFlyte2.builder() : LocalFlyteAdmin.builder();
  }

  /** The port it listens at, or listened at before it was closed. */
  int port();

  /** Where it is, in the form that Flyte's clients take: {@code dns:///127.0.0.1:12345}. */
  default String endpoint() {
    return "dns:///127.0.0.1:" + port();
  }

  /** What goes wrong; at first nothing does. */
  Faults faults();

  /** How many calls there were. */
  CallLog calls();

  /**
   * What was started, in that order, for whoever plays it: executions, or the actions of runs on
   * Flyte 2.
   */
  List<PlayedExecution> executions();

  /**
   * The authority of the certificate it shows, in PEM; an {@link IllegalStateException} without
   * TLS.
   */
  String certificatePem();

  /** Ends the server, its calls, and what runs. */
  @Override
  void close();

  /**
   * How a server is made.
   *
   * @param <B> the builder itself
   */
  abstract class Builder<B extends Builder<B>> {
    int port;
    @Nullable List<String> tlsHosts;
    Propeller propeller = Propeller.byHand();
    boolean tokenRequired;
    String clientId = "flytepropeller";
    String clientSecret = "foobar";
    final Set<String> tokens = new LinkedHashSet<>();
    final Set<String> projects = new LinkedHashSet<>();

    Builder() {}

    abstract B self();

    /** The server, started; to be closed by the caller. */
    public abstract PlayedFlyte start();

    /** The port to listen at; a free one unless said. */
    public B port(int port) {
      this.port = port;
      return self();
    }

    /**
     * TLS, also where tokens are issued, with a certificate for {@code localhost}, {@code
     * 127.0.0.1} and these names, by an authority that nobody knows.
     */
    public B tls(String... hosts) {
      this.tlsHosts = List.of(hosts);
      return self();
    }

    /** Calls need a token: this one, or one that was issued for client credentials. */
    public B requireToken(String token) {
      tokens.add(token);
      return requireToken();
    }

    /** Calls need a token that was issued for client credentials. */
    public B requireToken() {
      this.tokenRequired = true;
      return self();
    }

    /** Whom tokens are issued to; {@code flytepropeller} and {@code foobar} unless said. */
    public B client(String id, String secret) {
      this.clientId = id;
      this.clientSecret = secret;
      return self();
    }

    /** The projects there are; any unless said. */
    public B projects(String... projects) {
      this.projects.addAll(List.of(projects));
      return self();
    }

    /** Who runs what is started; nobody unless said. It is closed with the server. */
    public B propeller(Propeller propeller) {
      this.propeller = propeller;
      return self();
    }

    @Nullable LoopbackCertificate certificate() {
      return tlsHosts == null ? null : LoopbackCertificate.create(tlsHosts);
    }
  }
}
