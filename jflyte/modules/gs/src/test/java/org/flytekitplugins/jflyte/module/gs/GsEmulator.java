package org.flytekitplugins.jflyte.module.gs;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** fake-gcs-server in a process of its own, with one bucket, {@code staging}. */
final class GsEmulator {
  /** The variable that tells where it is. */
  static final String VARIABLE = "FAKE_GCS_SERVER";

  private final Process process;
  private final String address;

  private GsEmulator(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  static GsEmulator start(Path folder) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.createDirectories(folder.resolve("data/staging"));
    Process process =
        new ProcessBuilder(
                System.getenv(VARIABLE),
                "-scheme=http",
                "-host=127.0.0.1",
                "-port=" + port,
                "-backend=memory",
                "-data=" + folder.resolve("data"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    String address = "127.0.0.1:" + port;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/storage/v1/b")).build();
    for (int tries = 0; tries < 200; tries++) {
      try {
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        return new GsEmulator(process, address);
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException(Files.readString(folder.resolve("log")));
  }

  Map<String, String> environment() {
    return Map.of(GsClients.EMULATOR, address);
  }

  String address() {
    return address;
  }

  void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
