package org.flytekitplugins.jflyte.storage;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flyte.jflyte.api.FileSystem;
import org.flyte.jflyte.api.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The files of this machine, as {@code file:///a/path} (also {@code file:/a/path}). Percent escapes
 * mean what they mean in URIs; any other character stands for itself, so that a file's name may be
 * appended to a URI as it is.
 */
public final class LocalFileSystem implements FileSystem {
  /** Makes a view of this machine's files. */
  public LocalFileSystem() {}

  @Override
  public String getScheme() {
    return "file";
  }

  @Override
  public ReadableByteChannel reader(String uri) {
    try {
      return Files.newByteChannel(path(uri));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens a file for writing that nobody sees before the channel is closed. Folders on the way are
   * made. The channel is {@link Abortable}; after a write that failed, closing it publishes
   * nothing.
   */
  @Override
  public WritableByteChannel writer(String uri) {
    try {
      return AtomicFile.create(path(uri));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable Manifest getManifest(String uri) {
    return Files.isRegularFile(path(uri)) ? Manifest.create() : null;
  }

  /**
   * The path that a URI of this file system names.
   *
   * @throws IllegalArgumentException if the URI names another host, or no absolute path
   */
  public static Path path(String uri) {
    String rest = uri.startsWith("file:") ? uri.substring("file:".length()) : "";
    if (rest.startsWith("//")) {
      rest = rest.substring(rest.startsWith("//localhost/") ? "//localhost".length() : 2);
    }
    if (!rest.startsWith("/")) {
      throw new IllegalArgumentException(
          "URI " + uri + " names no file of this machine: write file:///a/path");
    }
    // File, because it takes /C:/a/path for what it is where there are drives.
    return new File(decode(rest)).toPath();
  }

  private static String decode(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
      if (low >= 0) {
        decoded.write(high * 16 + low);
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }
}
