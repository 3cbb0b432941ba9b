package org.flytekitplugins.jflyte.loading;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A jar or a folder, as a source of class files. Jars are opened when they are first asked, and
 * once. Nobody looks at their signatures: staged files are compared with the hashes in their names.
 */
final class ClassSource implements Closeable {
  private final File file;
  private final URL url;
  private final ProtectionDomain protectionDomain;
  private boolean opened;
  private boolean manifestRead;
  private @Nullable JarFile jar;
  private @Nullable Manifest manifest;

  ClassSource(Path path, ClassLoader classLoader) {
    this.file = path.toFile();
    try {
      this.url = path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("class path entry " + path, e);
    }
    this.protectionDomain =
        new ProtectionDomain(new CodeSource(url, (Certificate[]) null), null, classLoader, null);
  }

  URL url() {
    return url;
  }

  ProtectionDomain protectionDomain() {
    return protectionDomain;
  }

  /**
   * The bytes of a class file; null if it is not here.
   *
   * @param name as in a jar: {@code com/acme/Train.class}
   */
  byte @Nullable [] read(String name) throws IOException {
    JarFile open = jar();
    if (open == null) {
      return readFromFolder(name);
    }
    ZipEntry entry = open.getEntry(name);
    if (entry == null) {
      return null;
    }
    try (InputStream in = open.getInputStream(entry)) {
      int size = (int) entry.getSize();
      return size < 0 ? in.readAllBytes() : in.readNBytes(size);
    } catch (IOException e) {
      throw new IOException(file + " is damaged at " + name + ": " + e.getMessage(), e);
    }
  }

  private byte @Nullable [] readFromFolder(String name) throws IOException {
    File found = new File(file, name);
    if (!found.isFile()) {
      return null;
    }
    try {
      return Files.readAllBytes(found.toPath());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The manifest of a jar that has one. */
  synchronized @Nullable Manifest manifest() {
    if (!manifestRead) {
      manifestRead = true;
      JarFile open = jar();
      try {
        manifest = open == null ? null : open.getManifest();
      } catch (IOException e) {
        // As URLClassLoader: its classes are as good without.
        manifest = null;
      }
    }
    return manifest;
  }

  private synchronized @Nullable JarFile jar() {
    if (!opened) {
      opened = true;
      if (file.isFile()) {
        try {
          jar = new JarFile(file, false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
        } catch (IOException e) {
          // Not a jar: as URLClassLoader, and PackageClassPath has a sentence for it.
          jar = null;
        }
      }
    }
    return jar;
  }

  @Override
  public synchronized void close() throws IOException {
    opened = true;
    if (jar != null) {
      jar.close();
    }
  }
}
