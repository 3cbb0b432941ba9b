package org.flytekitplugins.jflyte.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A registry on loopback, without TLS: Debian's docker-registry, with its blobs in a folder. */
final class Registry implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final Program.Execution process;
  private final HttpClient http = HttpClient.newHttpClient();

  private Registry(Path folder, int port, Program.Execution process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** One that everybody may push to. */
  static Registry start(Path folder) {
    return start(folder, "", "");
  }

  /** One that takes nothing. */
  static Registry startReadOnly(Path folder) {
    return start(folder, ", maintenance: {readonly: {enabled: true}}", "");
  }

  /** One that lets nobody in, since its file of passwords knows none. */
  static Registry startClosed(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path passwords =
        Files.writeString(folder.resolve("htpasswd"), "user:the hash of no password\n");
    return start(folder, "", "auth: {htpasswd: {realm: tests, path: " + passwords + "}}\n");
  }

  private static Registry start(Path folder, String storage, String more) {
    int port = FreePort.next();
    try {
      Files.createDirectories(folder);
      Path configuration =
          Files.writeString(
              folder.resolve("registry.yml"),
              """
              version: 0.1
              log: {level: error, accesslog: {disabled: true}}
              storage: {filesystem: {rootdirectory: %s}%s}
              http: {addr: "127.0.0.1:%d"}
              %s\
              """
                  .formatted(folder, storage, port, more));
      Registry registry =
          new Registry(
              folder,
              port,
              Program.of("docker-registry", "serve", configuration.toString())
                  .loggedIn(folder.resolve("registry.log"))
                  .start());
      registry.awaitListening();
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitListening() {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!listens()) {
      if (!process.isRunning() || System.nanoTime() > deadline) {
        close();
        throw process.failure("does not listen");
      }
      Pause.briefly();
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** What stands before the first slash in the names of its images. */
  String name() {
    return "127.0.0.1:" + port;
  }

  /** The digest of each blob it holds, and its size in bytes. */
  Map<String, Long> blobs() throws IOException {
    Map<String, Long> blobs = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.endsWith("data") && file.toString().contains("/blobs/sha256/")) {
          blobs.put(file.getParent().getFileName().toString(), Files.size(file));
        }
      }
    }
    return blobs;
  }

  /** What a path of the registry's API answers. */
  InputStream get(String path, String accepted) throws IOException {
    try {
      HttpResponse<InputStream> response =
          http.send(
              HttpRequest.newBuilder(URI.create("http://" + name() + "/v2/" + path))
                  .header("Accept", accepted)
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new IOException(path + ": " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
