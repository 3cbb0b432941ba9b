package org.flytekitplugins.report.deck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files beside this class that become part of every page: a page needs nothing outside it. */
final class PageResource {
  private PageResource() {}

  static String read(String name) {
    try (InputStream file = PageResource.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(
            name + " is not in the jar of flytekit-training-report: take it from our release");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read: " + e.getMessage(), e);
    }
  }
}
