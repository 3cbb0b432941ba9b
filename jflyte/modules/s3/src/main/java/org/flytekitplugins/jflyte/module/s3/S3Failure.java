package org.flytekitplugins.jflyte.module.s3;

import java.io.IOException;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.util.Objects;
import org.flytekitplugins.jflyte.module.blob.BlobAddress;
import org.flytekitplugins.spi.StorageException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 or its SDK has failed with, in a sentence with a remedy. */
final class S3Failure {
  private static final String NO_SUCH_BUCKET = "NoSuchBucket";
  private static final String NO_SUCH_UPLOAD = "NoSuchUpload";
  private static final int CONFLICT = 409;

  private S3Failure() {}

  /** Whether the bucket is there, and the blob is not: what else is not found is said by code. */
  static boolean isNoBlob(S3Exception e) {
    return switch (code(e)) {
      case "NoSuchKey", "NotFound", "404" -> true;
      default -> false;
    };
  }

  /** Whether an upload in parts is not known, or not any more. */
  static boolean isNoUpload(SdkException e) {
    return e instanceof S3Exception service && code(service).equals(NO_SUCH_UPLOAD);
  }

  /**
   * Whether others write the same blob at the same time. S3 then asks for another try, with which
   * its SDK leaves us alone.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">
   *     Conditional writes</a>
   */
  static boolean isConflict(Throwable e) {
    return e instanceof S3Exception service && service.statusCode() == CONFLICT;
  }

  static StorageException of(SdkException e, BlobAddress address, S3Settings settings) {
    if (e.getCause() instanceof StorageException inner) {
      return inner;
    }
    String sentence =
        e instanceof S3Exception service
            ? ofS3(service, address, settings)
            : e instanceof AwsServiceException service
                ? ofCredentials(service)
                : ofClient(e, settings);
    return new StorageException(sentence, e);
  }

  private static String ofS3(S3Exception e, BlobAddress address, S3Settings settings) {
    String bucket = address.container();
    String shown = e.statusCode() + " " + code(e);
    return switch (code(e)) {
      case NO_SUCH_BUCKET ->
          "there is no bucket " + bucket + at(settings) + ": make it, or correct the URI";
      case "NoSuchKey", "NotFound", "404" -> "there is no such blob";
      case NO_SUCH_UPLOAD ->
          "the upload was ended by somebody else: look for rules of the bucket that end unfinished"
              + " uploads early";
      case "ExpiredToken", "TokenRefreshRequired", "RequestExpired" ->
          "the credentials have expired ("
              + shown
              + "): renew them (aws sso login, for example), or"
              + " let the pod's service account have a role, whose credentials renew themselves";
      // The last one is Versity's, who answer 404.
      case "InvalidAccessKeyId", "InvalidToken", "InvalidClientTokenId", "XAdminUserNotFound" ->
          "S3 does not know the access key ("
              + shown
              + "): see that "
              + S3Settings.ACCESS_KEY_ID
              + " or AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN and the endpoint belong together";
      case "SignatureDoesNotMatch" ->
          "the secret does not belong to the access key ("
              + shown
              + "): set "
              + S3Settings.SECRET_ACCESS_KEY
              + " or AWS_SECRET_ACCESS_KEY anew";
      case "RequestTimeTooSkewed" ->
          "the clock of this machine differs from that of S3 ("
              + shown
              + "): set it by a time"
              + " server, or that of the node";
      case "AccessDenied", "AllAccessDisabled", "Forbidden", "403" ->
          "access is denied ("
              + shown
              + "): allow the role or user s3:GetObject, s3:PutObject and"
              + " s3:AbortMultipartUpload on arn:aws:s3:::"
              + bucket
              + "/*, and s3:ListBucket on"
              + " arn:aws:s3:::"
              + bucket
              + ", without which S3 denies access to what is not there";
      case "PreconditionFailed" ->
          "it was changed while it was read: read it again when nobody writes it";
      case "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          "the bucket is in another region" + region(e) + " (" + shown + "): set AWS_REGION to it";
      case "SlowDown",
          "RequestLimitExceeded",
          "Throttling",
          "ThrottlingException",
          "TooManyRequests" ->
          "S3 takes no more requests for now ("
              + shown
              + ", tried "
              + tries(e)
              + "): try again"
              + " later, or spread what many pods use over several prefixes";
      case "InvalidObjectState" -> "it is archived (" + shown + "): restore it first";
      default -> other(e, shown);
    };
  }

  private static String other(S3Exception e, String shown) {
    if (e.statusCode() >= 500 || e.statusCode() == 429) {
      return "S3 fails (" + shown + ", tried " + tries(e) + "): try again later";
    }
    if (isConflict(e)) {
      return "others write it at the same time (" + shown + ", tried " + tries(e) + "): try again";
    }
    String message = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    return "S3 refuses it (" + shown + (message == null ? "" : ": " + message) + ")";
  }

  private static String ofCredentials(AwsServiceException e) {
    return "there are no credentials, because the role cannot be had ("
        + e.statusCode()
        + " "
        + code(e)
        + "): see that the role of the service account or profile exists and trusts it";
  }

  private static String ofClient(SdkException e, S3Settings settings) {
    String message = Objects.requireNonNullElse(e.getMessage(), "");
    if (message.contains("Unable to load credentials")
        || message.contains("Failed to load credentials")
        || message.contains("Unable to load region")) {
      return "there are no credentials: give the pod's service account a role (IRSA, or Pod"
          + " Identity), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or "
          + S3Settings.ACCESS_KEY_ID
          + " and "
          + S3Settings.SECRET_ACCESS_KEY;
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof CertPathBuilderException) {
      return "the certificate of S3"
          + at(settings)
          + " is not trusted ("
          + root.getMessage()
          + "): name a trust store that has its authority, or that of the proxy, by"
          + " -Djavax.net.ssl.trustStore in JDK_JAVA_OPTIONS";
    }
    if (root instanceof IOException) {
      return "S3 cannot be reached"
          + at(settings)
          + " (tried "
          + tries(e)
          + ", "
          + root.getClass().getSimpleName()
          + (root.getMessage() == null ? "" : ": " + root.getMessage())
          + "): see that the endpoint is right, and that network policies and proxies let it through";
    }
    return "the request cannot be made (" + message + ")";
  }

  private static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null || code.isEmpty() ? String.valueOf(e.statusCode()) : code;
  }

  private static String tries(SdkException e) {
    int tries = e.numAttempts() == null ? 1 : e.numAttempts();
    return tries == 1 ? "once" : tries + " times";
  }

  private static String at(S3Settings settings) {
    URI endpoint = settings.endpoint();
    return endpoint == null ? "" : " at " + endpoint.getHost() + port(endpoint);
  }

  private static String port(URI endpoint) {
    return endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
  }

  private static String region(AwsServiceException e) {
    @Nullable String region =
        e.awsErrorDetails() == null || e.awsErrorDetails().sdkHttpResponse() == null
            ? null
            : e.awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader("x-amz-bucket-region")
                .orElse(null);
    return region == null ? "" : ", " + region;
  }
}
