package org.flytekitplugins.jflyte.testing.junit;

import java.time.Duration;
import java.util.Map;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.jflyte.testing.PlayedFlyte;
import org.flytekitplugins.jflyte.testing.propeller.PackageRegistration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a Flyte on a free port of the loopback interface, whichever of the two, and closes it
 * again.
 *
 * <p>Registered as an instance field with {@code @RegisterExtension}, each test has a server of its
 * own. As a static field there is one from before {@code @BeforeAll} until after {@code @AfterAll},
 * classes within the class included: it keeps what is registered, and what goes wrong, from test to
 * test.
 *
 * <p>A test that has a parameter of type {@link PlayedFlyte}, or of the class that it is, gets it
 * there; one of type {@link FlyteClient} is connected to it, and closed with it.
 */
public class PlayedFlyteExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private final PlayedFlyte.Builder<?> builder;
  private @Nullable PackageRegistration registration;
  private @Nullable PlayedFlyte flyte;
  private @Nullable FlyteClient client;
  // The test, or the class, that the server was started for: classes within it begin and end, too.
  private @Nullable String owner;

  PlayedFlyteExtension(PlayedFlyte.Builder<?> builder) {
    this.builder = builder;
  }

  /** Servers that are made like this. */
  public static PlayedFlyteExtension of(PlayedFlyte.Builder<?> builder) {
    return new PlayedFlyteExtension(builder);
  }

  /** Has each server begin with a package registered; clients are of its project and domain. */
  public PlayedFlyteExtension registering(PackageRegistration registration) {
    this.registration = registration;
    return this;
  }

  /**
   * The server of this test.
   *
   * @throws IllegalStateException if no test runs
   */
  public PlayedFlyte flyte() {
    if (flyte == null) {
      throw new IllegalStateException(
          "there is no Flyte outside of a test: make the field static to have one in @BeforeAll");
    }
    return flyte;
  }

  /**
   * Where the server is, as {@code FLYTE_PLATFORM_URL} says it: {@code dns:///127.0.0.1:12345}.
   *
   * @throws IllegalStateException if no test runs
   */
  public String endpoint() {
    return flyte().endpoint();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    start(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stop(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return flyte != null && (type == FlyteClient.class || isOf(type, flyte));
  }

  private static boolean isOf(Class<?> type, PlayedFlyte server) {
    return type == PlayedFlyte.class || type == server.getClass();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == FlyteClient.class ? client() : flyte();
  }

  /**
   * A client of the server of this test, which is closed with it. Without {@link #registering} it
   * is of project {@code flytesnacks} and domain {@code development}. It speaks plaintext and has
   * no token.
   *
   * @throws IllegalStateException if no test runs
   */
  public FlyteClient client() {
    if (client == null) {
      client =
          FlyteClient.builder(
                  registration == null ? PackageRegistration.PROJECT : registration.project(),
                  registration == null ? PackageRegistration.DOMAIN : registration.domain())
              .environment(Map.of())
              .endpoint(endpoint())
              .plaintext(true)
              .pollInterval(POLL_INTERVAL)
              .build();
    }
    return client;
  }

  private void start(ExtensionContext context) {
    if (flyte == null) {
      PlayedFlyte started = builder.start();
      flyte = started;
      owner = context.getUniqueId();
      if (registration != null) {
        register(registration, started);
      }
    }
  }

  private void stop(ExtensionContext context) {
    if (flyte != null && context.getUniqueId().equals(owner)) {
      close(flyte);
    }
  }

  // Nobody is told of the end of a test that has not begun.
  private void register(PackageRegistration wanted, PlayedFlyte started) {
    try {
      wanted.at(started);
    } catch (RuntimeException e) {
      close(started);
      throw e;
    }
  }

  private void close(PlayedFlyte started) {
    if (client != null) {
      client.close();
    }
    started.close();
    client = null;
    flyte = null;
    owner = null;
  }
}
