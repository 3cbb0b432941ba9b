package org.flytekitplugins.jflyte.local.literal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes fields of a JSON object. */
@FunctionalInterface
public interface JsonFields {
  /**
   * Writes them.
   *
   * @throws IOException if the generator cannot
   */
  void write(JsonGenerator json) throws IOException;
}
