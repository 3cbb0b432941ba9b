package org.flytekitplugins.jflyte.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where everything of an execution is: for each node {@code inputs.pb} and a folder for each
 * attempt, which is the attempt's output prefix and holds its checkpoints, raw data, logs and deck.
 */
record RunFolder(Path path) {
  RunFolder {
    path = path.toAbsolutePath().normalize();
  }

  /** Its own name, which is the execution's. */
  String name() {
    return String.valueOf(path.getFileName());
  }

  /** The folder of a node, made if it is not there. */
  Path node(NodeStatus node) {
    Path folder = path;
    for (String id : node.path()) {
      folder = folder.resolve(id);
    }
    return make(folder);
  }

  /**
   * The folder of an attempt, made. A node that is run anew, because the dynamic task that made it
   * is, gets folders of its own.
   *
   * @param number from 1 up
   */
  Path attempt(NodeStatus node, int number) {
    Path parent = node(node);
    Path folder = parent.resolve("attempt-" + number);
    for (int run = 2; Files.exists(folder); run++) {
      folder = parent.resolve("attempt-" + number + "-run-" + run);
    }
    return make(folder);
  }

  /** The URI of a file or folder. */
  static String uri(Path path) {
    // Path.toUri ends in a slash as soon as there is a folder of that name.
    String uri = path.toAbsolutePath().toUri().toString();
    return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
  }

  static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("folder " + folder + " cannot be made: " + e, e);
    }
  }
}
