package org.flytekitplugins.jflyte.module.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import org.flytekitplugins.jflyte.module.blob.Connections;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionFactory;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/** Makes clients of S3 that start fast: every pod waits for one. */
final class S3Clients {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int SILENCE_MILLIS = 60_000;

  private S3Clients() {}

  static S3Client of(S3Settings settings) {
    URI endpoint = settings.endpoint();
    String named = region(settings);
    Region region = named == null ? Region.US_EAST_1 : Region.of(named);
    // Not the default, which has more threads, classes and settings than a pod needs.
    SdkHttpClient http = UrlConnectionHttpClient.create(connections(settings));
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http)
            .credentialsProvider(new SendableCredentials(credentials(settings, http, region)))
            .region(region)
            // Without a region in the environment S3 itself says where the bucket is.
            .crossRegionAccessEnabled(endpoint == null && named == null)
            .forcePathStyle(S3Settings.isPathStyle(endpoint))
            // We know the checksums beforehand. What follows a body is not known to all servers.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(settings.attempts())
                            .retryOnException(S3Failure::isConflict)
                            .build())
                    .build());
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }

  private static UrlConnectionFactory connections(S3Settings settings) {
    Connections connections = new Connections(settings.environment());
    return uri -> {
      try {
        HttpURLConnection connection = connections.to(uri.toURL());
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(SILENCE_MILLIS);
        return connection;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static @Nullable String region(S3Settings settings) {
    String region = settings.region();
    if (region != null || !settings.hasProfile()) {
      return region;
    }
    try {
      return new AwsProfileRegionProvider().getRegion().id();
    } catch (SdkClientException e) {
      return null;
    }
  }

  private static AwsCredentialsProvider credentials(
      S3Settings settings, SdkHttpClient http, Region region) {
    String[] keys = settings.keys();
    if (keys != null) {
      return StaticCredentialsProvider.create(AwsBasicCredentials.create(keys[0], keys[1]));
    }
    // The default would go on without a word when the role is refused, and end with no credentials.
    // And the SDK's own client of STS knows no HTTPS_PROXY.
    return settings.hasRoleOfServiceAccount()
        ? StsWebIdentityTokenFileCredentialsProvider.builder()
            .stsClient(
                StsClient.builder()
                    .httpClient(http)
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .region(region)
                    .build())
            .build()
        : DefaultCredentialsProvider.builder().build();
  }
}
