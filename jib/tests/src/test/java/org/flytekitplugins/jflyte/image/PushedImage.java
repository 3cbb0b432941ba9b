package org.flytekitplugins.jflyte.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An image as its registry describes it. */
final class PushedImage {
  private static final String MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json,"
          + " application/vnd.oci.image.manifest.v1+json";

  /**
   * A layer.
   *
   * @param name what Jib calls it; those that are not from Jib are the base
   * @param bytes its size as it is transferred
   */
  record Layer(String name, String digest, long bytes) {}

  private final Registry registry;
  private final String path;
  private final JsonNode configuration;
  private final List<Layer> layers;

  private PushedImage(Registry registry, String path, JsonNode configuration, List<Layer> layers) {
    this.registry = registry;
    this.path = path;
    this.configuration = configuration;
    this.layers = layers;
  }

  static PushedImage of(JibImage image, Registry registry) throws IOException {
    ObjectMapper json = new ObjectMapper();
    String path = image.repository().substring(registry.name().length() + 1);
    JsonNode manifest =
        json.readTree(registry.get(path + "/manifests/" + image.digest(), MANIFEST));
    JsonNode configuration =
        json.readTree(
            registry.get(
                path + "/blobs/" + manifest.required("config").required("digest").textValue(),
                "*/*"));
    List<String> names = new ArrayList<>();
    for (JsonNode step : configuration.path("history")) {
      if (!step.path("empty_layer").booleanValue()) {
        boolean jib = step.path("created_by").asText().startsWith("jib-");
        names.add(jib ? step.required("comment").textValue() : "base");
      }
    }
    List<Layer> layers = new ArrayList<>();
    for (JsonNode layer : manifest.required("layers")) {
      layers.add(
          new Layer(
              names.get(layers.size()),
              layer.required("digest").textValue(),
              layer.required("size").longValue()));
    }
    return new PushedImage(registry, path, configuration, List.copyOf(layers));
  }

  /** From the base upwards. */
  List<Layer> layers() {
    return layers;
  }

  List<String> entryPoint() {
    List<String> words = new ArrayList<>();
    configuration
        .required("config")
        .path("Entrypoint")
        .forEach(word -> words.add(word.textValue()));
    return words;
  }

  String user() {
    return configuration.required("config").path("User").asText();
  }

  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    configuration
        .required("config")
        .path("Labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().textValue()));
    return labels;
  }

  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    for (JsonNode variable : configuration.required("config").path("Env")) {
      String[] parts = variable.textValue().split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    return environment;
  }

  /** The files of all layers of this name, as {@code /absolute/paths}. */
  List<String> files(String layer) throws IOException {
    List<String> files = new ArrayList<>();
    for (Layer candidate : layers) {
      if (candidate.name().equals(layer)) {
        try (InputStream blob = registry.get(path + "/blobs/" + candidate.digest(), "*/*");
            TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(blob)))) {
          for (TarArchiveEntry entry = tar.getNextEntry();
              entry != null;
              entry = tar.getNextEntry()) {
            if (!entry.isDirectory()) {
              files.add("/" + entry.getName());
            }
          }
        }
      }
    }
    return files;
  }
}
