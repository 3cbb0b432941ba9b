package org.flytekitplugins.jflyte.module.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.flytekitplugins.jflyte.module.blob.BlobAddress;
import org.flytekitplugins.jflyte.module.blob.BlobService;
import org.flytekitplugins.jflyte.module.blob.Content;
import org.flytekitplugins.jflyte.module.blob.OpenBlob;
import org.flytekitplugins.jflyte.module.blob.PartedUpload;
import org.flytekitplugins.jflyte.module.blob.StoredChecksum;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3's objects. The client is made when the first of them is asked for. */
final class S3BlobService implements BlobService {
  private static final String BINARY = "application/octet-stream";

  /** What a blob that went up in parts has as metadata: which upload it is of. */
  private static final String UPLOAD = "jflyte-upload";

  private static final int PRECONDITION_FAILED = 412;
  private static final int NO_SUCH_RANGE = 416;
  private static final int NOT_IMPLEMENTED = 501;

  private final S3Settings settings;
  private volatile @Nullable S3Client client;

  S3BlobService(S3Settings settings) {
    this.settings = settings;
  }

  private S3Client client() {
    S3Client made = client;
    if (made == null) {
      synchronized (this) {
        made = client;
        if (made == null) {
          made = S3Clients.of(settings);
          client = made;
        }
      }
    }
    return made;
  }

  // A GET, because the answer to a HEAD has no body to say why in: expired credentials, another
  // clock, no such bucket.
  @Override
  public boolean exists(BlobAddress address) {
    try {
      client()
          .getObject(
              GetObjectRequest.builder()
                  .bucket(address.container())
                  .key(address.key())
                  .range("bytes=0-0")
                  .build())
          .close();
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == NO_SUCH_RANGE) {
        return true;
      }
      if (S3Failure.isNoBlob(e)) {
        return false;
      }
      throw failure(e, address);
    } catch (SdkException e) {
      throw failure(e, address);
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public OpenBlob open(BlobAddress address, long offset, long length, @Nullable String version) {
    boolean isWhole = offset == 0 && length < 0;
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(address.container()).key(address.key()).ifMatch(version);
    if (isWhole) {
      request.checksumMode(ChecksumMode.ENABLED);
    } else {
      request.range("bytes=" + offset + "-" + (length < 0 ? "" : offset + length - 1));
    }
    try {
      ResponseInputStream<GetObjectResponse> stream = client().getObject(request.build());
      GetObjectResponse response = stream.response();
      return new OpenBlob(
          new S3Stream(stream, response.contentLength()),
          isWhole ? response.contentLength() : size(response.contentRange()),
          response.eTag(),
          isWhole && response.checksumType() != ChecksumType.COMPOSITE
              ? checksum(response.checksumCRC32())
              : null);
    } catch (SdkException e) {
      throw failure(e, address);
    }
  }

  private static long size(String contentRange) {
    return Long.parseLong(contentRange.substring(contentRange.lastIndexOf('/') + 1));
  }

  private static @Nullable StoredChecksum checksum(@Nullable String base64) {
    // That of parts ends in their number.
    return base64 == null || base64.indexOf('-') >= 0 ? null : StoredChecksum.of(false, base64);
  }

  private static String crc32(Content content) {
    return StoredChecksum.base64(content.count(new CRC32()));
  }

  @Override
  public boolean put(BlobAddress address, Content content, boolean onlyIfAbsent) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(address.container())
            .key(address.key())
            .contentType(BINARY)
            .checksumCRC32(crc32(content));
    if (onlyIfAbsent) {
      request.ifNoneMatch("*");
    }
    try {
      client().putObject(request.build(), body(content));
      return true;
    } catch (S3Exception e) {
      if (onlyIfAbsent && e.statusCode() == PRECONDITION_FAILED) {
        return false;
      }
      // Servers that know no such condition say so; none is left without an answer.
      if (onlyIfAbsent && e.statusCode() == NOT_IMPLEMENTED) {
        return !exists(address) && put(address, content, false);
      }
      throw failure(e, address);
    } catch (SdkException e) {
      throw failure(e, address);
    }
  }

  private static RequestBody body(Content content) {
    return RequestBody.fromContentProvider(content::open, content.length(), BINARY);
  }

  private RuntimeException failure(SdkException e, BlobAddress address) {
    return S3Failure.of(e, address, settings);
  }

  @Override
  public PartedUpload startUpload(BlobAddress address) {
    String name = UUID.randomUUID().toString();
    try {
      String id =
          client()
              .createMultipartUpload(
                  upload ->
                      upload
                          .bucket(address.container())
                          .key(address.key())
                          .contentType(BINARY)
                          .metadata(Map.of(UPLOAD, name))
                          .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                          .checksumType(ChecksumType.FULL_OBJECT))
              .uploadId();
      return new Multipart(address, id, name);
    } catch (SdkException e) {
      throw failure(e, address);
    }
  }

  private final class Multipart implements PartedUpload {
    private final BlobAddress address;
    private final String id;
    private final String name;
    private final Map<Integer, CompletedPart> parts = new ConcurrentHashMap<>();

    Multipart(BlobAddress address, String id, String name) {
      this.address = address;
      this.id = id;
      this.name = name;
    }

    @Override
    public boolean isInOrder() {
      return false;
    }

    @Override
    public void part(int number, Content content) {
      String crc32 = crc32(content);
      try {
        String etag =
            client()
                .uploadPart(
                    part ->
                        part.bucket(address.container())
                            .key(address.key())
                            .uploadId(id)
                            .partNumber(number + 1)
                            .checksumCRC32(crc32),
                    body(content))
                .eTag();
        parts.put(
            number,
            CompletedPart.builder().partNumber(number + 1).eTag(etag).checksumCRC32(crc32).build());
      } catch (SdkException e) {
        throw failure(e, address);
      }
    }

    @Override
    public void complete(int count) {
      List<CompletedPart> inOrder = new ArrayList<>(new TreeMap<>(parts).values());
      if (inOrder.size() != count) {
        throw new IllegalStateException(inOrder.size() + " of " + count + " parts are there");
      }
      try {
        client()
            .completeMultipartUpload(
                upload ->
                    upload
                        .bucket(address.container())
                        .key(address.key())
                        .uploadId(id)
                        .checksumType(ChecksumType.FULL_OBJECT)
                        .multipartUpload(all -> all.parts(inOrder)));
      } catch (SdkException e) {
        // Of an upload that is complete MinIO knows nothing any more, and says so to a second try
        // when the answer to the first was lost.
        if (!S3Failure.isNoUpload(e) || !isPublished()) {
          throw failure(e, address);
        }
      }
    }

    /** Whether the blob that is there is the one of this upload. */
    private boolean isPublished() {
      try {
        return name.equals(
            client()
                .headObject(blob -> blob.bucket(address.container()).key(address.key()))
                .metadata()
                .get(UPLOAD));
      } catch (SdkException e) {
        // What the upload has failed with says more.
        return false;
      }
    }

    @Override
    public void abort() {
      try {
        client()
            .abortMultipartUpload(
                upload -> upload.bucket(address.container()).key(address.key()).uploadId(id));
      } catch (SdkException e) {
        // The bucket's own rule for unfinished uploads has to clear it away.
        return;
      }
    }
  }
}
