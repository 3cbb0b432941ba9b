package org.flytekitplugins.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.kubeflow.internal.FolderTree;

/** The temporary folder of a job. It goes with the job. */
record JobFolder(Path path) implements AutoCloseable {
  static JobFolder create(String job) throws IOException {
    return new JobFolder(Files.createTempDirectory("local-cluster-" + job + "-"));
  }

  @Override
  public void close() throws IOException {
    FolderTree.delete(path);
  }
}
