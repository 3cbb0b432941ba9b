package org.flytekitplugins.jflyte.testing.junit;

import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.propeller.LocalPropeller;
import org.flytekitplugins.jflyte.testing.propeller.PackageRegistration;

/** A {@link PlayedFlyteExtension} for what is Flyte 1's own. */
public final class LocalFlyteAdminExtension extends PlayedFlyteExtension {
  private LocalFlyteAdminExtension(LocalFlyteAdmin.Builder builder) {
    super(builder);
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
   * Servers that have what is on this program's class path registered, and run what of it is
   * started, as a {@link LocalPropeller} runs it.
   */
  public static LocalFlyteAdminExtension ofThisProgram() {
    return of(LocalFlyteAdmin.builder().propeller(LocalPropeller.ofThisProgram()))
        .registering(PackageRegistration.ofThisProgram());
  }

  @Override
  public LocalFlyteAdminExtension registering(PackageRegistration registration) {
    super.registering(registration);
    return this;
  }

  /**
   * The server of this test.
   *
   * @throws IllegalStateException if no test runs
   */
  public LocalFlyteAdmin admin() {
    return (LocalFlyteAdmin) flyte();
  }
}
