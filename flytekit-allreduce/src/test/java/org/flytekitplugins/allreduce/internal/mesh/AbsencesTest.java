package org.flytekitplugins.allreduce.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.flytekitplugins.allreduce.internal.greeting.Roster;
import org.junit.jupiter.api.Test;

/** Who is waited for, and why. */
class AbsencesTest {
  private static final Roster ROSTER =
      new Roster("job", List.of("chief-0", "worker-0", "worker-1"), 0, null);
  private static final HostPort NOWHERE = HostPort.parse("127.0.0.1:1");

  private final Absences absences = new Absences(ROSTER, List.of(NOWHERE, NOWHERE, NOWHERE));

  @Test
  void whoHasGivenUpIsNotNamedWhileAnotherNeverCame() {
    absences.left(1);
    absences.failed(1, "connection refused");
    absences.failed(2, "no answer");

    assertThat(absences.of(peer -> false)).containsExactly(entry(2, "no answer"));
  }

  @Test
  void whoHasGivenUpIsNamedWhereNobodyElseIsMissing() {
    absences.left(1);
    absences.failed(1, "connection refused");

    assertThat(absences.of(peer -> peer == 2)).containsExactly(entry(1, "connection refused"));
  }

  @Test
  void whoCameBackHasNotLeft() {
    absences.left(1);
    absences.arrived(1);
    absences.failed(1, "no answer");
    absences.failed(2, "no answer");

    assertThat(absences.hasLeft(1)).isFalse();
    assertThat(absences.of(peer -> false))
        .containsExactly(entry(1, "no answer"), entry(2, "no answer"));
  }

  @Test
  void ofWhomNothingIsKnownItIsTriedWhetherItIsUp() throws Exception {
    try (ServerSocket up = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HostPort address = HostPort.parse("127.0.0.1:" + up.getLocalPort());
      assertThat(new Absences(ROSTER, List.of(NOWHERE, address, NOWHERE)).of(peer -> peer == 2))
          .containsExactly(entry(1, "it is up, but has not connected to this replica"));
    }
  }
}
