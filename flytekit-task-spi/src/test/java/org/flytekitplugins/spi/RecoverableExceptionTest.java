package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.junit.jupiter.api.Test;

/** A recoverable failure says whose it is. */
class RecoverableExceptionTest {
  private static final class PeerLost extends RecoverableException {
    private static final long serialVersionUID = 1L;

    PeerLost(Throwable cause) {
      super("worker-1 is gone", cause, Origin.SYSTEM);
    }
  }

  @Test
  void itIsTheUsersUnlessItSaysOtherwise() {
    Exception cause = new IllegalStateException("cause");

    assertThat(
            List.of(
                new RecoverableException("no data yet"),
                new RecoverableException("no data yet", cause)))
        .extracting(RecoverableException::origin)
        .containsOnly(Origin.USER);
    assertThat(new RecoverableException("no data yet", cause))
        .hasMessage("no data yet")
        .hasCause(cause);
  }

  @Test
  void aFailureOfThePlatformIsTheSystems() {
    Exception cause = new IllegalStateException("cause");
    RecoverableException failure = RecoverableException.ofSystem("node went away", cause);

    assertThat(failure).hasMessage("node went away").hasCause(cause);
    assertThat(failure.origin()).isEqualTo(Origin.SYSTEM);
  }

  @Test
  void aSubclassChoosesItsOrigin() {
    assertThat(new PeerLost(new IllegalStateException()).origin()).isEqualTo(Origin.SYSTEM);
  }
}
