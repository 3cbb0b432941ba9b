package org.flytekitplugins.jflyte.module.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.flytekitplugins.spi.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BlobAddressTest {
  @ParameterizedTest
  @CsvSource({
    "s3://bucket/a/b.pb, bucket, a/b.pb",
    "s3://bucket//a, bucket, /a",
    "s3://bucket/a%20b+c%2Bd, bucket, a b+c+d",
    "s3://bucket/%C3%A4ä, bucket, ää",
    "s3://bucket/100%, bucket, 100%",
    "s3://bucket/a%zz?b#c, bucket, a%zz?b#c",
    "abfs://data@acme.dfs.core.windows.net/a, data@acme.dfs.core.windows.net, a"
  })
  void aUriNamesAContainerAndAKey(String uri, String container, String key) {
    assertThat(BlobAddress.of(uri)).isEqualTo(new BlobAddress(container, key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3:bucket/key", "s3://bucket", "s3://bucket/", "s3:///key", "s3:/a/b"})
  void whatNamesNoBlobIsRefused(String uri) {
    assertThatThrownBy(() -> BlobAddress.of(uri))
        .isInstanceOf(StorageException.class)
        .hasMessage("it names no blob: write s3://bucket/key");
  }

  @Test
  void itIsAskedForBeforeAnythingIsSent() {
    MemoryService service = new MemoryService();
    BlobFileSystem blobs = new BlobFileSystem("mem", service);

    assertThatThrownBy(() -> blobs.putIfAbsent("mem://bucket", new byte[1]))
        .isInstanceOf(StorageException.class);
    assertThat(service.calls).isEmpty();
  }
}
