package org.flytekitplugins.spi;

/** The secrets of the process: what a test installed, else what is mounted. */
final class CurrentSecrets extends Installed<Secrets> {
  static final CurrentSecrets INSTANCE = new CurrentSecrets();

  private CurrentSecrets() {}

  @Override
  Secrets standard() {
    return new MountedSecrets(System.getenv());
  }
}
