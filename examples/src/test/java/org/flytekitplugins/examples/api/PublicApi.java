package org.flytekitplugins.examples.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * What users can write against one of our modules: its public types outside of {@code internal}
 * packages, and what is public or protected of them, as {@code javap} shows it.
 */
final class PublicApi {
  private PublicApi() {}

  /** The listing of the module that has this class, in an order that says nothing. */
  static String of(Class<?> member) throws Exception {
    URI module = member.getProtectionDomain().getCodeSource().getLocation().toURI();
    List<String> names = types(Path.of(module));
    List<String> command =
        new ArrayList<>(List.of("-protected", "-cp", Path.of(module).toString()));
    command.addAll(names);
    StringWriter listing = new StringWriter();
    int exitCode =
        ToolProvider.findFirst("javap")
            .orElseThrow()
            .run(
                new PrintWriter(listing, true),
                new PrintWriter(System.err, true, UTF_8),
                command.toArray(String[]::new));
    if (exitCode != 0) {
      throw new IllegalStateException("javap ended with " + exitCode + ": " + listing);
    }
    // As a reader would write it.
    return sorted(listing.toString().replaceAll("java\\.lang\\.(?=[A-Z])", ""));
  }

  private static List<String> types(Path module) throws Exception {
    if (Files.isDirectory(module)) {
      return typesBelow(module);
    }
    try (FileSystem jar = FileSystems.newFileSystem(module)) {
      return typesBelow(jar.getPath("/"));
    }
  }

  private static List<String> typesBelow(Path root) throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .filter(name -> !name.contains(".internal."))
          .filter(PublicApi::isPublic)
          .sorted()
          .toList();
    }
  }

  private static boolean isPublic(String name) {
    try {
      Class<?> type = Class.forName(name, false, PublicApi.class.getClassLoader());
      return Stream.<Class<?>>iterate(type, c -> c != null, Class::getEnclosingClass)
          .map(Class::getModifiers)
          .allMatch(modifiers -> Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is listed, and not there", e);
    }
  }

  private static String sorted(String listing) {
    return Stream.of(listing.split("\n}\n", -1))
        .filter(type -> !type.isBlank())
        .map(
            type -> {
              List<String> lines =
                  type.lines().filter(line -> !line.startsWith("Compiled from")).toList();
              return lines.get(0)
                  + "\n"
                  + lines.stream().skip(1).sorted().map(line -> line + "\n").collect(joining())
                  + "}\n";
            })
        .collect(joining("\n"));
  }
}
