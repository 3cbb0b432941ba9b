package org.flytekitplugins.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A parameter is split as a shell would. */
class WordsTest {
  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of(null, List.of()),
        Arguments.of("  ", List.of()),
        Arguments.of("--steps 600\n  --seed\t1 ", List.of("--steps", "600", "--seed", "1")),
        Arguments.of("--name 'a \"b\"' \"c 'd'\"", List.of("--name", "a \"b\"", "c 'd'")),
        Arguments.of("--a=\"b c\"d ''", List.of("--a=b cd", "")));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void blanksSplitAndQuotesHoldTogether(String text, List<String> words) throws Exception {
    assertThat(Words.of("flyte.args", text)).isEqualTo(words);
  }

  @Test
  void aQuoteThatNeverEndsIsRefused() {
    assertThatThrownBy(() -> Words.of("flyte.args", "--name \"a b"))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("flyte.args is --name \"a b: its last quote has no other: add it");
  }
}
