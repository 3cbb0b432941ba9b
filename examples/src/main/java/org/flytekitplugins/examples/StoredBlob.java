package org.flytekitplugins.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flytekitplugins.spi.TaskStorage;

/** Files and folders on their way between tasks: a Blob is what Flyte passes, its URI the place. */
public final class StoredBlob {
  private StoredBlob() {}

  /** Uploads a file or a folder and returns it as an output. */
  public static SdkBindingData<Blob> upload(Path source) {
    return at(TaskStorage.current().upload(source).toString());
  }

  /** An output of a replica that has none: only what the primary replica returns is written. */
  public static SdkBindingData<Blob> none() {
    return at("");
  }

  private static SdkBindingData<Blob> at(String uri) {
    return SdkBindingDataFactory.of(
        Blob.builder()
            .uri(uri)
            // The one type that JacksonSdkType declares for a Blob, whatever it is.
            .metadata(BlobMetadata.builder().type(BlobType.DEFAULT).build())
            .build());
  }

  /** Downloads an input to a new place in a new temporary folder. */
  public static Path download(SdkBindingData<Blob> input, String name) {
    try {
      Path target = Files.createTempDirectory("digits-").resolve(name);
      TaskStorage.current().download(URI.create(input.get().uri()), target);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder could be made for " + name, e);
    }
  }
}
