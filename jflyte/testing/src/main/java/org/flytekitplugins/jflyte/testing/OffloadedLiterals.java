package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.admin.Common.UrlBlob;
import flyteidl.core.Literals.LiteralMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Inputs and outputs by the URIs under which flyteadmin keeps them, and the files of this machine
 * that somebody else names. Answers hold none that are bigger than a limit.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/manager/impl/util/data.go">flyteadmin's
 *     data</a>
 */
final class OffloadedLiterals {
  /** How big they are at most in an answer, unless flyteadmin is configured otherwise. */
  private static final int LIMIT = 2 * 1024 * 1024;

  private static final String BUCKET = "s3://my-s3-bucket/metadata/";

  private final Map<String, LiteralMap> kept = new ConcurrentHashMap<>();

  /** Keeps them; the answer is where. */
  String put(LiteralMap literals, List<String> path) {
    String uri = BUCKET + String.join("/", path);
    kept.put(uri, literals);
    return uri;
  }

  /** What is there; none if nothing is. */
  LiteralMap get(String uri) {
    LiteralMap found = kept.get(uri);
    if (found != null) {
      return found;
    }
    return uri.startsWith("file:")
        ? read(Path.of(URI.create(uri)))
        : LiteralMap.getDefaultInstance();
  }

  /** What is there, if it is small enough for an answer. */
  LiteralMap inAnswer(String uri) {
    LiteralMap found = get(uri);
    return found.getSerializedSize() < LIMIT ? found : LiteralMap.getDefaultInstance();
  }

  /** Where it is and how big, for those who get it themselves. */
  @SuppressWarnings("deprecation") // what is too big for an answer can be had in no other way
  UrlBlob blob(String uri) {
    return UrlBlob.newBuilder().setUrl(uri).setBytes(get(uri).getSerializedSize()).build();
  }

  void clear() {
    kept.clear();
  }

  private static LiteralMap read(Path file) {
    if (!Files.exists(file)) {
      return LiteralMap.getDefaultInstance();
    }
    try {
      return LiteralMap.parseFrom(Files.readAllBytes(file));
    } catch (InvalidProtocolBufferException e) {
      return LiteralMap.getDefaultInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e, e);
    }
  }
}
