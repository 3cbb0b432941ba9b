package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.flyte.api.v1.Registrar;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChildFirstClassLoaderTest {
  @TempDir static Path folder;
  private static PackageClassPath classPath;

  @BeforeAll
  static void buildPackage() {
    TestPackages builder =
        TestPackages.in(folder)
            .service("org.junit.platform.engine.TestEngine", "com.acme.Engine")
            .source("org.slf4j.impl.Binder", "package org.slf4j.impl; public class Binder {}");
    // All of these exist in the launcher or the JDK, too.
    for (String name :
        List.of(
            "org.assertj.core.api.Assertions",
            "org.flyte.api.v1.Registrar",
            "org.flyte.jflyte.api.FileSystem",
            "org.flytekitplugins.spi.TaskTemplateExtension",
            "javax.annotation.Nullable")) {
      int dot = name.lastIndexOf('.');
      builder.source(
          name,
          "package %s; public class %s {}"
              .formatted(name.substring(0, dot), name.substring(dot + 1)));
    }
    classPath = PackageClassPath.ofDirectory(builder.build());
  }

  private final ClassLoader parent = getClass().getClassLoader();
  private final ChildFirstClassLoader loader =
      new ChildFirstClassLoader("test", classPath.entries(), parent);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.assertj.core.api.Assertions",
        "javax.annotation.Nullable",
        "org.slf4j.impl.Binder"
      })
  void classesAreItsOwn(String name) throws Exception {
    assertThat(loader.loadClass(name).getClassLoader()).isSameAs(loader);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Registrar.class,
        org.flyte.jflyte.api.FileSystem.class,
        TaskTemplateExtension.class,
        String.class,
        javax.xml.parsers.DocumentBuilder.class,
        org.w3c.dom.Document.class,
        java.sql.Driver.class
      })
  void whatIsSharedIsTheLaunchers(Class<?> shared) throws Exception {
    assertThat(loader.loadClass(shared.getName())).isSameAs(shared);
  }

  @Test
  void whatItLacksIsTheLaunchers() throws Exception {
    assertThat(loader.loadClass(Test.class.getName())).isSameAs(Test.class);
  }

  @Test
  void loggersAreBoundByItselfOnly() {
    ChildFirstClassLoader child =
        new ChildFirstClassLoader("child", List.of(), new ClassLoader(loader) {});

    assertThatThrownBy(() -> child.loadClass("org.slf4j.impl.Binder"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(child.getResource("org/slf4j/impl/Binder.class")).isNull();
  }

  @Test
  void servicesAreItsOwnOnly() throws Exception {
    String engines = "META-INF/services/org.junit.platform.engine.TestEngine";
    assertThat(Collections.list(parent.getResources(engines))).isNotEmpty();

    assertThat(Collections.list(loader.getResources(engines)))
        .extracting(URL::toString)
        .containsExactly("jar:" + folder.resolve("package.jar").toUri().toURL() + "!/" + engines);
    assertThat(loader.getResource("META-INF/services/java.sql.Driver")).isNull();
  }

  @Test
  void otherResourcesAreItsOwnFirst() throws Exception {
    String resource = "org/assertj/core/api/Assertions.class";

    assertThat(loader.getResource(resource).toString()).contains("package.jar");
    assertThat(Collections.list(loader.getResources(resource)))
        .extracting(url -> url.toString().contains("package.jar"))
        .containsExactly(true, false);
    assertThat(loader.getResource("org/junit/jupiter/api/Test.class")).isNotNull();
  }

  @Test
  void manyThreadsGetOneClass() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 50; round++) {
        ChildFirstClassLoader shared =
            new ChildFirstClassLoader("test", classPath.entries(), parent);
        Callable<Class<?>> load = () -> shared.loadClass("org.assertj.core.api.Assertions");
        List<Future<Class<?>>> loaded = threads.invokeAll(Collections.nCopies(8, load));
        for (Future<Class<?>> one : loaded) {
          assertThat(one.get()).isSameAs(loaded.get(0).get());
        }
        shared.close();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** A jar with a manifest and one class, com.acme.A, whose name() is given. */
  private static Path jar(Path directory, String file, String name, Manifest manifest)
      throws Exception {
    Path classes = Files.createTempDirectory(directory, "classes");
    TestPackages.compile(
        Map.of(
            "com.acme.A",
            "package com.acme; public class A { public String toString() { return \"%s\"; } }"
                .formatted(name)),
        List.of(),
        List.of(),
        classes);
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    Path jar = directory.resolve(file);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (String entry : List.of("com/acme/A.class", "META-INF/versions/9/com/acme/A.class")) {
        out.putNextEntry(new ZipEntry(entry));
        Files.copy(classes.resolve("com/acme/A.class"), out);
      }
    }
    return jar;
  }

  private static Object instanceOfA(List<Path> entries) throws Exception {
    ClassLoader loader =
        new ChildFirstClassLoader(
            "test", entries, ChildFirstClassLoaderTest.class.getClassLoader());
    return loader.loadClass("com.acme.A").getConstructor().newInstance();
  }

  @Test
  void theFirstEntryThatHasAClassCounts(@TempDir Path other) throws Exception {
    Path one = jar(other, "one.jar", "one", new Manifest());
    Path two = jar(other, "two.jar", "two", new Manifest());
    Path notAJar = Files.writeString(other.resolve("notes.txt"), "x");

    assertThat(instanceOfA(List.of(notAJar, two, one))).hasToString("two");
  }

  @Test
  void aFolderOfClassesIsAnEntry(@TempDir Path other) throws Exception {
    TestPackages.compile(
        Map.of("com.acme.A", "package com.acme; public class A {}"), List.of(), List.of(), other);

    Object a = instanceOfA(List.of(other.resolve("missing"), other));

    assertThat(a.getClass().getProtectionDomain().getCodeSource().getLocation())
        .isEqualTo(other.toUri().toURL());
    assertThat(a.getClass().getPackage().getName()).isEqualTo("com.acme");
  }

  @Test
  void aPackageKnowsTheVersionInItsManifest(@TempDir Path other) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2.3");
    Path jar = jar(other, "one.jar", "one", manifest);

    Object a = instanceOfA(List.of(jar));

    assertThat(a.getClass().getPackage().getImplementationVersion()).isEqualTo("1.2.3");
    assertThat(a.getClass().getProtectionDomain().getCodeSource().getLocation())
        .isEqualTo(jar.toUri().toURL());
  }

  @Test
  void aJarMayNameOtherJarsInItsManifest(@TempDir Path other) throws Exception {
    jar(Files.createDirectory(other.resolve("libs")), "one.jar", "one", new Manifest());
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "libs/one.jar");
    Path thin = other.resolve("thin.jar");
    new JarOutputStream(Files.newOutputStream(thin), manifest).close();

    assertThat(instanceOfA(List.of(thin))).hasToString("one");
  }

  @Test
  void aJarMayHaveClassesForNewerJavas(@TempDir Path other) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(new Attributes.Name("Multi-Release"), "true");
    Path jar = jar(other, "one.jar", "one", manifest);
    // Only the class for Java 9 and newer is whole.
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.write(zip.getPath("com/acme/A.class"), new byte[] {1});
    }

    assertThat(instanceOfA(List.of(jar))).hasToString("one");
  }
}
