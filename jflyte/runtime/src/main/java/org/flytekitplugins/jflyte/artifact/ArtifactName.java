package org.flytekitplugins.jflyte.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Names that tell a file's content: {@code base-HASH.extension}, the hash being that of the content
 * (MD5, base64 for URLs without padding), the extension whatever follows the last dot. A file
 * without a dot gets one at the end. These are <a
 * href="https://github.com/flyteorg/flytekit-java/blob/master/jflyte-utils/src/main/java/org/flyte/jflyte/utils/ArtifactStager.java">stock
 * jflyte's names</a>, so that neither stages again what the other has staged.
 */
public final class ArtifactName {
  /** The algorithm behind the hash: its collisions matter little, since who stages may register. */
  public static final String ALGORITHM = "MD5";

  private static final int HASH_LENGTH = 22;

  private ArtifactName() {}

  /**
   * The name of a local file.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public static String of(Path file) {
    return of(String.valueOf(file.getFileName()), digest(file));
  }

  static String of(String fileName, byte[] digest) {
    return before(fileName) + hash(digest) + after(fileName);
  }

  /** A hash as names tell it. */
  public static String hash(byte[] digest) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  /** The hash in a name; null if the name was not made from this file name. */
  static @Nullable String hashIn(String name, String fileName) {
    String before = before(fileName);
    String after = after(fileName);
    if (!name.startsWith(before) || !name.endsWith(after)) {
      return null;
    }
    String hash = name.substring(before.length(), Math.max(name.length() - after.length(), 0));
    // Older versions of stock jflyte kept the padding.
    hash = hash.endsWith("==") ? hash.substring(0, hash.length() - 2) : hash;
    return hash.length() == HASH_LENGTH ? hash : null;
  }

  private static String before(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return (dot < 0 ? fileName : fileName.substring(0, dot)) + "-";
  }

  private static String after(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot < 0 ? "." : fileName.substring(dot);
  }

  private static byte[] digest(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance(ALGORITHM);
      byte[] chunk = new byte[1 << 16];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        digest.update(chunk, 0, count);
      }
      return digest.digest();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
