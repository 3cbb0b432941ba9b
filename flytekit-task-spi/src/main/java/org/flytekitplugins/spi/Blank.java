package org.flytekitplugins.spi;

/** The one check of this package: a name must say something. */
final class Blank {
  private Blank() {}

  static void refuse(String field, String value, String remedy) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(field + " is blank: " + remedy);
    }
  }
}
