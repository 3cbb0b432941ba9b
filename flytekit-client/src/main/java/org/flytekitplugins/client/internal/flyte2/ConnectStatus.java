package org.flytekitplugins.client.internal.flyte2;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.grpc.Status;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * What an answer says of a call, in gRPC's codes, which connect's are by other names.
 *
 * @see <a href="https://connectrpc.com/docs/protocol/#error-codes">Connect's error codes</a>
 */
final class ConnectStatus {
  private static final JsonFactory JSON = new JsonFactory();

  private ConnectStatus() {}

  /** The status of an answer that is no success. */
  static Status ofAnswer(int httpCode, byte[] body) {
    return parse(body)
        .orElseGet(
            () -> ofHttp(httpCode).withDescription("the server answered with HTTP " + httpCode));
  }

  /** How a stream has ended, as its last frame says it. */
  static Status ofLastFrame(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Status.INTERNAL.withDescription("the last frame of the stream is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isError = parser.currentName().equals("error");
        parser.nextToken();
        if (isError) {
          return error(parser)
              .orElse(Status.UNKNOWN.withDescription("the stream ended with an error"));
        }
        parser.skipChildren();
      }
      return Status.OK;
    } catch (IOException e) {
      return Status.INTERNAL
          .withDescription("the last frame of the stream is no JSON")
          .withCause(e);
    }
  }

  /** What a body says; empty if it is no error of connect's. */
  static Optional<Status> parse(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? error(parser) : Optional.empty();
    } catch (IOException notJson) {
      // A proxy's page; the code of HTTP says what there is to say.
      return Optional.empty();
    }
  }

  /** The object that the parser is in; empty if it has no code. */
  private static Optional<Status> error(JsonParser parser) throws IOException {
    String code = "";
    String message = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("code")) {
        code = parser.getValueAsString("");
      } else if (name.equals("message")) {
        message = parser.getValueAsString("");
      } else {
        parser.skipChildren();
      }
    }
    return status(code, message);
  }

  /** Empty for what is no code of connect's: a gateway of Flyte 1 has numbers. */
  private static Optional<Status> status(String name, String message) {
    // The only one that is spelt otherwise.
    String upper = name.equals("canceled") ? "CANCELLED" : name.toUpperCase(Locale.ROOT);
    for (Status.Code code : Status.Code.values()) {
      if (code.name().equals(upper)) {
        return Optional.of(said(code, message).toStatus().withDescription(message));
      }
    }
    return Optional.empty();
  }

  /** Flyte 2 says in words, with 500, what has codes of its own. */
  private static Status.Code said(Status.Code code, String message) {
    if (code != Status.Code.INTERNAL && code != Status.Code.UNKNOWN) {
      return code;
    }
    String words = message.toLowerCase(Locale.ROOT);
    return words.contains("already exists")
        ? Status.Code.ALREADY_EXISTS
        : words.contains("not found") ? Status.Code.NOT_FOUND : code;
  }

  private static Status ofHttp(int code) {
    switch (code) {
      case 401:
        return Status.UNAUTHENTICATED;
      case 403:
        return Status.PERMISSION_DENIED;
      case 404:
        return Status.UNIMPLEMENTED;
      case 429:
      case 502:
      case 503:
      case 504:
        return Status.UNAVAILABLE;
      default:
        return code == 400 ? Status.INTERNAL : Status.UNKNOWN;
    }
  }
}
