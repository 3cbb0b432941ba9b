package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackageClassPathTest {
  @TempDir Path folder;

  private Path file(String name) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, new byte[] {1});
  }

  private static void refuses(Runnable action, String message, Object... arguments) {
    assertThatThrownBy(action::run)
        .isInstanceOf(JflyteException.class)
        .hasMessage(message, arguments);
  }

  @Test
  void aDirectoryIsAllItsFilesInTheOrderOfTheirNames() throws Exception {
    Path b = file("b.jar");
    Path a = file("a.jar");
    Path text = file("notes.txt");

    assertThat(PackageClassPath.ofDirectory(folder).entries()).containsExactly(a, b, text);
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    refuses(
        () -> PackageClassPath.ofDirectory(folder.resolve("x")),
        "package directory %s is not there: name the directory that holds the package's jars",
        folder.resolve("x"));
  }

  @Test
  void aFileIsNoDirectory() throws Exception {
    Path jar = file("a.jar");

    refuses(
        () -> PackageClassPath.ofDirectory(jar),
        "package directory %s is a file: name the directory that holds the package's jars",
        jar);
  }

  @Test
  void aClassPathIsADirectoryOfJarsOrAJarOrAFolderOfClasses() throws Exception {
    Path jar = file("jars/a.jar");
    Path text = file("jars/notes.txt");
    Path classes = file("classes/com/acme/A.class").getParent().getParent().getParent();

    assertThat(PackageClassPath.of(jar.getParent().toString()).entries())
        .containsExactly(jar, text);
    assertThat(PackageClassPath.of(jar.toString()).entries()).containsExactly(jar);
    assertThat(PackageClassPath.of(classes.toString()).entries()).containsExactly(classes);
    assertThat(PackageClassPath.of(jar.getParent() + "/*").entries()).containsExactly(jar);
    assertThat(PackageClassPath.of(classes + ":" + jar).entries()).containsExactly(classes, jar);
  }

  @Test
  void aPipeInAPackageIsNamedAndNotWaitedFor() throws Exception {
    file("a.jar");
    Path pipe = folder.resolve("b.jar");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    String message =
        "package file %s is neither a file nor a folder, but a pipe, a socket or a device: take it"
            + " out of the package";
    refuses(() -> PackageClassPath.ofDirectory(folder), message, pipe);
    refuses(() -> PackageClassPath.of(pipe.toString()), message, pipe);
    refuses(() -> PackageClassPath.ofPackageDir(folder + "/*"), message, pipe);
  }

  @Test
  void aLinkToNothingIsNamed() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("a.jar"), folder.resolve("gone.jar"));

    refuses(
        () -> PackageClassPath.ofDirectory(folder),
        "package file %s is a link to what is not there: take it out of the package",
        link);
  }

  @Test
  void anEmptyDirectoryIsNamed() {
    refuses(
        () -> PackageClassPath.ofDirectory(folder),
        "package directory %s is empty: copy the package's jars into it",
        folder);
  }

  @Test
  void aDirectoryInADirectoryIsNamed() throws Exception {
    file("a.jar");
    file("lib/b.jar");

    refuses(
        () -> PackageClassPath.ofDirectory(folder),
        "package directory %s has a directory in it, lib: put nothing but the package's jars there",
        folder);
  }

  @Test
  void aPackageDirHasJarsAndFoldersAndWildcards() throws Exception {
    Path one = file("one.jar");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Path b = file("libs/b.JAR");
    Path a = file("libs/a.jar");
    file("libs/notes.txt");

    assertThat(
            PackageClassPath.ofPackageDir(classes + ":" + one + "::" + folder + "/libs/*")
                .entries())
        .containsExactly(classes, one, a, b);
  }

  @Test
  void eachEntryOfAPackageDirHasToBeThere() throws Exception {
    String value = file("one.jar") + ":" + folder + "/two.jar";

    refuses(
        () -> PackageClassPath.ofPackageDir(value),
        "--package-dir %s: %s/two.jar is not there: name what the image has",
        value,
        folder);
  }

  @Test
  void aClassPathOfThisMachineIsCalledSo() {
    refuses(
        () -> PackageClassPath.ofClassPath("nosuch:gone"),
        "--classpath nosuch:gone: nosuch is not there: name a directory of jars, or entries that are"
            + " there");
  }

  @Test
  void aWildcardNeedsADirectoryWithJars() throws Exception {
    Path jar = file("one.jar");
    Files.createDirectory(folder.resolve("libs"));

    refuses(
        () -> PackageClassPath.ofPackageDir(jar + "/*"),
        "--package-dir %s/*: %s is not a directory: name what the image has",
        jar,
        jar);
    refuses(
        () -> PackageClassPath.ofPackageDir(folder + "/libs/*"),
        "--package-dir %s/libs/*: %s/libs has no jar: name what the image has",
        folder,
        folder);
  }

  @Test
  void aPackageDirHasAnEntry() {
    refuses(
        () -> PackageClassPath.ofPackageDir(":"),
        "--package-dir : has no entry: name a jar, a folder of classes, or DIR/* for the jars of"
            + " a folder");
  }

  @Test
  void aJarThatIsNotAJarIsNamed() throws Exception {
    Path jar = file("a.jar");
    file("notes.txt");

    assertThatThrownBy(() -> PackageClassPath.ofDirectory(folder).requireJars())
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("package file %s is not a jar (", jar)
        .hasMessageEndingWith("): build it again or take it out of the package");
  }

  @Test
  void otherFilesAndFoldersNeedNotBeJars() throws Exception {
    PackageClassPath classPath = new PackageClassPath(List.of(file("notes.txt"), folder));

    classPath.requireJars();

    assertThat(classPath.entries()).hasSize(2);
  }
}
