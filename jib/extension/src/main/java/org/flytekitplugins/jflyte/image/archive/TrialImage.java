package org.flytekitplugins.jflyte.image.archive;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/** An image as it is planned, with a package in it to be tried; a file of this machine. */
final class TrialImage implements AutoCloseable {
  private static final String TAR = "tar://";

  /** What the image is not to have: all of it is below here. */
  private static final String FOLDER = "/trial";

  static final String PACKAGE = FOLDER + "/package";
  static final String INPUTS = FOLDER + "/inputs.pb";
  static final String OUTPUT = FOLDER + "/out";

  /** A literal map, {@code x: 1}. */
  private static final byte[] ONE_INPUT = {
    0x0a, 0x0b, 0x0a, 0x01, 'x', 0x12, 0x06, 0x0a, 0x04, 0x0a, 0x02, 0x08, 0x01
  };

  private final Path work;
  private final Path file;
  private final String id;

  private TrialImage(Path work, Path file, String id) {
    this.work = work;
    this.file = file;
    this.id = id;
  }

  static TrialImage build(
      ContainerBuildPlan plan, Properties settings, boolean isOffline, Path work)
      throws IOException, NoArchiveException {
    List<FileEntriesLayer> layers = new ArrayList<>(LaunchedImage.layers(plan));
    layers.add(trial(Path.of(settings.getProperty("jflyte.archive.trial")), work));
    Path file = work.resolve("image.tar");
    Path cache =
        Path.of(
            settings.getProperty(
                "jib.baseImageCache", Containerizer.DEFAULT_BASE_CACHE_DIRECTORY.toString()));
    try {
      JibContainer built =
          base(settings)
              .setPlatforms(plan.getPlatforms())
              .setEnvironment(plan.getEnvironment())
              .setEntrypoint(plan.getEntrypoint())
              .setFileEntriesLayers(layers)
              .containerize(
                  Containerizer.to(TarImage.at(file).named("trial"))
                      .setBaseImageLayersCache(cache)
                      .setApplicationLayersCache(work.resolve("layers"))
                      .setAllowInsecureRegistries(
                          Boolean.parseBoolean(settings.getProperty("jib.allowInsecureRegistries")))
                      .setOfflineMode(isOffline));
      return new TrialImage(work, file, built.getImageId().getHash());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoArchiveException("interrupted", e);
    } catch (InvalidImageReferenceException
        | RegistryException
        | CacheDirectoryCreationException
        | ExecutionException
        | IOException e) {
      // Jib meets the same, and has its own words for it.
      throw new NoArchiveException("the image cannot be tried (" + e.getMessage() + ")", e);
    }
  }

  // A plan does not say of which file a base is.
  private static JibContainerBuilder base(Properties settings)
      throws InvalidImageReferenceException {
    String name = settings.getProperty("jib.from.image", settings.getProperty("jflyte.base"));
    if (name.startsWith(TAR)) {
      return Jib.from(TarImage.at(Path.of(name.substring(TAR.length()))));
    }
    ImageReference reference = ImageReference.parse(name);
    RegistryImage base = RegistryImage.named(reference);
    String user = settings.getProperty("jib.from.auth.username");
    if (user != null) {
      base.addCredential(user, settings.getProperty("jib.from.auth.password", ""));
    }
    CredentialRetrieverFactory credentials =
        CredentialRetrieverFactory.forImage(reference, event -> {});
    return Jib.from(
        base.addCredentialRetriever(credentials.dockerConfig())
            .addCredentialRetriever(credentials.wellKnownCredentialHelpers()));
  }

  private static FileEntriesLayer trial(Path trial, Path work) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("trial");
    List<Path> jars = new ArrayList<>();
    jars.add(ownJar());
    try (DirectoryStream<Path> libraries = Files.newDirectoryStream(trial, "*.jar")) {
      libraries.forEach(jars::add);
    }
    Collections.sort(jars);
    for (Path jar : jars) {
      layer.addEntry(jar, AbsoluteUnixPath.get(PACKAGE + "/" + jar.getFileName()));
    }
    Path inputs = Files.write(work.resolve("inputs.pb"), ONE_INPUT);
    return layer.addEntry(inputs, AbsoluteUnixPath.get(INPUTS)).build();
  }

  private static Path ownJar() {
    try {
      return Path.of(TrialImage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells its content. */
  String id() {
    return id;
  }

  ImageRoot unpack() throws IOException, NoArchiveException {
    return ImageRoot.unpack(file, work);
  }

  @Override
  public void close() throws IOException {
    ImageRoot.delete(work);
  }
}
