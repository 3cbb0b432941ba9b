package org.flytekitplugins.jflyte.image;

import static java.nio.file.FileVisitResult.CONTINUE;
import static java.nio.file.FileVisitResult.SKIP_SUBTREE;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A copy of this repository, to build in and to change: the original stays as it is. What was
 * compiled there is compiled here.
 */
final class SourceTree {
  private final Path root;
  private final String mavenOptions;

  private SourceTree(Path root, Path cache) {
    this.root = root;
    // Not what a user gives: nothing but the image, and everything in a folder that goes away.
    this.mavenOptions =
        Optional.ofNullable(System.getenv("MAVEN_OPTS")).orElse("")
            + Optional.ofNullable(System.getProperty("localRepository"))
                .map(repository -> " -Dmaven.repo.local=" + repository)
                .orElse("")
            + " -Djib.disableUpdateChecks=true -Djib.console=plain -Djib.baseImageCache="
            + cache
            + " -Djflyte.archive=required -Djflyte.archive.cache="
            + cache.resolve("archives")
            + " -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true"
            + " -Dspotless.check.skip=true";
  }

  /** The repository that this test is in. */
  static Path original() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /**
   * Copies all but history, the site, what Jib and users' modules left, and the tests that run now.
   */
  static SourceTree copy(Path to, Path cache) throws IOException {
    Path from = original();
    Path here = Path.of("").toAbsolutePath().resolve("target");
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            String name = folder.getFileName().toString();
            boolean built = folder.getParent().endsWith("target");
            if (folder.equals(here)
                || folder.equals(from.resolve(".git"))
                || folder.equals(from.resolve("site"))
                || (built
                    && (name.equals("natives")
                        || name.equals("it")
                        || name.equals("it-repository")
                        || name.equals("venv")
                        || name.startsWith("jib-")))) {
              return SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.copy(file, copy, COPY_ATTRIBUTES, NOFOLLOW_LINKS);
            if (file.toString().contains("/maven-status/") && file.toString().endsWith(".lst")) {
              // The compiler plugin remembers sources by their absolute names.
              Files.writeString(copy, Files.readString(file).replace(from + "/", to + "/"));
            }
            return CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            // A jar is packaged anew, and all that depends on it is compiled anew, when a folder is
            // newer.
            Files.setLastModifiedTime(
                to.resolve(from.relativize(folder).toString()), Files.getLastModifiedTime(folder));
            return CONTINUE;
          }
        });
    return new SourceTree(to, cache);
  }

  Path path(String relative) {
    return root.resolve(relative);
  }

  /** A program that runs here; Maven accepts a registry without TLS. */
  Program program(String... command) {
    return settled(Program.of(command), " -Djib.allowInsecureRegistries=true");
  }

  /** A program that runs here; Maven wants TLS of every registry, as it does unless told. */
  Program programWithTls(String... command) {
    return settled(Program.of(command), "");
  }

  private Program settled(Program program, String more) {
    return program.in(root).with("MAVEN_OPTS", mavenOptions + more);
  }

  /**
   * A command of {@code docs/images.md}, as it stands there.
   *
   * @param name what the comment above the command calls it
   * @param variables those that the page explains
   */
  Program documented(String name, Map<String, String> variables) throws IOException {
    List<String> lines = Files.readAllLines(root.resolve("docs/images.md"));
    int comment = lines.indexOf("<!-- run by: jib/tests as " + name + " -->");
    if (comment < 0) {
      throw new AssertionError("docs/images.md has no command that is run as " + name);
    }
    String command =
        String.join(
            "\n",
            lines.subList(comment + 2, lines.size()).stream()
                .takeWhile(line -> !line.equals("```"))
                .toList());
    return settled(Program.bash(command), " -Djib.allowInsecureRegistries=true").with(variables);
  }

  /** A function of a script, with its arguments. */
  Program function(String script, String... call) {
    return Program.bash("source " + script + "; \"$@\"", call).in(root);
  }

  /** Says that what {@code bin/jflyte} starts with is newer than all sources. */
  void trustWhatIsBuilt() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.endsWith("target/class-path")) {
          Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        }
      }
    }
  }
}
