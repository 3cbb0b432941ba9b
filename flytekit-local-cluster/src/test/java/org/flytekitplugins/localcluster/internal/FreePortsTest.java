package org.flytekitplugins.localcluster.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  @Test
  void portsOfJobsThatLiveTogetherDiffer() {
    try (FreePorts one = FreePorts.find(200);
        FreePorts two = FreePorts.find(200)) {
      Set<Integer> all = new HashSet<>(one.numbers());
      all.addAll(two.numbers());

      assertThat(all).hasSize(400).allMatch(port -> port >= 20_000 && port < 32_768);
    }
  }

  @Test
  void aPortIsTakenWhileSomebodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
      assertThat(FreePorts.isTaken(port)).isTrue();
    }
    assertThat(FreePorts.isTaken(port)).isFalse();
  }

  @Test
  void portsCanBeFoundAgainWhenTheirJobIsOver() {
    for (int i = 0; i < 100; i++) {
      try (FreePorts ports = FreePorts.find(500)) {
        assertThat(ports.numbers()).doesNotHaveDuplicates().hasSize(500);
      }
    }
  }
}
