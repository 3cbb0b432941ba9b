package org.flytekitplugins.tensorflow.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** TensorFlow's libraries, as they show in stack traces, logs and failures. */
final class TensorflowLibraries {
  /** What it says whatever {@code TF_CPP_MIN_LOG_LEVEL} is. */
  private static final Pattern NOISE =
      Pattern.compile("(?:WARNING: All log messages before absl|I0000 ).*");

  private static final Pattern NO_NATIVE_LIBRARY =
      Pattern.compile(
          "no jni(?:tensorflow|javacpp) in java\\.library\\.path"
              + "|Could not initialize class org\\.(?:tensorflow|bytedeco)\\.");

  private TensorflowLibraries() {}

  static boolean have(String className) {
    return className.startsWith("org.tensorflow.") || className.startsWith("org.bytedeco.");
  }

  static boolean print(String line) {
    return NOISE.matcher(line).matches();
  }

  static Optional<String> remedy(Throwable failure) {
    String message = failure.getMessage();
    return failure instanceof LinkageError
            && message != null
            && NO_NATIVE_LIBRARY.matcher(message).find()
        ? Optional.of(
            String.format(
                "TensorFlow's native library for %s is not in the package: put the jar"
                    + " tensorflow-core-native with the classifier %1$s there, in the version of"
                    + " tensorflow-core-api",
                platform()))
        : Optional.empty();
  }

  // As TensorFlow's artifacts call it.
  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String family = os.contains("mac") ? "macosx" : os.contains("win") ? "windows" : "linux";
    String arch = System.getProperty("os.arch", "");
    return family + (arch.equals("aarch64") ? "-arm64" : "-x86_64");
  }
}
