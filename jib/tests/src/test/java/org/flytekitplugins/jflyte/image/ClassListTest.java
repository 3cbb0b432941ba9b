package org.flytekitplugins.jflyte.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which classes {@code jib/archive} puts into an archive. What it leaves out does not depend on
 * versions: here are all artifacts of this repository, in a list of classes that is made up.
 */
class ClassListTest {
  private static final String SHARED = "flytekit-java-1.0.jar";

  @TempDir Path folder;
  private final List<String> launcher = new ArrayList<>();
  private final List<String> loaded = new ArrayList<>();

  @BeforeEach
  void packageAClassOfOthers() throws IOException {
    Path source =
        Files.writeString(folder.resolve("Shared.java"), "package other; class Shared {}");
    ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());
    Path libraries = Files.createDirectories(folder.resolve("root/app/libs"));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(libraries.resolve(SHARED)))) {
      jar.putNextEntry(new JarEntry("other/Shared.class"));
      Files.copy(folder.resolve("other/Shared.class"), jar);
    }
  }

  @Test
  void holdsNoArtifactOfThisRepository() throws IOException {
    List<String> artifacts = artifacts();
    assertThat(artifacts).hasSizeGreaterThan(9);
    IntStream.range(0, artifacts.size())
        .forEach(
            i -> {
              launcher.add("own/Launcher" + i);
              loaded("own.Launcher" + i, "/jflyte/libs/" + artifacts.get(i) + "-1.0.jar");
              loaded("own.Package" + i, "/app/libs/" + artifacts.get(i) + "-1.0.jar");
            });
    assertThat(classes("SNAPSHOT")).isEmpty();
  }

  @Test
  void holdsNoLambdaThatKnowsAClassOfOurs() throws IOException {
    launcher.add("own/Launcher");
    launcher.add("other/Launcher");
    launcher.add("@lambda-proxy own/Launcher run ()Ljava/lang/Runnable;");
    launcher.add("@lambda-proxy other/Launcher run (Lown/Launcher;)Ljava/lang/Runnable;");
    launcher.add("@lambda-proxy other/Launcher run ()Ljava/lang/Runnable;");
    loaded("own.Launcher", "/jflyte/libs/flytekit-jflyte-1.0.jar");
    loaded("other.Launcher", "/jflyte/libs/flytekit-api-1.0.jar");
    assertThat(classes("SNAPSHOT"))
        .containsExactly(
            "other/Launcher id: 0", "@lambda-proxy other/Launcher run ()Ljava/lang/Runnable;");
  }

  @Test
  void holdsNoLambdaOfAClassOfOursThatAPackageHas() throws IOException {
    launcher.add("@lambda-proxy own/Package run ()Ljava/lang/Runnable;");
    loaded("own.Package", "/app/libs/flytekit-kubeflow-1.0.jar");
    assertThat(classes("SNAPSHOT")).isEmpty();
  }

  @Test
  void holdsNoSnapshotNoFolderAndNoJarThatIsToBeLeftOut() throws IOException {
    loaded("own.Snapshot", "/app/libs/acme-1.0-SNAPSHOT.jar");
    loaded("own.Chosen", "/app/libs/acme-core-1.0.jar");
    loaded("own.Folder", "/app/classes/");
    assertThat(classes("SNAPSHOT|acme-core")).isEmpty();
  }

  @Test
  void holdsClassesOfJavaAndOfJarsOfOthers() throws IOException {
    launcher.add("java/lang/Object");
    loaded("other.Shared", "/app/libs/" + SHARED);
    assertThat(classes("SNAPSHOT"))
        .containsExactly(
            "java/lang/Object id: 0", "other/Shared id: 1 super: 0 source: /app/libs/" + SHARED);
  }

  private void loaded(String name, String source) {
    loaded.add("[0.1s][info][class,load] " + name + " source: file:" + source);
  }

  /** Runs the program as {@code jib/archive} does. */
  private List<String> classes(String left) throws IOException {
    return Program.of(
            "java",
            SourceTree.original()
                .resolve(
                    "jib/extension/src/main/java/org/flytekitplugins/jflyte/image/archive/ClassList.java")
                .toString(),
            Files.write(folder.resolve("launcher"), launcher).toString(),
            Files.write(folder.resolve("loaded"), loaded).toString(),
            folder.resolve("root").toString(),
            left)
        .succeed()
        .output();
  }

  /** The names of all jars that are built in this repository. */
  private static List<String> artifacts() throws IOException {
    List<String> artifacts = new ArrayList<>();
    Path root = SourceTree.original();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
            String name = visited.getFileName().toString();
            return !visited.equals(root) && List.of("target", "src", ".git").contains(name)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.endsWith("pom.xml")) {
              Pom pom = Pom.read(file);
              if (!pom.text("packaging").equals("pom")) {
                artifacts.add(pom.text("artifactId"));
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return artifacts;
  }
}
