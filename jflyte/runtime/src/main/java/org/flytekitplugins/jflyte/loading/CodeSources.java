package org.flytekitplugins.jflyte.loading;

import java.net.URL;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** Where classes come from, for people: {@code com.acme.Train (train-1.0.jar)}. */
final class CodeSources {
  private CodeSources() {}

  static String describe(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return describe(type.getName(), source == null ? null : source.getLocation());
  }

  /** A class that may be broken, by where its class file is. */
  static String describe(String className, ClassLoader classLoader) {
    String file = className.replace('.', '/') + ".class";
    URL url = classLoader.getResource(file);
    if (url == null) {
      return className;
    }
    String location = url.toString();
    String root = location.substring(0, location.length() - file.length());
    return className + " (" + lastName(root) + ")";
  }

  private static String describe(String className, @Nullable URL location) {
    return location == null ? className : className + " (" + lastName(location.toString()) + ")";
  }

  // jar:file:/a/b.jar!/ and file:/a/b.jar are b.jar, file:/a/classes/ is classes.
  private static String lastName(String location) {
    int end = location.endsWith("!/") ? location.length() - 2 : location.length();
    end = location.endsWith("/") && end == location.length() ? end - 1 : end;
    return location.substring(location.lastIndexOf('/', end - 1) + 1, end);
  }
}
