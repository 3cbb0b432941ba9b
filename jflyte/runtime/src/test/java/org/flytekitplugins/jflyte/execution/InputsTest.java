package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.attempt.AttemptRoom;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
  @TempDir Path folder;
  private AttemptRoom room;
  private String uri;

  @BeforeEach
  void room() {
    room = new AttemptRoom(folder);
    uri = SomeOptions.in(folder).inputs();
  }

  @Test
  void areWhatFlyteLeft() throws Exception {
    Map<String, Literal> inputs =
        Map.of("x", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(3))));
    Files.write(folder.resolve("inputs.pb"), LiteralMapBytes.write(inputs));

    assertThat(Inputs.read(room.blobs, uri)).isEqualTo(inputs);
  }

  @Test
  void thatCannotBeReadAreThePlatformsFailure() {
    assertThatThrownBy(() -> Inputs.read(room.blobs, uri))
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.origin()).isEqualTo(Origin.SYSTEM))
        .hasMessage(
            "the inputs of the task cannot be read: cannot read %s: there is no such blob", uri);
  }

  @Test
  void thatAreNoneAreNamed() throws Exception {
    Files.write(folder.resolve("inputs.pb"), new byte[] {10, 99, 1, 2});

    assertThatThrownBy(() -> Inputs.read(room.blobs, uri))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("inputs " + uri + " cannot be understood: ");
  }
}
