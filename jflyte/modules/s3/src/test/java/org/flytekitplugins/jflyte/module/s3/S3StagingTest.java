package org.flytekitplugins.jflyte.module.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flyte.jflyte.api.FileSystem;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.artifact.ArtifactDownload;
import org.flytekitplugins.jflyte.artifact.ArtifactName;
import org.flytekitplugins.jflyte.fixtures.ChildJvm;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.jflyte.staging.ArtifactStager;
import org.flytekitplugins.jflyte.staging.StagedCopy;
import org.flytekitplugins.jflyte.staging.StagingListener;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module as the launcher has it, with a real server: packages, outputs, models. */
final class S3StagingTest {
  private static Path modules;
  private static FileSystems fileSystems;
  private static BlobStore store;

  @TempDir Path folder;

  @BeforeAll
  static void startServer() throws Exception {
    modules = S3Module.directory();
    fileSystems = FileSystems.of(S3Mock.environment(), modules);
    store = new BlobStore(fileSystems);
  }

  @Test
  void blobsAreWrittenAndRead() {
    String uri = "s3://staging/metadata/p/d/exec-1/n0/data/0/outputs.pb";
    byte[] content = "outputs".getBytes(UTF_8);

    assertThat(store.readIfPresent(uri)).isEmpty();
    store.write(uri, content);

    assertThat(store.exists(uri)).isTrue();
    assertThat(store.read(uri)).isEqualTo(content);
  }

  @Test
  void blobsAreOverwritten() {
    String uri = "s3://staging/checkpoint/pointer";
    store.write(uri, new byte[] {1, 2, 3});
    store.write(uri, new byte[] {4});

    assertThat(store.read(uri)).isEqualTo(new byte[] {4});
  }

  @Test
  void filesGoUpAndComeDown() throws Exception {
    byte[] content = new byte[3_000_001];
    content[3_000_000] = 7;
    Path file = Files.write(folder.resolve("model.bin"), content);

    store.upload(file, "s3://staging/raw/model.bin");
    store.download("s3://staging/raw/model.bin", folder.resolve("copy.bin"));

    assertThat(folder.resolve("copy.bin")).hasSameBinaryContentAs(file);
  }

  @Test
  void aBlobThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> store.read("s3://staging/nothing"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot read s3://staging/nothing: there is no such blob");
  }

  @Test
  void aBucketThatIsNotThereIsNamed() {
    BlobStore impatient = new BlobStore(fileSystems, 2, Duration.ofMillis(1));

    assertThatThrownBy(() -> impatient.write("s3://elsewhere/a", new byte[1]))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageMatching(
            "cannot write s3://elsewhere/a: there is no bucket elsewhere at 127\\.0\\.0\\.1:\\d+: make it,"
                + " or correct the URI");
  }

  @Test
  void aChannelThatIsNotClosedPublishesNothing() throws Exception {
    FileSystem s3 = fileSystems.forUri("s3://staging/half");
    try (WritableByteChannel channel = s3.writer("s3://staging/half")) {
      channel.write(ByteBuffer.allocate(20 << 20));
      assertThat(store.exists("s3://staging/half")).isFalse();
    }

    assertThat(store.read("s3://staging/half")).isEqualTo(new byte[20 << 20]);
  }

  /** A pod's, say: uploads and downloads. */
  static final class Pod {
    private Pod() {}

    public static void main(String[] args) throws Exception {
      Map<String, String> environment =
          Map.of(
              "FLYTE_AWS_ENDPOINT", args[0],
              "FLYTE_AWS_ACCESS_KEY_ID", "key",
              "FLYTE_AWS_SECRET_ACCESS_KEY", "secret");
      BlobStore blobs = new BlobStore(FileSystems.of(environment, Path.of(args[2])));
      blobs.write("s3://staging/quiet", new byte[] {1});
      Path file = Path.of(args[1]);
      blobs.upload(Files.write(file, new byte[100_000]), "s3://staging/quiet-file");
      blobs.download("s3://staging/quiet-file", file.resolveSibling("copy"));
    }
  }

  @Test
  void itsLibrariesSayNothing() throws Exception {
    ChildJvm.End end =
        ChildJvm.run(
            Pod.class, S3Mock.endpoint(), folder.resolve("file").toString(), modules.toString());

    assertThat(end).isEqualTo(new ChildJvm.End(0, ""));
  }

  @Test
  void aPackageIsStagedOnceAndDownloadedWhole() throws Exception {
    List<Path> files = TestPackages.flytekitJava();
    List<String> events = new ArrayList<>();
    StagingListener listener =
        (artifact, bytes, isNew, done, total) -> events.add(artifact.name() + " " + isNew);

    ArtifactStager stager = new ArtifactStager(store, "s3://staging/flytesnacks/development", 4);
    List<Artifact> artifacts = stager.stage(files, listener);
    List<Artifact> again = stager.stage(files, listener);
    List<Path> downloaded =
        new ArtifactDownload(store, 4).download(artifacts, folder.resolve("package"));

    assertThat(again).isEqualTo(artifacts).hasSameSizeAs(files);
    assertThat(events.subList(0, files.size())).allMatch(event -> event.endsWith(" true"));
    assertThat(events.subList(files.size(), 2 * files.size()))
        .allMatch(event -> event.endsWith(" false"));
    for (int i = 0; i < files.size(); i++) {
      assertThat(artifacts.get(i))
          .isEqualTo(
              new Artifact(
                  files.get(i).getFileName().toString(),
                  "s3://staging/flytesnacks/development/" + ArtifactName.of(files.get(i))));
      assertThat(downloaded.get(i)).hasSameBinaryContentAs(files.get(i));
    }
  }

  @Test
  void anArtifactThatWasTruncatedIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("a.jar"), "content");
    Artifact artifact =
        new ArtifactStager(store, "s3://staging/truncated", 1)
            .stage(List.of(file), StagingListener.SILENT)
            .get(0);
    store.write(artifact.location(), "cont".getBytes(UTF_8));

    assertThatThrownBy(
            () -> new ArtifactDownload(store, 1).download(List.of(artifact), folder.resolve("d")))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("artifact %s is damaged: ", artifact.location());
  }

  @Test
  void aPackageThatIsStagedIsComparedWithOneThatIsHere() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "content");
    Artifact artifact =
        new ArtifactStager(store, "s3://staging/compared", 1)
            .stage(List.of(file), StagingListener.SILENT)
            .get(0);

    assertThat(new StagedCopy(store).isSame(artifact, file)).isTrue();
    assertThat(
            new StagedCopy(store).isSame(artifact, Files.writeString(folder.resolve("b"), "other")))
        .isFalse();
  }

  @Test
  void namesWithEscapesAreWhatTheyMean() {
    store.write("s3://staging/with%20blank/ä+b", new byte[] {1});

    assertThat(store.read("s3://staging/with blank/%C3%A4+b")).isEqualTo(new byte[] {1});
  }
}
