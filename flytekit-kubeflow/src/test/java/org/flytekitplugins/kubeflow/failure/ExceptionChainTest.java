package org.flytekitplugins.kubeflow.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However much was thrown, it fits into a document. */
class ExceptionChainTest {
  @Test
  void keepsTheOutermostAndTheInnermostOfALongChain() {
    List<ThrownException> nine =
        IntStream.range(0, 9)
            .mapToObj(i -> ThrownException.of("a.E" + i, null))
            .collect(Collectors.toList());
    ExceptionChain chain = ExceptionChain.of(nine, null);
    assertThat(chain.exceptions())
        .extracting(ThrownException::type)
        .containsExactly("a.E0", "a.E1", "a.E2", "a.E3", "a.E4", "a.E5", "a.E6", "a.E8");
    assertThat(chain.sentence()).isEqualTo("a.E0, caused by a.E8");
    assertThat(ExceptionChain.of(nine.subList(0, 8), null).exceptions())
        .isEqualTo(nine.subList(0, 8));
  }

  @Test
  void cutsLongTextsBetweenCharacters() {
    String longest = "x".repeat(ThrownException.LONGEST_TEXT);
    assertThat(ThrownException.of("a.E", longest, longest).message()).isEqualTo(longest);
    assertThat(ThrownException.of("a.E", longest + "y").message())
        .isEqualTo("x".repeat(ThrownException.LONGEST_TEXT - 1) + "…");
    String faces = "x" + "😀".repeat(ThrownException.LONGEST_TEXT / 2);
    assertThat(ThrownException.of("a.E", faces, faces).text())
        .isEqualTo("x" + "😀".repeat(ThrownException.LONGEST_TEXT / 2 - 1) + "…");
  }

  @Test
  void ofNothingIsRefused() {
    assertThatThrownBy(() -> ExceptionChain.of(List.of(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a chain has no exceptions, but something was thrown: give at least that");
  }
}
