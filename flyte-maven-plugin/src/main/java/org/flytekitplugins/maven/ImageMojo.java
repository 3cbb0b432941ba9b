package org.flytekitplugins.maven;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal about the package and the images that its tasks run in. */
abstract class ImageMojo extends PackageMojo {
  /** The image that tasks run in which name none of their own; else Jib's. */
  @Parameter(property = "flyte.image")
  private @Nullable String image;

  /** The images that tasks call by names, such as <code>{{.image.gpu}}</code>. */
  @Parameter private Map<String, String> images = new LinkedHashMap<>();

  /** What Jib has left of the image that it built: its name and digest. */
  @Parameter(property = "flyte.jibJson", defaultValue = "${project.build.directory}/jib-image.json")
  private File jibJson;

  final Path jibJson() {
    return jibJson.toPath();
  }

  final boolean isOfJib() {
    return image == null && Files.isRegularFile(jibJson());
  }

  final boolean hasImage() {
    return image != null || isOfJib();
  }

  /** The flags that say which images there are. */
  final List<String> images() {
    List<String> flags = new ArrayList<>();
    if (image != null) {
      flags.addAll(List.of("--image", image));
    } else if (isOfJib()) {
      flags.addAll(List.of("--jib-json", jibJson().toString()));
    }
    images.forEach((name, reference) -> flags.addAll(List.of("--image", name + "=" + reference)));
    return flags;
  }
}
