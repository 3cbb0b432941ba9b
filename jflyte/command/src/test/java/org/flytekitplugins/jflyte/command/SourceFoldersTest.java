package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flytekitplugins.jflyte.explain.SourceLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How files of sources are called from the working directory, which is this module's here. */
class SourceFoldersTest {
  private static final SourceFolders STANDARD = new SourceFolders(SourceFolders.STANDARD);

  @Test
  void aFileOfAStandardFolderIsFoundThere() {
    assertThat(STANDARD.uri(line(SourceFolders.class.getName(), "SourceFolders.java")))
        .isEqualTo("src/main/java/org/flytekitplugins/jflyte/command/SourceFolders.java");
  }

  @Test
  void aFileOfANamedFolderIsFoundThere(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("com/acme"));
    Path file = Files.createFile(folder.resolve("com/acme/Train.kt"));
    SourceFolders sources = new SourceFolders(List.of(Path.of("src/main/java"), folder));

    assertThat(sources.uri(line("com.acme.TrainKt", "Train.kt")))
        .isEqualTo(file.toUri().toString());
  }

  @Test
  void aFileThatIsNowhereIsNamedFromItsOwnFolder() {
    assertThat(STANDARD.uri(line("com.acme.Train", "Train.java"))).isEqualTo("com/acme/Train.java");
    assertThat(STANDARD.uri(line("Train", "My Train.kt"))).isEqualTo("My%20Train.kt");
  }

  private static SourceLine line(String className, String file) {
    return new SourceLine(className, file, 31);
  }
}
