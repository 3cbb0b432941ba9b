package org.flytekitplugins.jflyte.module.gs;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import org.flytekitplugins.spi.StorageException;

/** What Google Cloud Storage or its library has failed with, in a sentence with a remedy. */
final class GsFailure {
  static final String NO_SUCH_BLOB = "there is no such blob";

  private GsFailure() {}

  static StorageException of(Throwable e, String bucket, boolean isWrite) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageException inner) {
        return inner;
      }
      if (cause instanceof com.google.cloud.storage.StorageException service
          && service.getCode() != 0) {
        return new StorageException(ofService(service, bucket, isWrite), e);
      }
    }
    return new StorageException(ofClient(e), e);
  }

  private static String ofService(
      com.google.cloud.storage.StorageException e, String bucket, boolean isWrite) {
    String shown = e.getCode() + (e.getReason() == null ? "" : " " + e.getReason());
    return switch (e.getCode()) {
      case 401 ->
          "the credentials are not accepted ("
              + shown
              + "): log in again (gcloud auth"
              + " application-default login), or let the pod run as a service account that is bound"
              + " to one of Google's";
      case 403 ->
          "access is denied ("
              + shown
              + "): give the service account the role Storage Object User"
              + " (roles/storage.objectUser) on bucket "
              + bucket;
      case 404 ->
          isWrite ? "there is no bucket " + bucket + ": make it, or correct the URI" : NO_SUCH_BLOB;
      case 412 -> "it was changed while it was read: read it again when nobody writes it";
      case 429 ->
          "Google Cloud Storage takes no more requests for now ("
              + shown
              + "): try again later, or"
              + " spread what many pods use over several prefixes";
      default ->
          e.getCode() >= 500
              ? "Google Cloud Storage fails ("
                  + shown
                  + "), and has done so for a while: try again later"
              : "Google Cloud Storage refuses it (" + shown + ": " + e.getMessage() + ")";
    };
  }

  private static String ofClient(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof CertPathBuilderException) {
      return "the certificate of Google Cloud Storage is not trusted ("
          + root.getMessage()
          + "): name a trust store that has its authority, or that of the proxy, by"
          + " -Djavax.net.ssl.trustStore in JDK_JAVA_OPTIONS";
    }
    String shown =
        root.getClass().getSimpleName()
            + (root.getMessage() == null ? "" : ": " + root.getMessage());
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      for (StackTraceElement element : cause.getStackTrace()) {
        if (element.getClassName().startsWith("com.google.auth.oauth2.")) {
          return "there are no credentials, because a token cannot be had ("
              + shown
              + "): see that the"
              + " service account exists, and that the pod's is bound to it";
        }
      }
    }
    return root instanceof UnknownHostException || root instanceof ConnectException
        ? "Google Cloud Storage cannot be reached ("
            + shown
            + "): see that network policies and"
            + " proxies let it through, and "
            + GsClients.EMULATOR
            + ", if it is set"
        : root instanceof IOException
            ? "the connection to Google Cloud Storage fails ("
                + shown
                + "), and has done so for a"
                + " while: look at the network between here and there"
            : "the request cannot be made (" + shown + ")";
  }
}
