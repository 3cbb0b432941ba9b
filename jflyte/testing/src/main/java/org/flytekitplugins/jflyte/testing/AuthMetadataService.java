package org.flytekitplugins.jflyte.testing;

import flyteidl.service.Auth.OAuth2MetadataRequest;
import flyteidl.service.Auth.OAuth2MetadataResponse;
import flyteidl.service.Auth.PublicClientAuthConfigRequest;
import flyteidl.service.Auth.PublicClientAuthConfigResponse;
import flyteidl.service.AuthMetadataServiceGrpc.AuthMetadataServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Tells clients where and how to get a token. */
final class AuthMetadataService extends AuthMetadataServiceImplBase {
  private final String issuer;
  private final String tokenUrl;
  private final String header;
  private final List<String> scopes;

  AuthMetadataService(String issuer, String tokenUrl, String header, List<String> scopes) {
    this.issuer = issuer;
    this.tokenUrl = tokenUrl;
    this.header = header;
    this.scopes = scopes;
  }

  @Override
  public void getOAuth2Metadata(
      OAuth2MetadataRequest request, StreamObserver<OAuth2MetadataResponse> caller) {
    caller.onNext(
        OAuth2MetadataResponse.newBuilder()
            .setIssuer(issuer)
            .setTokenEndpoint(tokenUrl)
            .addAllScopesSupported(scopes)
            .addTokenEndpointAuthMethodsSupported("client_secret_basic")
            .addGrantTypesSupported("client_credentials")
            .build());
    caller.onCompleted();
  }

  @Override
  public void getPublicClientConfig(
      PublicClientAuthConfigRequest request,
      StreamObserver<PublicClientAuthConfigResponse> caller) {
    caller.onNext(
        PublicClientAuthConfigResponse.newBuilder()
            .setClientId("flytectl")
            .setRedirectUri("http://localhost:53593/callback")
            .addAllScopes(scopes)
            .setAuthorizationMetadataKey(header)
            .build());
    caller.onCompleted();
  }
}
