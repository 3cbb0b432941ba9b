package org.flytekitplugins.jflyte.loading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong within the jars of a package, from whose table of contents nothing can be seen. It
 * reads all of them, so it is looked for only when something has failed.
 */
final class JarDamage {
  private JarDamage() {}

  /** Whether a failure may come from a jar that cannot be read as it should. */
  static boolean mayCause(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ExceptionInInitializerError) {
        return false;
      }
      if (t instanceof LinkageError
          || t instanceof ClassNotFoundException
          || t instanceof SecurityException
          || t instanceof ZipException
          || (t instanceof java.util.ServiceConfigurationError && t.getCause() == null)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What to say of the first jar that has an entry which cannot be read, or not as it was signed.
   */
  static @Nullable String firstIn(List<Path> classPath) {
    for (Path entry : classPath) {
      if (PackageClassPath.isJar(entry) && Files.isRegularFile(entry)) {
        String damage = in(entry);
        if (damage != null) {
          return damage;
        }
      }
    }
    return null;
  }

  private static @Nullable String in(Path path) {
    String name = "";
    try (JarFile jar = new JarFile(path.toFile(), /* verify= */ true)) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        name = entry.getName();
        requireWhole(jar, entry);
      }
      return null;
    } catch (SecurityException e) {
      return String.format(
          "package file %s is not as it was signed (%s): take META-INF/*.SF, *.RSA, *.DSA and *.EC"
              + " out of it, as a build has to that changes signed jars or packs several into one",
          path, e.getMessage());
    } catch (IOException | IllegalArgumentException e) {
      return String.format(
          "package file %s is damaged at %s (%s): build it or copy it again",
          path, name, e.getMessage());
    }
  }

  private static void requireWhole(JarFile jar, JarEntry entry) throws IOException {
    CRC32 sum = new CRC32();
    long size = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = new CheckedInputStream(jar.getInputStream(entry), sum)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
      }
    }
    if (size != entry.getSize()) {
      throw new ZipException(size + " bytes instead of " + entry.getSize());
    }
    if (sum.getValue() != entry.getCrc()) {
      throw new ZipException("wrong checksum");
    }
  }
}
