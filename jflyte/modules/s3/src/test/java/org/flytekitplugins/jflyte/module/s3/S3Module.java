package org.flytekitplugins.jflyte.module.s3;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The module as an image has it, but with the classes that are being tested. */
final class S3Module {
  private static final Path DIRECTORY = Path.of("target", "modules").toAbsolutePath();
  private static boolean made;

  private S3Module() {}

  /** A module directory with this module in it. */
  static synchronized Path directory() throws IOException {
    if (!made) {
      made = true;
      Path module = Files.createDirectories(DIRECTORY.resolve("s3"));
      try (DirectoryStream<Path> old = Files.newDirectoryStream(module)) {
        for (Path link : old) {
          Files.delete(link);
        }
      }
      link(module.resolve("classes"), Path.of("target", "classes"));
      try (DirectoryStream<Path> jars =
          Files.newDirectoryStream(Path.of("..", "target", "modules", "s3"), "*.jar")) {
        for (Path jar : jars) {
          if (!jar.getFileName().toString().startsWith("jflyte-module-s3-")) {
            link(module.resolve(jar.getFileName()), jar);
          }
        }
      }
    }
    return DIRECTORY;
  }

  private static void link(Path link, Path target) throws IOException {
    Files.createSymbolicLink(link, target.toAbsolutePath().normalize());
  }
}
