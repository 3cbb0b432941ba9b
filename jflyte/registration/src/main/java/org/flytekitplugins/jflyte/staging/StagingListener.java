package org.flytekitplugins.jflyte.staging;

import org.flytekitplugins.jflyte.artifact.Artifact;

/** Is told how staging goes on. Calls come from several threads, one at a time. */
public interface StagingListener {
  /** Hears nothing. */
  StagingListener SILENT = (artifact, bytes, isNew, done, total) -> {};

  /**
   * A file is staged.
   *
   * @param artifact what it is now
   * @param bytes its size
   * @param isNew false if it was there already, with the content it should have
   * @param done how many files are staged by now
   * @param total how many will be
   */
  void staged(Artifact artifact, long bytes, boolean isNew, int done, int total);
}
