package org.flytekitplugins.jflyte.loading;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipFile;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * What a package's classes are loaded from, in a stable order.
 *
 * @param entries jars, and folders of classes
 */
public record PackageClassPath(List<Path> entries) {
  /** Keeps a copy that nobody can change. */
  public PackageClassPath {
    entries = List.copyOf(entries);
  }

  /**
   * What {@code --classpath} says.
   *
   * @param text a directory of jars, or entries joined by colons (on Windows, semicolons), each a
   *     jar, a folder of classes, or {@code DIR/*}
   * @throws JflyteException if an entry is not there, or if there is none
   */
  public static PackageClassPath of(String text) {
    boolean isOnePath = text.indexOf(File.pathSeparatorChar) < 0 && !text.endsWith("*");
    return isOnePath && !text.isBlank() && !isEntry(Path.of(text))
        ? ofDirectory(Path.of(text))
        : ofClassPath(text);
  }

  // Stock jflyte's directory has jars in it, and a folder of classes has folders.
  private static boolean isEntry(Path path) {
    if (!Files.isDirectory(path)) {
      return Files.exists(path);
    }
    boolean hasFolder = false;
    for (Path file : list(path)) {
      if (isJar(file)) {
        return false;
      }
      hasFolder |= Files.isDirectory(file);
    }
    return hasFolder;
  }

  /**
   * All files of a directory, in the order of their names: what stock jflyte takes for {@code -cp},
   * and stages.
   *
   * @throws JflyteException if it is not a directory, is empty, or has a directory in it
   */
  public static PackageClassPath ofDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new JflyteException(
          "package directory "
              + directory
              + (Files.exists(directory) ? " is a file" : " is not there")
              + ": name the directory that holds the package's jars");
    }
    List<Path> files = list(directory);
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        throw new JflyteException(
            "package directory "
                + directory
                + " has a directory in it, "
                + file.getFileName()
                + ": put nothing but the package's jars there");
      }
      requireFile(file);
    }
    if (files.isEmpty()) {
      throw new JflyteException(
          "package directory " + directory + " is empty: copy the package's jars into it");
    }
    return new PackageClassPath(files);
  }

  /**
   * A class path inside an image: entries joined by colons (on Windows, semicolons), each a jar, a
   * folder of classes, or {@code DIR/*} for all jars of a folder in the order of their names.
   *
   * @throws JflyteException if an entry is not there, or if there is none
   */
  public static PackageClassPath ofPackageDir(String packageDir) {
    return ofEntries(packageDir, "--package-dir " + packageDir, "name what the image has");
  }

  /**
   * A class path on this machine, written as one inside an image is.
   *
   * @throws JflyteException if an entry is not there, or if there is none
   */
  public static PackageClassPath ofClassPath(String classPath) {
    return ofEntries(
        classPath,
        "--classpath " + classPath,
        "name a directory of jars, or entries that are there");
  }

  private static PackageClassPath ofEntries(String classPath, String flag, String remedy) {
    List<Path> entries = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (entry.isEmpty()) {
        continue;
      }
      if (entry.endsWith("/*")) {
        addJars(entries, entry, flag, remedy);
      } else if (Files.exists(Path.of(entry))) {
        entries.add(requireFile(Path.of(entry)));
      } else {
        throw new JflyteException(flag + ": " + entry + " is not there: " + remedy);
      }
    }
    if (entries.isEmpty()) {
      throw new JflyteException(
          flag
              + " has no entry: name a jar, a folder of classes, or DIR/* for the jars of a folder");
    }
    return new PackageClassPath(entries);
  }

  private static void addJars(List<Path> entries, String entry, String flag, String remedy) {
    Path directory = Path.of(entry.substring(0, Math.max(entry.length() - 2, 1)));
    if (!Files.isDirectory(directory)) {
      throw new JflyteException(flag + ": " + directory + " is not a directory: " + remedy);
    }
    int before = entries.size();
    for (Path file : list(directory)) {
      if (isJar(file)) {
        entries.add(requireFile(file));
      }
    }
    if (entries.size() == before) {
      throw new JflyteException(flag + ": " + directory + " has no jar: " + remedy);
    }
  }

  private static List<Path> list(Path directory) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path file : stream) {
        files.add(file);
      }
    } catch (IOException e) {
      throw new JflyteException(
          "package directory " + directory + " cannot be read (" + e + "): make it readable", e);
    }
    Collections.sort(files);
    return files;
  }

  // Whoever reads a pipe waits for ever.
  private static Path requireFile(Path entry) {
    if (!Files.isRegularFile(entry) && !Files.isDirectory(entry)) {
      throw new JflyteException(
          "package file "
              + entry
              + (Files.exists(entry)
                  ? " is neither a file nor a folder, but a pipe, a socket or a device"
                  : " is a link to what is not there")
              + ": take it out of the package");
    }
    return entry;
  }

  static boolean isJar(Path file) {
    String name = file.toString();
    return name.regionMatches(true, name.length() - 4, ".jar", 0, 4);
  }

  /**
   * Opens every jar once: a class loader passes over a broken one without a word.
   *
   * @throws JflyteException if one is not a jar
   */
  void requireJars() {
    for (Path entry : entries) {
      if (isJar(entry) && !Files.isDirectory(entry)) {
        try (ZipFile jar = new ZipFile(entry.toFile())) {
          jar.size();
        } catch (IOException e) {
          throw new JflyteException(
              String.format(
                  "package file %s is not a jar (%s): build it again or take it out of the package",
                  entry, e.getMessage()),
              e);
        }
      }
    }
  }
}
