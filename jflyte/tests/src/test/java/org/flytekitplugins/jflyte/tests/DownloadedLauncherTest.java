package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.flytekitplugins.jflyte.Distribution;
import org.flytekitplugins.jflyte.tests.Jflyte.Outcome;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher as people download it: unpacked anywhere, run from anywhere, without a checkout. */
@EnabledOnOs(OS.LINUX)
final class DownloadedLauncherTest {
  private static final String NOBODY = "65534";

  @TempDir static Path parent;
  private static Path zip;
  private static Path unpacked;

  @TempDir Path folder;

  private final Map<String, String> environment = new TreeMap<>();

  @BeforeAll
  static void unpackItIntoAFolderWithASpaceInItsName() throws IOException {
    Path build = Path.of(System.getProperty("distribution.build"));
    try (Stream<Path> files = Files.list(build)) {
      zip =
          files
              .filter(file -> file.toString().endsWith(".zip"))
              .findAny()
              .orElseThrow(() -> new IllegalStateException("jflyte/distribution is not packaged"));
    }
    unpacked = unpack(parent.resolve("my tools"));
  }

  @BeforeEach
  void javaIsTheOneOfThisTest() {
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HOME", folder.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash --posix", "sh"})
  void shellsRunItFromAnotherFolderThroughLinks(String shell) throws IOException {
    Files.createSymbolicLink(folder.resolve("to jflyte"), launcher());
    Files.createDirectory(folder.resolve("links"));
    Path second =
        Files.createSymbolicLink(folder.resolve("links/jflyte"), Path.of("..", "to jflyte"));

    List<String> command = new ArrayList<>(List.of(shell.split(" ")));
    command.addAll(List.of(second.toString(), "--version"));

    assertThat(run(command)).isEqualTo(new Outcome(0, "flytekit-jflyte " + version() + "\n", ""));
    Files.delete(folder.resolve("to jflyte"));
  }

  @Test
  void theFirstRunWritesAnArchiveThatTheSecondUses() throws IOException {
    Path loaded = folder.resolve("loaded");
    Outcome first = explain();

    // The launcher turns logs off, and this variable comes after its words.
    environment.put("_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
    Outcome second = explain();

    assertThat(second.out()).isEqualTo(first.out()).contains("TFJob of");
    assertThat(unpacked.resolve("archives")).isNotEmptyDirectory();
    assertThat(folder.resolve(".cache")).doesNotExist();
    assertThat(Files.readString(loaded))
        .containsPattern("org\\.flytekitplugins\\.\\S+ source: shared objects file \\(top\\)");
  }

  @Test
  void whereItCannotWriteTheArchiveIsInTheUsersOwnFolder() throws IOException {
    Path readOnly = unpack(folder.resolve("opt"));
    Path home = Files.createDirectory(folder.resolve("home"));
    fakeJava(
        "for word; do case $word in",
        "  -XX:ArchiveClassesAtExit=*) echo archived >\"${word#*=}\" ;;",
        "  -XX:SharedArchiveFile=*) cat \"${word#*=}\" ;;",
        "esac; done");
    Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
    environment.put("HOME", home.toString());
    List<String> command = new ArrayList<>();
    if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      // Nothing is read-only for root.
      permit(folder, "rwxr-xr-x");
      Files.setAttribute(home, "unix:uid", Integer.valueOf(NOBODY));
      command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--clear-groups"));
    }
    command.addAll(List.of(readOnly.resolve("bin/jflyte").toString(), "explain", "-cp", "x"));
    permit(readOnly, "r-xr-xr-x");

    try {
      assertThat(run(command)).isEqualTo(new Outcome(0, "", ""));
      assertThat(run(command)).isEqualTo(new Outcome(0, "archived\n", ""));
    } finally {
      permit(readOnly, "rwxr-xr-x");
    }
    assertThat(readOnly.resolve("archives")).doesNotExist();
    assertThat(Files.getPosixFilePermissions(home.resolve(".cache/jflyte")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void anOldJavaIsRefusedInOneSentence() throws IOException {
    Path java = fakeJava("exit 9");
    Files.writeString(folder.resolve("java/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"");

    assertThat(run(launcher(), "--version"))
        .isEqualTo(
            refused(
                java + " is Java 11.0.2, but jflyte needs 17 or newer: say with JAVA_HOME where"));
  }

  @Test
  void aJavaWithoutAFileThatTellsItsVersionIsAsked() throws IOException {
    Path java =
        fakeJava(
            "echo 'Picked up JAVA_TOOL_OPTIONS: -version' >&2",
            "echo 'openjdk version \"1.8.0_392\"' >&2");

    assertThat(run(launcher(), "--version"))
        .isEqualTo(
            refused(
                java
                    + " is Java 1.8.0_392, but jflyte needs 17 or newer: say with JAVA_HOME where"));
  }

  @Test
  void aJavaHomeWithoutJavaIsRefusedInOneSentence() {
    environment.put("JAVA_HOME", "/nowhere");

    assertThat(run(launcher(), "--version"))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "jflyte: JAVA_HOME is /nowhere, but there is no bin/java in it: correct it, or unset"
                    + " it\n"));
  }

  @Test
  void withoutAJavaHomeJavaIsThatOfThePath() throws IOException {
    fakeJava("echo \"$0\"");
    Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"21\"\n");
    environment.remove("JAVA_HOME");
    environment.put("PATH", folder.resolve("java/bin") + ":" + System.getenv("PATH"));

    assertThat(run(launcher(), "--version").out())
        .isEqualTo(folder.resolve("java/bin/java") + "\n");
  }

  @Test
  void javaIsToldOfTheJarsAndTheModulesOfTheDownload() throws IOException {
    fakeJava("printf '%s\\n' \"$@\" \"$FLYTE_INTERNAL_MODULE_DIR\"");
    Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");

    List<String> words = run(launcher(), "inputs", "a  b", "*").out().lines().toList();

    assertThat(words)
        .endsWith("jflyte", "inputs", "a  b", "*", unpacked.resolve("modules").toString());
    List<String> jars = List.of(words.get(words.indexOf("-cp") + 1).split(":"));
    try (Stream<Path> lib = Files.list(unpacked.resolve("lib"))) {
      assertThat(jars)
          .containsExactlyInAnyOrderElementsOf(
              lib.map(Path::toString).filter(name -> name.endsWith(".jar")).toList());
    }
    try (Stream<Path> modules = Files.list(unpacked.resolve("modules"))) {
      assertThat(modules)
          .isNotEmpty()
          .allSatisfy(module -> assertThat(module).isNotEmptyDirectory());
    }
  }

  @Test
  void whatTensorFlowSaysOfItselfIsLeftOutWhereTasksRunInThisProcess() throws IOException {
    fakeJava(
        "echo 'WARNING: All log messages before absl::InitializeLog() is called' >&2",
        "echo 'I0000 00:00:1 cpu_utils.cc:1] done' >&2",
        "echo 'train: running' >&2",
        // As jflyte does: waits until the filter is done with what it was told.
        "exec 2>&-",
        "for word; do case $word in -Djflyte.stderr.filter=*) filter=${word#*=} ;; esac; done",
        "while [ -e /proc/$filter/fd/2 ]; do :; done",
        "exit 4");
    Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17\"\n");

    assertThat(run(launcher(), "execute-local", "--workflow", "x"))
        .isEqualTo(new Outcome(4, "", "train: running\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void shellsCompleteIt(String shell) {
    Assumptions.assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.exists(Path.of(path, shell))),
        shell + " is not here");
    String script =
        (shell.equals("zsh") ? "autoload -U compinit bashcompinit; compinit -D; bashcompinit;" : "")
            + "source \"$0/completion/jflyte\"; COMP_WORDS=(jflyte wat); COMP_CWORD=1;"
            + " _complete_jflyte; echo \"${COMPREPLY[@]}\"";

    // zsh leaves out by itself what the word does not begin.
    assertThat(run(List.of(shell, "-c", script, unpacked.toString())).out().split("\\s"))
        .contains("watch");
  }

  @Test
  void itIsTheSameInEachBuild() throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      List<? extends ZipEntry> entries = Collections.list(file.entries());

      assertThat(entries).extracting(ZipEntry::getTime).containsOnly(entries.get(0).getTime());
      assertThat(entries)
          .extracting(ZipEntry::getName)
          .allMatch(name -> name.startsWith("jflyte-" + version() + "/"))
          .anyMatch(name -> name.endsWith("/LICENSE"))
          .anyMatch(name -> name.endsWith("/NOTICE"))
          .anyMatch(name -> name.endsWith("/bin/jflyte.cmd"));
    }
  }

  private Outcome explain() {
    return run(launcher(), "explain", "-cp", GoldenPackage.directory().toString());
  }

  private static Outcome refused(String sentence) {
    return new Outcome(1, "", "jflyte: " + sentence + " that is\n");
  }

  private static Path launcher() {
    return unpacked.resolve("bin/jflyte");
  }

  private static String version() {
    return Distribution.VERSION;
  }

  /** Puts a program in the place of Java. */
  private Path fakeJava(String... lines) throws IOException {
    Path java = folder.resolve("java/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    permit(java, "rwxr-xr-x");
    environment.put("JAVA_HOME", folder.resolve("java").toString());
    return java;
  }

  private Outcome run(Path program, String... words) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(Arrays.asList(words));
    return run(command);
  }

  private Outcome run(List<String> command) {
    return Jflyte.Running.start(command, folder, environment).await();
  }

  private static void permit(Path folder, String permissions) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
  }

  /** Unpacks it as unzip does, with permissions. */
  private static Path unpack(Path into) throws IOException {
    try (FileSystem archive =
        FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
      Path root = archive.getPath("/");
      try (Stream<Path> all = Files.walk(root)) {
        for (Path from : all.toList()) {
          Path to = into.resolve(root.relativize(from).toString());
          if (Files.isDirectory(from)) {
            Files.createDirectories(to);
          } else {
            Files.copy(from, to);
            Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
          }
        }
      }
    }
    return into.resolve("jflyte-" + version());
  }
}
