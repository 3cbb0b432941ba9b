package org.flytekitplugins.jflyte.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.publish.JibImage;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import org.flytekitplugins.kubeflow.internal.ImageReference;
import picocli.CommandLine.Option;

/** The flags that say which images tasks run in. */
final class ImageOptions {
  @Option(
      names = "--image",
      paramLabel = "[NAME=]REF",
      description =
          "The image that tasks run in; with a name, what {{.image.NAME}} stands for. Default:"
              + " "
              + NamedImages.VARIABLE
              + ".")
  private List<String> images = new ArrayList<>();

  @Option(
      names = "--jib-json",
      paramLabel = "[NAME=]FILE",
      description = "The same, by digest, out of Jib's target/jib-image.json.")
  private List<String> jibFiles = new ArrayList<>();

  NamedImages images(LauncherEnvironment environment, OptionValues values) {
    Map<String, String> references = new LinkedHashMap<>();
    images.forEach(
        image ->
            add(
                references,
                values,
                "--image",
                "REF",
                image,
                ref -> reference(ref, image, "--image", values)));
    jibFiles.forEach(
        file ->
            add(
                references,
                values,
                "--jib-json",
                "FILE",
                file,
                path -> JibImage.reference(Path.of(path))));
    String image = environment.image();
    if (image != null && !references.containsKey(NamedImages.DEFAULT)) {
      references.put(NamedImages.DEFAULT, reference(image, image, NamedImages.VARIABLE, values));
    }
    return NamedImages.of(references);
  }

  private static void add(
      Map<String, String> references,
      OptionValues values,
      String flag,
      String what,
      String argument,
      UnaryOperator<String> reference) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? NamedImages.DEFAULT : argument.substring(0, equals);
    String value = argument.substring(equals + 1);
    if (name.isEmpty() || value.isEmpty()) {
      throw values.refusal(
          String.format("%s is \"%s\": write it as %s or NAME=%3$s", flag, argument, what));
    }
    if (!NamedImages.isName(name)) {
      throw values.refusal(
          String.format(
              "%s is \"%s\", and nothing can be named \"%s\": use letters, digits, _ and - only",
              flag, argument, name));
    }
    if (references.put(name, reference.apply(value)) != null) {
      throw values.refusal(
          String.format(
              "%s is \"%s\", but the image %s is given already: give it once",
              flag, argument, name));
    }
  }

  private static String reference(String text, String given, String where, OptionValues values) {
    if (!ImageReference.isReference(text)) {
      throw values.refusal(
          String.format(
              "%s is \"%s\", which is no reference of an image: write it as"
                  + " registry/name:tag or name@sha256:...",
              where, given));
    }
    return text;
  }
}
