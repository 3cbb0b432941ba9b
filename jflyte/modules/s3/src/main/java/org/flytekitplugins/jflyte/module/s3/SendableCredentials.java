package org.flytekitplugins.jflyte.module.s3;

import org.flytekitplugins.spi.StorageException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Credentials whose parts that go into headers can go there. Java's HTTP client refuses others,
 * too, but repeats them, and what it says ends up in logs.
 */
final class SendableCredentials implements AwsCredentialsProvider {
  private final AwsCredentialsProvider provider;

  SendableCredentials(AwsCredentialsProvider provider) {
    this.provider = provider;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    AwsCredentials credentials = provider.resolveCredentials();
    require(
        "access key",
        S3Settings.ACCESS_KEY_ID + " or AWS_ACCESS_KEY_ID",
        credentials.accessKeyId());
    if (credentials instanceof AwsSessionCredentials session) {
      require("session token", "AWS_SESSION_TOKEN", session.sessionToken());
    }
    return credentials;
  }

  private static void require(String part, String variable, String value) {
    if (!value.chars().allMatch(c -> c >= '!' && c <= '~')) {
      throw new StorageException(
          "the "
              + part
              + " has a line break or another character that no header can carry: put it into "
              + variable
              + ", or wherever it is from, alone and in one line");
    }
  }
}
