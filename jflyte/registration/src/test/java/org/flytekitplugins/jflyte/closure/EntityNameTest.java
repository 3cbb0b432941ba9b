package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.acme.Train",
        "com.acme.Outer$Inner",
        "train digits",
        "team/train",
        "größe",
        "a\ud83d\ude00"
      })
  void whatFlyteKeepsIsTaken(String name) {
    assertThatCode(() -> EntityName.check("task", name)).doesNotThrowAnyException();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("", "\"\", which says nothing"),
        Arguments.of("  ", "\"  \", which says nothing"),
        Arguments.of("a\nb", "\"a\\u000ab\", which has a character that cannot be printed"),
        Arguments.of("a\0", "\"a\\u0000\", which has a character that cannot be printed"),
        Arguments.of("a\ud83d", "\"a\\ud83d\", which has a character that cannot be printed"),
        Arguments.of(
            "n".repeat(256),
            "\"" + "n".repeat(255) + "\", which is longer than Flyte's names may be"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatFlyteCannotKeepIsNot(String name, String fault) {
    assertThatThrownBy(() -> EntityName.check("task", name))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "a task is named "
                + fault
                + ": name it after its class, or give it up to 255 printable characters");
  }
}
