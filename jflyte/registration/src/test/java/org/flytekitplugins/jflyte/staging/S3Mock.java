package org.flytekitplugins.jflyte.staging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adobe's S3Mock in a process of its own: its Spring Boot gets along with nobody else's jars. */
public final class S3Mock {
  private static final Pattern PORT =
      Pattern.compile("Tomcat started on ports?.* (\\d+) \\(http\\)");
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final Process process;
  private final int port;

  private S3Mock(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a server with one bucket, which keeps its objects in a folder. */
  public static S3Mock start(String bucket, Path folder) throws IOException, InterruptedException {
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
                "--com.adobe.testing.s3mock.store.initialBuckets=" + bucket)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      return new S3Mock(process, awaitPort(process, log));
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static int awaitPort(Process process, Path log) throws IOException, InterruptedException {
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

  /** What jflyte-aws needs in its environment to come here. */
  public Map<String, String> environment() {
    return Map.of(
        "FLYTE_AWS_ENDPOINT", "http://localhost:" + port,
        "FLYTE_AWS_ACCESS_KEY_ID", "key",
        "FLYTE_AWS_SECRET_ACCESS_KEY", "secret");
  }

  /** Ends the server. */
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
