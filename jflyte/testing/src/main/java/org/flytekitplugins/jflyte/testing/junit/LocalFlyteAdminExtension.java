package org.flytekitplugins.jflyte.testing.junit;

import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a {@link LocalFlyteAdmin} on a free port of the loopback interface, and closes it again.
 *
 * <p>Registered as an instance field with {@code @RegisterExtension}, each test has a server of its
 * own. As a static field there is one from before {@code @BeforeAll} until after {@code @AfterAll},
 * classes within the class included: it keeps what is registered, and what goes wrong, from test to
 * test.
 *
 * <p>A test that has a parameter of type {@link LocalFlyteAdmin} gets it there.
 */
public final class LocalFlyteAdminExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private final LocalFlyteAdmin.Builder builder;
  private @Nullable LocalFlyteAdmin admin;
  // The test, or the class, that the server was started for: classes within it begin and end, too.
  private @Nullable String owner;

  private LocalFlyteAdminExtension(LocalFlyteAdmin.Builder builder) {
    this.builder = builder;
  }

  /** A server of which everybody may ask anything, in plaintext. */
  public static LocalFlyteAdminExtension create() {
    return of(LocalFlyteAdmin.builder());
  }

  /** Servers that are made like this. */
  public static LocalFlyteAdminExtension of(LocalFlyteAdmin.Builder builder) {
    return new LocalFlyteAdminExtension(builder);
  }

  /**
   * The server of this test.
   *
   * @throws IllegalStateException if no test runs
   */
  public LocalFlyteAdmin admin() {
    if (admin == null) {
      throw new IllegalStateException(
          "there is no flyteadmin outside of a test: make the field static to have one in"
              + " @BeforeAll");
    }
    return admin;
  }

  /**
   * Where the server is, as {@code FLYTE_PLATFORM_URL} says it: {@code dns:///127.0.0.1:12345}.
   *
   * @throws IllegalStateException if no test runs
   */
  public String endpoint() {
    return admin().endpoint();
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
    return parameter.getParameter().getType() == LocalFlyteAdmin.class && admin != null;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return admin();
  }

  private void start(ExtensionContext context) {
    if (admin == null) {
      admin = builder.start();
      owner = context.getUniqueId();
    }
  }

  private void stop(ExtensionContext context) {
    if (admin != null && context.getUniqueId().equals(owner)) {
      admin.close();
      admin = null;
      owner = null;
    }
  }
}
