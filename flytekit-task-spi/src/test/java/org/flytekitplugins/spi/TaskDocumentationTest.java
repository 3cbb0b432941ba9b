package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flytekitplugins.spi.Documentation.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a task says of itself, and what of it Flyte would not keep. */
class TaskDocumentationTest {
  private static final Documentation SHORT = Documentation.of("Trains digits.");
  private static final URI SOURCE = URI.create("https://github.com/acme/digits");

  @Test
  void eachPartIsAddedToWhatIsThere() {
    Documentation whole =
        SHORT.withSourceLink(SOURCE).withLongDescription("<b>Digits</b>", Format.HTML);

    assertThat(whole)
        .isEqualTo(SHORT.withLongDescription("<b>Digits</b>", Format.HTML).withSourceLink(SOURCE));
    assertThat(whole)
        .extracting(
            Documentation::shortDescription,
            Documentation::longDescription,
            Documentation::format,
            Documentation::sourceLink)
        .isEqualTo(tuple("Trains digits.", "<b>Digits</b>", Format.HTML, SOURCE).toList());
    assertThat(SHORT.withLongDescription("# Digits").format()).isEqualTo(Format.MARKDOWN);
    assertThat(SHORT.withLongDescription("é".repeat(2048)).longDescription()).hasSize(2048);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            () -> Documentation.of(" "),
            "documentation.shortDescription is blank: say what it does"),
        refusal(
            () -> Documentation.of("Trains\ndigits."),
            "documentation.shortDescription has more than one line: say the rest in the long one"),
        refusal(
            () -> SHORT.withLongDescription(""),
            "documentation.longDescription is blank: say something, or leave it out"),
        refusal(
            () -> SHORT.withLongDescription("é".repeat(2049)),
            "documentation.longDescription has 4098 bytes: Flyte takes 4096, so keep the rest"
                + " where the source link leads"),
        refusal(
            () -> SHORT.withSourceLink(URI.create("src/Train.java")),
            "documentation.sourceLink is src/Train.java: use an address that begins https://"),
        refusal(
            () -> SHORT.withSourceLink(URI.create("https://acme.com/" + "a".repeat(239))),
            "documentation.sourceLink has 256 characters: flyteadmin keeps 255"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatFlyteWouldNotKeepIsRefused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
  }

  private static Arguments refusal(ThrowingCallable call, String sentence) {
    return Arguments.of(call, sentence);
  }
}
