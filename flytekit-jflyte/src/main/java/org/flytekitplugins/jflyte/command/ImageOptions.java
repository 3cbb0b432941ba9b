package org.flytekitplugins.jflyte.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.publish.JibImage;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import picocli.CommandLine.Option;

/** The flags that say which images tasks run in. */
final class ImageOptions {
  @Option(
      names = "--image",
      paramLabel = "[NAME=]REF",
      description =
          "The image that tasks run in; with a name, what {{.image.NAME}} stands for. Default:"
              + " FLYTE_INTERNAL_IMAGE.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = "--jib-json",
      paramLabel = "[NAME=]FILE",
      description = "The same, by digest, out of Jib's target/jib-image.json.")
  private List<String> jibFiles = new ArrayList<>();

  NamedImages images(LauncherEnvironment environment) {
    Map<String, String> references = new LinkedHashMap<>();
    images.forEach(image -> add(references, "--image", image, UnaryOperator.identity()));
    jibFiles.forEach(
        file -> add(references, "--jib-json", file, path -> JibImage.reference(Path.of(path))));
    String image = environment.image();
    if (image != null) {
      references.putIfAbsent(NamedImages.DEFAULT, image);
    }
    return NamedImages.of(references);
  }

  private static void add(
      Map<String, String> references,
      String flag,
      String argument,
      UnaryOperator<String> reference) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? NamedImages.DEFAULT : argument.substring(0, equals);
    String value = argument.substring(equals + 1);
    if (name.isEmpty() || value.isEmpty()) {
      throw new JflyteException(
          flag + " " + argument + ": say what and, before an equals sign, its name, or no name");
    }
    if (references.put(name, reference.apply(value)) != null) {
      throw new JflyteException(
          String.format(
              "%s %s: the image %s was given before; give it once", flag, argument, name));
    }
  }
}
