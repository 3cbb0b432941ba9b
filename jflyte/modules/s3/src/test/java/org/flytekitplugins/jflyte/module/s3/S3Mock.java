package org.flytekitplugins.jflyte.module.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adobe's S3Mock in a process of its own, one for all tests: its Spring Boot gets along with nobody
 * else's jars. It has one bucket, {@code staging}.
 */
final class S3Mock {
  private static final Pattern PORT =
      Pattern.compile("Tomcat started on ports?.* (\\d+) \\(http\\)");
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static int port;

  private S3Mock() {}

  /** Where it is. */
  static synchronized String endpoint() throws IOException, InterruptedException {
    if (port == 0) {
      port = start();
    }
    return "http://127.0.0.1:" + port;
  }

  /** What brings a module here. */
  static Map<String, String> environment() throws IOException, InterruptedException {
    return environment(endpoint());
  }

  static Map<String, String> environment(String endpoint) {
    return Map.of(
        S3Settings.ENDPOINT,
        endpoint,
        S3Settings.ACCESS_KEY_ID,
        "key",
        S3Settings.SECRET_ACCESS_KEY,
        "s3cr3t",
        "AWS_MAX_ATTEMPTS",
        "2");
  }

  private static int start() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target", "s3mock", "run")).toAbsolutePath();
    Path log = folder.resolve("s3mock.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-jar",
                Path.of("target", "s3mock", "s3mock-exec.jar").toString(),
                "--server.port=0",
                "--com.adobe.testing.s3mock.httpPort=0",
                "--com.adobe.testing.s3mock.store.initialBuckets=staging")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Instant deadline = Instant.now().plus(DEADLINE);
    while (Instant.now().isBefore(deadline) && process.isAlive()) {
      Matcher matcher = PORT.matcher(Files.readString(log));
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("S3Mock did not start:\n" + Files.readString(log));
  }
}
