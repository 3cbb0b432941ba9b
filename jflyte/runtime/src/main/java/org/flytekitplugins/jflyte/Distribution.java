package org.flytekitplugins.jflyte;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What this is, for {@code --version}, messages, and the runtime metadata of what it registers. */
public final class Distribution {
  /** The name of this distribution. */
  public static final String NAME = "flytekit-jflyte";

  /**
   * The version of this distribution, for example {@code 0.1.0}. Read from {@code version.txt} when
   * somebody asks for the first time; {@link #NAME} does not.
   */
  public static final String VERSION = read();

  private Distribution() {}

  private static String read() {
    try (InputStream in = Distribution.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new JflyteException(
            "version.txt is missing beside Distribution.class; build flytekit-jflyte with Maven,"
                + " which writes it");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new JflyteException("version.txt of flytekit-jflyte cannot be read", e);
    }
  }
}
