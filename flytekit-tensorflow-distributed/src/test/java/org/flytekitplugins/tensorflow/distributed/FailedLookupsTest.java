package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.allreduce.internal.mesh.HostPort;
import org.flytekitplugins.tensorflow.distributed.internal.peer.PeerProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, because Java decides once what it caches. */
class FailedLookupsTest {
  @TempDir Path folder;

  @Test
  void aNameIsFoundAsSoonAsItResolves() throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 another.example\n");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djdk.net.hosts.file=" + hosts,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    hosts.toString()))
            .redirectErrorStream(true)
            .start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said.lines()).containsExactly("unknown host", "connection refused");
  }

  /** Looks a name up, makes it known, and looks it up again at once. */
  static final class Main {
    public static void main(String[] arguments) throws Exception {
      System.out.println(HostPort.describe(PeerProbe.failure("job-worker-1.example:1")));
      Files.writeString(Path.of(arguments[0]), "127.0.0.1 job-worker-1.example\n");
      System.out.println(HostPort.describe(PeerProbe.failure("job-worker-1.example:1")));
    }
  }
}
