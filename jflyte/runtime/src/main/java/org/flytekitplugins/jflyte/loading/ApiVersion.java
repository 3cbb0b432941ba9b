package org.flytekitplugins.jflyte.loading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The version of a flytekit-api jar: its numbers, whatever follows them. */
final class ApiVersion implements Comparable<ApiVersion> {
  private static final String NAME = "flytekit-api-";
  private static final String PROPERTIES = "META-INF/maven/org.flyte/flytekit-api/pom.properties";

  private final int[] numbers;

  private ApiVersion(int[] numbers) {
    this.numbers = numbers;
  }

  /**
   * The version that a jar's name tells: {@code flytekit-api-0.4.58.jar}, also with the hash that
   * staging adds.
   */
  static @Nullable ApiVersion inName(Path jar) {
    Path name = jar.getFileName();
    return name != null && name.toString().startsWith(NAME)
        ? parse(name.toString().substring(NAME.length()))
        : null;
  }

  /** The version of the flytekit-api that a jar is or, as part of an all-in-one jar, has. */
  static @Nullable ApiVersion inJar(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(PROPERTIES);
      if (entry == null) {
        return null;
      }
      Properties properties = new Properties();
      try (InputStream in = zip.getInputStream(entry)) {
        properties.load(in);
      }
      return parse(properties.getProperty("version", ""));
    } catch (IOException e) {
      // Not a jar: whoever loads from it has a sentence for that.
      return null;
    }
  }

  static @Nullable ApiVersion parse(String text) {
    int[] numbers = new int[8];
    int count = 0;
    int i = 0;
    while (count < numbers.length && i < text.length() && isDigit(text.charAt(i))) {
      for (; i < text.length() && isDigit(text.charAt(i)); i++) {
        numbers[count] = Math.min(numbers[count], 99_999_999) * 10 + text.charAt(i) - '0';
      }
      count++;
      if (i < text.length() && text.charAt(i) == '.') {
        i++;
      }
    }
    return count == 0 ? null : new ApiVersion(numbers);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public int compareTo(ApiVersion other) {
    return Arrays.compare(numbers, other.numbers);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ApiVersion version && Arrays.equals(numbers, version.numbers);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(numbers);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    int last = numbers.length - 1;
    while (last > 0 && numbers[last] == 0) {
      last--;
    }
    for (int i = 0; i <= last; i++) {
      text.append(i == 0 ? "" : ".").append(numbers[i]);
    }
    return text.toString();
  }
}
