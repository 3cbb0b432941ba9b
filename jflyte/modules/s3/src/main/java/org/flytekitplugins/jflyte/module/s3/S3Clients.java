package org.flytekitplugins.jflyte.module.s3;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Makes clients of S3 that start fast: every pod waits for one. */
final class S3Clients {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private S3Clients() {}

  static S3Client of(S3Settings settings) {
    URI endpoint = settings.endpoint();
    String region = region(settings);
    S3ClientBuilder builder =
        S3Client.builder()
            // Not the default, which has more threads, classes and settings than a pod needs.
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE)
                    .build())
            .credentialsProvider(credentials(settings))
            .region(Region.of(region == null ? "us-east-1" : region))
            // Without a region in the environment S3 itself says where the bucket is.
            .crossRegionAccessEnabled(endpoint == null && region == null)
            .forcePathStyle(S3Settings.isPathStyle(endpoint))
            // We know the checksums beforehand. What follows a body is not known to all servers.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(settings.attempts())
                            .build())
                    .build());
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
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

  private static AwsCredentialsProvider credentials(S3Settings settings) {
    String[] keys = settings.keys();
    if (keys != null) {
      return StaticCredentialsProvider.create(AwsBasicCredentials.create(keys[0], keys[1]));
    }
    // The default would go on without a word when the role is refused, and end with no credentials.
    return settings.hasRoleOfServiceAccount()
        ? WebIdentityTokenFileCredentialsProvider.create()
        : DefaultCredentialsProvider.builder().build();
  }
}
