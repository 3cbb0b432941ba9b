package org.flytekitplugins.kubeflow;

import java.net.URI;
import java.nio.file.Path;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flytekitplugins.spi.TaskStorage;

/**
 * Files and folders as inputs and outputs of tasks: a Blob is what Flyte passes on, its URI the
 * place where {@link TaskStorage} keeps the content.
 */
public final class StoredBlob {
  private StoredBlob() {}

  /**
   * Uploads a file, or a folder with all that is in it, and returns it as an output.
   *
   * @throws java.io.UncheckedIOException as {@link TaskStorage#upload} does
   */
  public static SdkBindingData<Blob> upload(Path source) {
    return at(TaskStorage.current().upload(source).toString());
  }

  /**
   * Downloads an input to a temporary folder, which is deleted when this process ends.
   *
   * @return where it is now, under the name it was uploaded with
   * @throws IllegalArgumentException if the input is {@link #none()}, or not stored where tasks of
   *     this platform can read
   * @throws java.io.UncheckedIOException as {@link TaskStorage#download} does
   */
  public static Path download(SdkBindingData<Blob> input) {
    String uri = uri(input);
    String path = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    String name = path.substring(path.lastIndexOf('/') + 1);
    return download(input, TemporaryFolder.make().resolve(name));
  }

  /**
   * Downloads an input.
   *
   * @param target where the file or folder shall be; nothing may be there yet, and missing parent
   *     folders are made
   * @return the target
   * @throws IllegalArgumentException if the input is {@link #none()}, or not stored where tasks of
   *     this platform can read
   * @throws java.io.UncheckedIOException as {@link TaskStorage#download} does
   */
  public static Path download(SdkBindingData<Blob> input, Path target) {
    TaskStorage.current().download(URI.create(uri(input)), target);
    return target;
  }

  private static String uri(SdkBindingData<Blob> input) {
    String uri = input.get().uri();
    if (uri.isEmpty()) {
      throw new IllegalArgumentException(
          "the Blob has no content to download: the task that made it returned StoredBlob.none()");
    }
    return uri;
  }

  /** An output without content, for a task that made none this time. */
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
}
