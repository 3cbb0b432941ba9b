package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flyte.api.v1.Registrar;
import org.flyte.jflyte.api.FileSystem;
import org.flytekitplugins.jflyte.testing.TestPackages;
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
        FileSystem.class,
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
}
