package org.flytekitplugins.jflyte.execution.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * What is in a folder that was uploaded, because storage cannot list it: a line for each folder and
 * file, {@code d assets} or {@code f variables/variables.index}, in URI escapes. It stands beside
 * the folder, and is written last.
 *
 * @param folders the folders within, each after the one it is in; paths relative to the folder
 * @param files the files within
 */
record FolderIndex(List<String> folders, List<String> files) {
  /** What follows the folder's URI in that of its index. */
  static final String SUFFIX = ".flytekit-files";

  private static final String FOLDER = "d ";
  private static final String FILE = "f ";

  static FolderIndex of(Path root) throws IOException {
    List<String> folders = new ArrayList<>();
    List<String> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!folder.equals(root)) {
              folders.add(relative(root, folder));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(relative(root, file));
            return FileVisitResult.CONTINUE;
          }
        });
    return new FolderIndex(folders, files);
  }

  private static String relative(Path root, Path path) {
    StringBuilder relative = new StringBuilder();
    for (Path name : root.relativize(path)) {
      relative.append(relative.length() == 0 ? "" : "/").append(name);
    }
    return relative.toString();
  }

  /** The path as part of a URI. */
  static String encode(String relative) {
    StringBuilder encoded = new StringBuilder();
    for (String name : relative.split("/", -1)) {
      encoded.append(encoded.length() == 0 ? "" : "/").append(UriText.encode(name));
    }
    return encoded.toString();
  }

  byte[] write() {
    StringBuilder lines = new StringBuilder();
    for (String folder : folders) {
      lines.append(FOLDER).append(encode(folder)).append('\n');
    }
    for (String file : files) {
      lines.append(FILE).append(encode(file)).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads an index. Its paths are still in URI escapes.
   *
   * @throws IOException if it is none
   */
  static FolderIndex read(byte[] index) throws IOException {
    List<String> folders = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (String line : new String(index, StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.startsWith(FOLDER)) {
        folders.add(line.substring(FOLDER.length()));
      } else if (line.startsWith(FILE)) {
        files.add(line.substring(FILE.length()));
      } else if (!line.isEmpty()) {
        throw new IOException("line '" + line + "' is neither a folder nor a file");
      }
    }
    return new FolderIndex(folders, files);
  }
}
