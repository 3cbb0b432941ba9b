package org.flytekitplugins.jflyte.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.internal.ImageReference;
import org.jspecify.annotations.Nullable;

/**
 * The image that a build with Jib has made, as Jib's own file tells it.
 *
 * @see <a
 *     href="https://github.com/GoogleContainerTools/jib/blob/v3.5.1-maven/jib-plugins-common/src/main/java/com/google/cloud/tools/jib/plugins/common/ImageMetadataOutput.java">ImageMetadataOutput</a>
 */
public final class JibImage {
  private JibImage() {}

  /**
   * The reference of the image by its digest, which nobody can push something else under.
   *
   * @param file {@code jib-image.json}, in Maven's {@code target} or Gradle's {@code build}
   * @throws JflyteException if the file does not tell, or the image was not pushed
   */
  public static String reference(Path file) {
    if (!Files.exists(file)) {
      throw new JflyteException(
          "--jib-json: "
              + file
              + " does not exist: build the image with Jib first (mvn package jib:build writes"
              + " target/jib-image.json)");
    }
    String image = null;
    String digest = null;
    boolean pushed = true;
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw notJib(file, "it does not hold an object", null);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("image") && value == JsonToken.VALUE_STRING) {
          image = parser.getText();
        } else if (field.equals("imageDigest") && value == JsonToken.VALUE_STRING) {
          digest = parser.getText();
        } else if (field.equals("imagePushed")) {
          pushed = value != JsonToken.VALUE_FALSE;
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      throw notJib(file, "it cannot be read", e);
    }
    if (image == null || digest == null) {
      throw notJib(file, "it has no image or no imageDigest", null);
    }
    if (!pushed) {
      throw new JflyteException(
          String.format(
              "--jib-json: %s says that %s was not pushed, so no pod could pull it: push it with"
                  + " jib:build",
              file, image));
    }
    String reference = withoutTag(image) + "@" + digest;
    if (!ImageReference.isReference(reference)) {
      throw notJib(file, "it makes \"" + reference + "\", which is no reference of an image", null);
    }
    return reference;
  }

  private static String withoutTag(String image) {
    int digest = image.indexOf('@');
    String name = digest < 0 ? image : image.substring(0, digest);
    int tag = name.lastIndexOf(':');
    return tag > name.lastIndexOf('/') ? name.substring(0, tag) : name;
  }

  private static JflyteException notJib(Path file, String why, @Nullable IOException cause) {
    return new JflyteException(
        String.format("--jib-json: %s is not Jib's jib-image.json: %s", file, why), cause);
  }
}
