package org.flytekitplugins.spi;

/** Says the value of a secret of this process. */
final class PrintSecret {
  private PrintSecret() {}

  public static void main(String[] args) {
    System.out.println(Secrets.current().get("db", "password"));
  }
}
