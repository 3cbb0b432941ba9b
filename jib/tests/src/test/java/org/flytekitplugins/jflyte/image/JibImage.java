package org.flytekitplugins.jflyte.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An image that Jib has pushed.
 *
 * @param repository its name without a tag
 * @param digest the digest of its manifest
 * @param id the digest of its configuration
 */
record JibImage(String repository, String digest, String id) {
  /** Reads {@code target/jib-image.json}. */
  static JibImage read(Path json) throws IOException {
    JsonNode image = new ObjectMapper().readTree(json.toFile());
    return new JibImage(
        image.required("image").textValue().replaceFirst(":[^:/]*$", ""),
        image.required("imageDigest").textValue(),
        image.required("imageId").textValue());
  }

  /** The name that no push can move. */
  String byDigest() {
    return repository + "@" + digest;
  }
}
