package org.flytekitplugins.jflyte.staging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What a jar holds, however it was packed: the names of its entries and their contents, whatever
 * their order, their times and their compression. Two builds of the same sources give the same.
 *
 * <p>Of manifests, the main attributes that say by whom, when and with what the jar was built do
 * not count; nor do comments of Maven's {@code pom.properties}, where older versions put the time.
 *
 * @param entries the hash of each entry's content by its name; of several entries of one name, all
 *     hashes in their order
 */
record JarContent(Map<String, List<String>> entries) {
  private static final Set<String> BUILD_STAMPS =
      Set.of(
          "ant-version",
          "archiver-version",
          "bnd-lastmodified",
          "build-date",
          "build-host",
          "build-jdk",
          "build-jdk-spec",
          "build-os",
          "build-time",
          "build-timestamp",
          "built-at",
          "built-by",
          "built-date",
          "built-on",
          "created-by",
          "tool");

  /**
   * Whether two files of a package are the same to whom they run for: equal bytes, or jars of equal
   * content.
   *
   * @throws UncheckedIOException if one cannot be read
   */
  static boolean isSame(Path one, Path other) {
    try {
      return Files.mismatch(one, other) < 0
          || (isJar(one) && isJar(other) && of(one).equals(of(other)));
    } catch (ZipException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + one + " or " + other, e);
    }
  }

  private static boolean isJar(Path file) {
    return file.toString().endsWith(".jar");
  }

  /**
   * The content of a jar.
   *
   * @throws ZipException if the file is none
   */
  static JarContent of(Path jar) throws IOException {
    Map<String, List<String>> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Enumeration<? extends ZipEntry> all = zip.entries();
      while (all.hasMoreElements()) {
        ZipEntry entry = all.nextElement();
        try (InputStream content = zip.getInputStream(entry)) {
          entries
              .computeIfAbsent(entry.getName(), name -> new ArrayList<>())
              .add(hash(entry.getName(), content));
        }
      }
    }
    return new JarContent(entries);
  }

  private static String hash(String name, InputStream content) throws IOException {
    if (name.equals(JarFile.MANIFEST_NAME)) {
      return hash(new ByteArrayInputStream(withoutStamps(content.readAllBytes())));
    }
    if (name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties")) {
      return hash(new ByteArrayInputStream(withoutComments(content.readAllBytes())));
    }
    return hash(content);
  }

  private static byte[] withoutStamps(byte[] bytes) {
    Manifest manifest;
    try {
      manifest = new Manifest(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      return bytes; // no JVM reads it either
    }
    Map<String, String> main = attributes(manifest.getMainAttributes());
    main.keySet().removeAll(BUILD_STAMPS);
    StringBuilder text = new StringBuilder();
    append(text, "", main);
    new TreeMap<>(manifest.getEntries())
        .forEach((section, attributes) -> append(text, section, attributes(attributes)));
    return text.toString().getBytes(UTF_8);
  }

  private static Map<String, String> attributes(Attributes attributes) {
    Map<String, String> byName = new TreeMap<>();
    attributes.forEach(
        (name, value) ->
            byName.put(name.toString().toLowerCase(Locale.ROOT), String.valueOf(value)));
    return byName;
  }

  // Neither a name nor a value has a line break.
  private static void append(StringBuilder text, String section, Map<String, String> attributes) {
    text.append(section).append('\n');
    attributes.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
  }

  private static byte[] withoutComments(byte[] properties) {
    return new String(properties, ISO_8859_1)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .collect(Collectors.joining("\n"))
        .getBytes(ISO_8859_1);
  }

  private static String hash(InputStream content) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[1 << 16];
      for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
        digest.update(chunk, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
