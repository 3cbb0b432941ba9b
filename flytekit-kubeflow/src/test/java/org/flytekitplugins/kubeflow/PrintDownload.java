package org.flytekitplugins.kubeflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.flytekit.SdkBindingDataFactory;

/** Downloads a folder, and says its name and what is in its file {@code a.csv}. */
final class PrintDownload {
  private PrintDownload() {}

  public static void main(String[] args) throws IOException {
    Blob blob =
        Blob.builder()
            .uri(args[0])
            .metadata(BlobMetadata.builder().type(BlobType.DEFAULT).build())
            .build();
    Path folder = StoredBlob.download(SdkBindingDataFactory.of(blob));
    System.out.println(folder.getFileName());
    System.out.println(Files.readString(folder.resolve("a.csv")));
  }
}
