package org.flytekitplugins.kubeflow.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
  @TempDir Path folder;

  @Test
  void takesAFolderWithAllThatIsInIt() throws IOException {
    Path job = Files.createDirectories(folder.resolve("job/logs/empty")).getParent().getParent();
    Files.writeString(job.resolve("logs/chief-0.log"), "step 1");

    FolderTree.delete(job);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void leavesWhatLinksLeadTo() throws IOException {
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Files.writeString(kept.resolve("model"), "weights");
    Path job = Files.createDirectory(folder.resolve("job"));
    Files.createSymbolicLink(job.resolve("link"), kept);

    FolderTree.delete(job);

    assertThat(job).doesNotExist();
    assertThat(kept.resolve("model")).hasContent("weights");
  }

  @Test
  void whatIsNotThereIsDeleted() throws IOException {
    FolderTree.delete(folder.resolve("never made"));

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderGoesWithTheProcessThoughTheClassLoaderOfWhoAskedIsClosed() throws Exception {
    Path job = Files.createDirectory(folder.resolve("job"));
    Files.writeString(job.resolve("model"), "weights");

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AskAndClose.class.getName(),
                job.toString())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEmpty();
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }

    assertThat(folder).isEmptyDirectory();
  }

  /** Asks for the end of a folder, as a package does whose loader is closed after its task. */
  static final class AskAndClose {
    public static void main(String[] arguments) throws Exception {
      URL classes = FolderTree.class.getProtectionDomain().getCodeSource().getLocation();
      try (URLClassLoader loader =
          new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
        loader
            .loadClass(FolderTree.class.getName())
            .getMethod("deleteAtExit", Path.class)
            .invoke(null, Path.of(arguments[0]));
      }
    }
  }
}
