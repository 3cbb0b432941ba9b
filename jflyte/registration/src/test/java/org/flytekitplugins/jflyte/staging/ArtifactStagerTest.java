package org.flytekitplugins.jflyte.staging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.flyte.jflyte.api.FileSystem;
import org.flyte.jflyte.api.Manifest;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.artifact.ArtifactDownload;
import org.flytekitplugins.jflyte.artifact.ArtifactName;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;
import org.flytekitplugins.jflyte.storage.LocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArtifactStagerTest {
  @TempDir Path folder;
  private Path staged;
  private List<Path> files;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final OddFileSystem fileSystem = new OddFileSystem();
  private final BlobStore store =
      new BlobStore(FileSystems.of(List.of(fileSystem)), 3, Duration.ofMillis(1));
  private final StagingListener listener =
      (artifact, bytes, isNew, done, total) ->
          events.add(artifact.name() + " " + bytes + " " + isNew + " " + done + "/" + total);

  @BeforeEach
  void writeFiles() throws Exception {
    staged = folder.resolve("staged");
    files = new ArrayList<>();
    for (String name : List.of("c.jar", "a.jar", "b.txt")) {
      files.add(Files.writeString(folder.resolve(name), "content of " + name));
    }
  }

  private String location() {
    return "odd:" + staged;
  }

  private ArtifactStager stager() {
    return new ArtifactStager(store, location(), 2);
  }

  private Artifact artifact(String name) {
    return new Artifact(name, location() + "/" + ArtifactName.of(folder.resolve(name)));
  }

  @Test
  void filesAreStagedUnderTheirHashes() {
    assertThat(stager().stage(files, listener))
        .containsExactly(artifact("a.jar"), artifact("b.txt"), artifact("c.jar"));

    assertThat(staged.toFile().list())
        .containsExactlyInAnyOrder(files.stream().map(ArtifactName::of).toArray(String[]::new));
    assertThat(store.read(artifact("a.jar").location()))
        .isEqualTo("content of a.jar".getBytes(UTF_8));
    assertThat(events).hasSize(3).allMatch(event -> event.contains(" 16 true "));
    assertThat(events.get(2)).endsWith("3/3");
  }

  @Test
  void whatIsThereButDamagedIsStagedAgain() throws Exception {
    stager().stage(files, StagingListener.SILENT);
    Path damaged = staged.resolve(ArtifactName.of(folder.resolve("b.txt")));
    Files.writeString(damaged, "content of x.txt");

    stager().stage(files, listener);

    assertThat(Files.readString(damaged)).isEqualTo("content of b.txt");
    assertThat(events)
        .extracting(event -> event.replaceAll(" ./3", ""))
        .containsExactlyInAnyOrder("a.jar 16 false", "b.txt 16 true", "c.jar 16 false");
  }

  @Test
  void aSlashAtTheEndOfTheLocationDoesNotMatter() {
    assertThat(new ArtifactStager(store, location() + "/", 2).stage(files, listener))
        .isEqualTo(stager().stage(files, listener));
  }

  @Test
  void whatIsThereIsNotStagedAgain() {
    stager().stage(files, StagingListener.SILENT);
    fileSystem.writers.clear();

    List<Artifact> artifacts = stager().stage(files, listener);

    assertThat(artifacts).hasSize(3);
    assertThat(fileSystem.writers).isEmpty();
    assertThat(events).hasSize(3).allMatch(event -> event.contains(" false "));
  }

  @Test
  void anUploadThatArrivesDamagedIsRepeated() {
    fileSystem.damagedWrites.set(2);

    stager().stage(files.subList(0, 1), listener);

    assertThat(fileSystem.writers).hasSize(3);
    assertThat(store.read(artifact("c.jar").location()))
        .isEqualTo("content of c.jar".getBytes(UTF_8));
  }

  @Test
  void anUploadThatArrivesDamagedThriceIsAnError() {
    fileSystem.damagedWrites.set(100);

    assertThatThrownBy(() -> stager().stage(files.subList(0, 1), listener))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith(
            "%s was uploaded 3 times to %s, but what is there has hash ",
            folder.resolve("c.jar"), artifact("c.jar").location());
    assertThat(events).isEmpty();
  }

  @Test
  void aStoreThatDoesNotWorkIsAnError() {
    fileSystem.broken = true;

    assertThatThrownBy(() -> stager().stage(files, listener))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("(tried 3 times): IllegalStateException: out of order");
    assertThat(staged).doesNotExist();
  }

  @Test
  void aDirectoryIsNotStaged() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("lib"));

    assertThatThrownBy(() -> stager().stage(List.of(directory), listener))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "%s cannot be staged because it is not a file: a package is a directory of jars",
            directory);
  }

  @Test
  void twoFilesOfOneNameAreNotStaged() throws Exception {
    Path other = Files.createDirectory(folder.resolve("lib")).resolve("a.jar");
    Files.writeString(other, "x");

    assertThatThrownBy(() -> stager().stage(List.of(files.get(1), other), listener))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "%s and %s cannot both be staged because they have one name: rename one",
            files.get(1), other);
  }

  @Test
  void whatIsStagedIsDownloaded() throws Exception {
    List<Artifact> artifacts = stager().stage(files, listener);
    Path target = folder.resolve("download/here");

    List<Path> downloaded = new ArtifactDownload(store, 2).download(artifacts, target);

    assertThat(downloaded)
        .containsExactly(target.resolve("a.jar"), target.resolve("b.txt"), target.resolve("c.jar"));
    assertThat(target.resolve("b.txt")).hasContent("content of b.txt");
  }

  @Test
  void aDownloadThatArrivesTruncatedIsRepeated() {
    List<Artifact> artifacts = stager().stage(files, listener);
    fileSystem.truncatedReads.set(2);

    new ArtifactDownload(store, 1).download(artifacts, folder.resolve("download"));

    assertThat(folder.resolve("download/a.jar")).hasContent("content of a.jar");
  }

  @Test
  void aDamagedArtifactIsAnError() throws Exception {
    List<Artifact> artifacts = stager().stage(files, listener);
    Artifact damaged = artifacts.get(1);
    Files.writeString(staged.resolve(damaged.location().replaceAll(".*/", "")), "content");

    assertThatThrownBy(
            () -> new ArtifactDownload(store, 2).download(artifacts, folder.resolve("d")))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "artifact %s is damaged: its name tells hash %s but its content has"
                + " mgNkuembtIDdJeHwKEyFVQ: delete it and register the package again",
            damaged.location(), damaged.hash());
  }

  @Test
  void anArtifactThatIsRecordedTwiceIsDownloadedOnce() {
    List<Artifact> artifacts = stager().stage(files.subList(0, 1), listener);

    assertThat(
            new ArtifactDownload(store, 2)
                .download(List.of(artifacts.get(0), artifacts.get(0)), folder.resolve("download")))
        .hasSize(1);
  }

  @Test
  void twoArtifactsOfOneNameAreAnError() {
    Artifact one = new Artifact("a.jar", "odd:/x/a-1.jar");
    Artifact two = new Artifact("a.jar", "odd:/x/a-2.jar");

    assertThatThrownBy(() -> new ArtifactDownload(store, 2).download(List.of(one, two), folder))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "artifact a.jar is recorded twice, at odd:/x/a-1.jar and at odd:/x/a-2.jar: register"
                + " the package again");
  }

  @Test
  void anArtifactStaysInItsFolder() {
    for (String name : List.of("../a.jar", "", "/etc/a.jar", "sub/a.jar", "a/../b.jar", "..")) {
      assertThatThrownBy(
              () ->
                  new ArtifactDownload(store, 2)
                      .download(List.of(new Artifact(name, "odd:/x/a.jar")), folder))
          .isInstanceOf(JflyteException.class)
          .hasMessage(
              "artifact name '%s' (odd:/x/a.jar) is not the name of a file: register the package"
                  + " again",
              name);
    }
  }

  @Test
  void anArtifactWithoutAHashIsTakenAsItIs() throws Exception {
    Files.createDirectories(staged);
    Files.writeString(staged.resolve("plain.jar"), "x");

    new ArtifactDownload(store, 2)
        .download(
            List.of(new Artifact("plain.jar", location() + "/plain.jar")), folder.resolve("d"));

    assertThat(folder.resolve("d/plain.jar")).hasContent("x");
  }

  @Test
  void manyFilesAreStagedAtATime() throws Exception {
    List<Path> many = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[random.nextInt(5_000)];
      random.nextBytes(content);
      many.add(Files.write(folder.resolve("file" + i + ".jar"), content));
    }

    List<Artifact> artifacts = new ArtifactStager(store, location(), 6).stage(many, listener);
    List<Path> downloaded =
        new ArtifactDownload(store, 6).download(artifacts, folder.resolve("download"));

    assertThat(events).hasSize(60);
    assertThat(events.get(59)).endsWith("60/60");
    assertThat(artifacts).isSortedAccordingTo((a, b) -> a.name().compareTo(b.name()));
    for (int i = 0; i < 60; i++) {
      assertThat(downloaded.get(i))
          .hasFileName(artifacts.get(i).name())
          .hasSameBinaryContentAs(folder.resolve(artifacts.get(i).name()));
    }
    assertThat(fileSystem.mostWriters.get()).isBetween(2, 6);
  }

  /** Local files, with damage to order. */
  private static final class OddFileSystem implements FileSystem {
    private final LocalFileSystem files = new LocalFileSystem();
    final List<String> writers = new CopyOnWriteArrayList<>();
    final AtomicInteger damagedWrites = new AtomicInteger();
    final AtomicInteger truncatedReads = new AtomicInteger();
    final AtomicInteger openWriters = new AtomicInteger();
    final AtomicInteger mostWriters = new AtomicInteger();
    volatile boolean broken;

    private static String file(String uri) {
      return uri.replace("odd:", "file:");
    }

    @Override
    public String getScheme() {
      return "odd";
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker")
    public ReadableByteChannel reader(String uri) {
      ReadableByteChannel whole = files.reader(file(uri));
      boolean truncated = truncatedReads.getAndUpdate(left -> Math.max(left - 1, 0)) > 0;
      return new ReadableByteChannel() {
        @Override
        public int read(ByteBuffer target) throws java.io.IOException {
          return truncated ? -1 : whole.read(target);
        }

        @Override
        public boolean isOpen() {
          return whole.isOpen();
        }

        @Override
        public void close() throws java.io.IOException {
          whole.close();
        }
      };
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker")
    public WritableByteChannel writer(String uri) {
      writers.add(uri);
      if (broken) {
        throw new IllegalStateException("out of order");
      }
      mostWriters.accumulateAndGet(openWriters.incrementAndGet(), Math::max);
      WritableByteChannel channel = files.writer(file(uri));
      boolean damaged = damagedWrites.getAndUpdate(left -> Math.max(left - 1, 0)) > 0;
      return new WritableByteChannel() {
        @Override
        public int write(ByteBuffer source) throws java.io.IOException {
          if (damaged) {
            int all = source.remaining();
            source.position(source.limit());
            return all;
          }
          return channel.write(source);
        }

        @Override
        public boolean isOpen() {
          return channel.isOpen();
        }

        @Override
        public void close() throws java.io.IOException {
          openWriters.decrementAndGet();
          channel.close();
        }
      };
    }

    @Override
    public Manifest getManifest(String uri) {
      return files.getManifest(file(uri));
    }
  }
}
