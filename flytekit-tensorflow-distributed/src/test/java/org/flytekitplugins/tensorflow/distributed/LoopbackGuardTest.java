package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.tensorflow.distributed.internal.peer.LoopbackGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who reaches the TensorFlow server of a replica on this machine. */
@EnabledOnOs(OS.LINUX)
class LoopbackGuardTest {
  private static final byte[] HTTP_2 =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

  @TempDir private Path folder;

  @Test
  void onlyThisMachineReachesTheServer() throws Exception {
    List<InetAddress> others = otherAddresses();
    assumeTrue(!others.isEmpty(), "this machine has no address but the loopback's");
    LoopbackCluster cluster = LoopbackCluster.of("worker-0", "ps-0");
    String address = cluster.address("ps-0");
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));

    try (ProcessJob job = new ProcessJob(cluster, folder, 10, 0, 60, 20)) {
      job.start("ps-0");
      job.awaitEvent("ps-0", "serves");

      assertThat(answers(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)).isTrue();
      for (InetAddress other : others) {
        assertThat(answers(other, port)).as("%s", other).isFalse();
      }
      job.start("worker-0");
      assertThat(job.awaitEnd("worker-0")).startsWith("result steps=10");
    }
  }

  @Test
  void theServersOfPodsAreNotGuarded() {
    Map<String, String> shares = Map.of("TF_GRPC_REUSE_PORT", "true");

    assertThat(LoopbackGuard.start("job-worker-0.namespace.svc:2222", shares)).isFalse();
    assertThat(LoopbackGuard.start("192.0.2.7:2222", shares)).isFalse();
    assertThat(LoopbackGuard.start("127.0.0.1:2222", Map.of())).isFalse();
    assertThat(LoopbackGuard.start("127.0.0.1:2222", Map.of("TF_GRPC_REUSE_PORT", "0"))).isFalse();
  }

  /** Whether somebody speaks HTTP/2 there. */
  private static boolean answers(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 10_000);
      socket.setSoTimeout(Math.toIntExact(Duration.ofSeconds(10).toMillis()));
      OutputStream out = socket.getOutputStream();
      out.write(HTTP_2);
      return socket.getInputStream().read() >= 0;
    } catch (SocketException e) {
      return false;
    }
  }

  private static List<InetAddress> otherAddresses() throws IOException {
    List<InetAddress> others = new ArrayList<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(each.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          others.add(address);
        }
      }
    }
    return others;
  }
}
