package org.flytekitplugins.jflyte.publish;

import org.flytekitplugins.jflyte.staging.ArtifactStager;
import org.flytekitplugins.jflyte.staging.StagingListener;
import org.flytekitplugins.jflyte.storage.BlobStore;

/** Puts the files of a package where its templates say they are. */
public final class PackageStaging {
  /** How many files are staged at a time unless somebody says otherwise. */
  public static final int CONCURRENCY = ArtifactStager.CONCURRENCY;

  private PackageStaging() {}

  /**
   * Stages what has to be staged; modules of storage are loaded only if something has to.
   *
   * @param concurrency how many files at a time, at least 1
   * @throws org.flytekitplugins.jflyte.JflyteException if a file cannot be staged
   */
  public static void stage(
      ClosedPackage closed,
      LauncherEnvironment environment,
      int concurrency,
      StagingListener listener) {
    String location = closed.stagingLocation();
    if (location == null || closed.filesToStage().isEmpty()) {
      return;
    }
    new ArtifactStager(BlobStore.of(environment.variables()), location, concurrency)
        .stage(closed.filesToStage(), listener);
  }
}
