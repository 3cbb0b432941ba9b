package org.flytekitplugins.jflyte.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Builds directories of jars, as a user's build does, from sources in strings.
 *
 * <pre>{@code
 * Path directory =
 *     TestPackages.in(folder)
 *         .source("com.acme.Train", "package com.acme; public class Train extends …")
 *         .service("org.flyte.flytekit.SdkRunnableTask", "com.acme.Train")
 *         .with(TestPackages.flytekitJava())
 *         .build();
 * }</pre>
 */
public final class TestPackages {
  private static final String PARAMETER_NAMES = "-parameters";

  private final Path directory;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> services = new TreeMap<>();
  private final List<Path> libraries = new ArrayList<>();
  private final List<Path> compileOnly = new ArrayList<>();
  private final List<String> options = new ArrayList<>(List.of(PARAMETER_NAMES));
  private String jarName = "package.jar";

  private TestPackages(Path directory) {
    this.directory = directory;
  }

  /** Starts a package in a directory, which need not be there yet. */
  public static TestPackages in(Path directory) {
    return new TestPackages(directory);
  }

  /** flytekit-java 0.4.35 with flytekit-api, flytekit-jackson and what they need. */
  public static List<Path> flytekitJava() {
    return jarsIn("flytekit-java");
  }

  /** SLF4J's API as most packages still have it, without a binder. */
  public static List<Path> slf4j17() {
    return jarsIn("slf4j");
  }

  private static List<Path> jarsIn(String folder) {
    try (Stream<Path> jars = Files.list(Path.of("target", folder))) {
      return jars.sorted().collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where this test's class path has a class: a jar, or a folder of classes. */
  public static Path whereIs(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds a class to be compiled into the package's own jar. */
  public TestPackages source(String className, String source) {
    sources.put(className, source);
    return this;
  }

  /** Adds a service file to the package's own jar. */
  public TestPackages service(String service, String... providers) {
    services.merge(service, String.join("\n", providers), (one, two) -> one + "\n" + two);
    return this;
  }

  /** Adds jars, or folders of classes (as jars): sources are compiled against them. */
  public TestPackages with(List<Path> jars) {
    libraries.addAll(jars);
    return this;
  }

  /** Adds something that sources are compiled against but that the package does not have. */
  public TestPackages compiledAgainst(List<Path> jars) {
    compileOnly.addAll(jars);
    return this;
  }

  /** Names the package's own jar, package.jar unless said otherwise. */
  public TestPackages jarName(String name) {
    this.jarName = name;
    return this;
  }

  /** Adds options for the compiler. */
  public TestPackages options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Compiles without the names of parameters, as javac does unless it is told otherwise. */
  public TestPackages withoutParameterNames() {
    options.remove(PARAMETER_NAMES);
    return this;
  }

  /** Compiles the sources, makes the jars and returns the directory. */
  public Path build() {
    try {
      Files.createDirectories(directory);
      Path classes = Files.createTempDirectory("classes");
      if (!sources.isEmpty()) {
        List<Path> classPath = new ArrayList<>(compileOnly);
        classPath.addAll(libraries);
        compile(sources, classPath, options, classes);
      }
      for (Map.Entry<String, String> service : services.entrySet()) {
        Path file = classes.resolve("META-INF/services").resolve(service.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, service.getValue() + "\n");
      }
      if (!sources.isEmpty() || !services.isEmpty()) {
        jar(classes, directory.resolve(jarName));
      }
      for (Path library : libraries) {
        if (Files.isDirectory(library)) {
          jar(library, directory.resolve(library.toString().replace('/', '_') + ".jar"));
        } else {
          Files.copy(
              library,
              directory.resolve(library.getFileName()),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
      delete(classes);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles sources, by class name, into a folder. */
  public static void compile(
      Map<String, String> sources, List<Path> classPath, List<String> options, Path folder)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      List<JavaFileObject> units = new ArrayList<>();
      sources.forEach((name, source) -> units.add(new Source(name, source)));
      List<String> all = new ArrayList<>(List.of("-proc:none", "-nowarn"));
      all.addAll(options);
      if (!compiler.getTask(messages, files, null, all, null, units).call()) {
        throw new IllegalArgumentException(messages.toString());
      }
    }
  }

  /** Packs a folder. */
  public static void jar(Path folder, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
