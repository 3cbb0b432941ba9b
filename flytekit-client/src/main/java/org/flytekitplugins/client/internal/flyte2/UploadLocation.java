package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a file can be put, and where pods find it then. */
@AutoValue
public abstract class UploadLocation {
  private static final int SIGNED_URL = 1;
  private static final int NATIVE_URL = 2;
  private static final int HEADERS = 4;

  UploadLocation() {}

  /** A location. */
  public static UploadLocation of(String signedUrl, String uri, Map<String, String> headers) {
    return new AutoValue_UploadLocation(
        signedUrl, uri, Collections.unmodifiableMap(new LinkedHashMap<>(headers)));
  }

  /** The location of a message. */
  public static UploadLocation of(Fields message) {
    return of(message.text(SIGNED_URL), message.text(NATIVE_URL), message.textMap(HEADERS));
  }

  /** Where it is put, by PUT, without any other permission. */
  public abstract String signedUrl();

  /** Where it is then, like {@code s3://bucket/…}. */
  public abstract String uri();

  /** What the request has to say. */
  public abstract Map<String, String> headers();

  /** The message. */
  public Fields toMessage() {
    return Fields.builder()
        .text(SIGNED_URL, signedUrl())
        .text(NATIVE_URL, uri())
        .textMap(HEADERS, headers())
        .build();
  }
}
