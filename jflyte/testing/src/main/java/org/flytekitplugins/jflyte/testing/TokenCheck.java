package org.flytekitplugins.jflyte.testing;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;

/** Refuses calls without a good token; those about how to get one need none. */
final class TokenCheck implements ServerInterceptor {
  private final TokenDesk tokens;
  private final List<Metadata.Key<String>> headers;
  private final CallLog log;

  TokenCheck(TokenDesk tokens, List<String> headers, CallLog log) {
    this.tokens = tokens;
    this.headers =
        headers.stream()
            .map(name -> Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))
            .toList();
    this.log = log;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
    String service = call.getMethodDescriptor().getServiceName();
    if ("flyteidl.service.AuthMetadataService".equals(service) || isAccepted(metadata)) {
      return next.startCall(call, metadata);
    }
    log.refuse();
    call.close(
        Status.UNAUTHENTICATED.withDescription("token parse error [JWT_VERIFICATION_FAILED]"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private boolean isAccepted(Metadata metadata) {
    for (Metadata.Key<String> header : headers) {
      String value = metadata.get(header);
      if (value != null
          && value.regionMatches(true, 0, "Bearer ", 0, 7)
          && tokens.accepts(value.substring(7))) {
        return true;
      }
    }
    return false;
  }
}
