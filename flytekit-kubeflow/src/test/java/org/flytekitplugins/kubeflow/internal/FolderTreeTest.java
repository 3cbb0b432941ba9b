package org.flytekitplugins.kubeflow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
}
