package org.flytekitplugins.jflyte.local.internal.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Flyte's templates in a command line. */
class CommandTemplateTest {
  private static final Map<String, String> VALUES =
      Map.of(
          "Input", "/run/n/inputs.pb",
          "InputPrefix", "/run/n",
          "OutputPrefix", "/run/n/attempt-1",
          "RawOutputDataPrefix", "/run/n/attempt-1/raw",
          "CheckpointOutputPrefix", "/run/n/attempt-1/checkpoints",
          "PrevCheckpointPrefix", "\"\"",
          "PerRetryUniqueKey", "run_n_1",
          "Namespace", "flytetester-development",
          "TaskTemplatePath", "/run/n/task.pb");

  private record Written(String template, String value) {}

  @Property
  void everyTemplateIsFilledInWhereverItStandsAndHoweverItIsWritten(
      @ForAll("around") String before,
      @ForAll("templates") Written template,
      @ForAll("around") String after) {
    assertThat(render(before + template.template() + after, Map.of()))
        .isEqualTo(before + template.value() + after);
  }

  @Property
  void whatFlyteDoesNotKnowStaysAsItIs(@ForAll("unknown") String text) {
    assertThat(CommandTemplate.render(List.of(text), values(Map.of("x", integer(1)))))
        .containsExactly(text);
  }

  @Property
  void whatIsFilledInIsNotLookedAtAgain(@ForAll("templates") Written template) {
    assertThat(render("{{.inputs.x}}", Map.of("x", string(template.template() + "$1\\"))))
        .isEqualTo(template.template() + "$1\\");
  }

  @Property
  void aNumberIsTheSameNumberWithNoDigitTooMany(@ForAll double number) {
    String text = InputText.number(number);

    assertThat(Double.parseDouble(text)).isEqualTo(number);
    assertThat(digits(text)).hasSizeLessThanOrEqualTo(digits(Double.toString(number)).length());
  }

  @Property
  void aListIsTheTextsOfItsItems(@ForAll List<Long> items) {
    assertThat(
            render(
                "{{.inputs.x}}",
                Map.of(
                    "x",
                    Literal.ofCollection(
                        items.stream().map(CommandTemplateTest::integer).toList()))))
        .isEqualTo(items.toString().replace(" ", ""));
  }

  // What Go 1.25's fmt.Sprintf("%v") says.
  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, -0",
    "1.0, 1",
    "-2.5, -2.5",
    "0.1, 0.1",
    "100000.0, 100000",
    "1000000.0, 1e+06",
    "1e20, 1e+20",
    "123456789.0, 1.23456789e+08",
    "1.5e300, 1.5e+300",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "0.000012345, 1.2345e-05",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "4.9e-324, 5e-324",
    "2e-3, 0.002",
    "0.3333333333333333, 0.3333333333333333",
    "9007199254740992.0, 9.007199254740992e+15",
    "2.2250738585072014E-308, 2.2250738585072014e-308",
    "1e23, 1e+23",
    "608863452348.1149, 6.088634523481149e+11",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf"
  })
  void numbersAreWrittenAsGoWritesThem(double number, String text) {
    assertThat(InputText.number(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource
  void everyInputThatHasATextIsWritten(Literal value, String text) {
    assertThat(render("--x={{ .Inputs.some_x }}", Map.of("some_x", value)))
        .isEqualTo("--x=" + text);
  }

  static Stream<Arguments> everyInputThatHasATextIsWritten() {
    return Stream.of(
        Arguments.of(integer(-7), "-7"),
        Arguments.of(primitive(Primitive.ofBooleanValue(true)), "true"),
        Arguments.of(string("two words\n"), "two words\n"),
        Arguments.of(string(""), ""),
        Arguments.of(datetime("2026-11-28T22:00:00Z"), "2026-11-28T22:00:00Z"),
        Arguments.of(datetime("2026-11-28T22:00:00.120Z"), "2026-11-28T22:00:00.12Z"),
        Arguments.of(datetime("0001-01-01T00:00:00.000000001Z"), "0001-01-01T00:00:00.000000001Z"),
        Arguments.of(duration("PT1H30M"), "seconds:5400"),
        Arguments.of(duration("PT1.5S"), "seconds:1 nanos:500000000"),
        Arguments.of(duration("PT-1.5S"), "seconds:-1 nanos:-500000000"),
        Arguments.of(duration("PT-0.5S"), "nanos:-500000000"),
        Arguments.of(duration("PT0S"), ""),
        Arguments.of(blob("s3://rows/2026"), "s3://rows/2026"),
        Arguments.of(
            Literal.ofCollection(
                List.of(string("a"), Literal.ofCollection(List.of(integer(1), integer(2))))),
            "[a,[1,2]]"),
        Arguments.of(Literal.ofCollection(List.of()), "[]"));
  }

  @Test
  void whatHasNoTextIsRefusedInOneSentence() {
    Literal map = Literal.ofMap(Map.of("a", integer(1)));
    String readIt = ", for which Flyte has no text: read it from the file that {{.input}} names";

    assertThatThrownBy(() -> render("{{.inputs.x}}", Map.of("x", map)))
        .isInstanceOf(JflyteException.class)
        .hasMessage("{{.inputs.x}} is in the command line, but that input is a map" + readIt);
    assertThatThrownBy(
            () -> render("{{.inputs.x}}", Map.of("x", Literal.ofCollection(List.of(map)))))
        .hasMessage("{{.inputs.x}} is in the command line, but that input is a map" + readIt);
    assertThatThrownBy(
            () ->
                render(
                    "{{ $Inputs.x }}",
                    Map.of("x", Literal.ofScalar(Scalar.ofGeneric(Struct.of(Map.of()))))))
        .hasMessage("{{ $Inputs.x }} is in the command line, but that input is a struct" + readIt);
  }

  @Test
  void anInputThatThereIsNotIsRefusedUnlessThereIsNone() {
    assertThatThrownBy(
            () -> render("{{.inputs.epoch}}", Map.of("epochs", integer(1), "a", integer(2))))
        .hasMessage(
            "{{.inputs.epoch}} is in the command line, but there is no input epoch: name one of a,"
                + " epochs");
    // The names of inputs, unlike those of templates, have one case.
    assertThatThrownBy(() -> render("{{.inputs.X}}", Map.of("x", integer(1))))
        .isInstanceOf(JflyteException.class);
    assertThat(render("{{.inputs.x}}", Map.of())).isEqualTo("{{.inputs.x}}");
  }

  @Test
  void theTemplateOfTheTaskIsMadeOnlyIfItIsAskedFor() {
    AtomicInteger made = new AtomicInteger();
    TemplateValues values =
        new TemplateValues(
            "", "", "", "", "", "", "", "", () -> "task " + made.incrementAndGet(), Map.of());

    assertThat(CommandTemplate.render(List.of("{{.input}}", "x"), values)).containsExactly("", "x");
    assertThat(made).hasValue(0);
    assertThat(CommandTemplate.render(List.of("{{.taskTemplatePath}}"), values))
        .containsExactly("task 1");
  }

  @Provide
  Arbitrary<String> around() {
    return Arbitraries.strings().excludeChars('{', '}');
  }

  @Provide
  Arbitrary<Written> templates() {
    Arbitrary<String> blanks = Arbitraries.strings().withChars(' ', '\t', '\n').ofMaxLength(2);
    return Combinators.combine(
            Arbitraries.of(VALUES.keySet()),
            Arbitraries.of("upper", "lower", "as it is"),
            Arbitraries.of(".", "$"),
            blanks,
            blanks)
        .as(
            (name, letters, sign, before, after) ->
                new Written(
                    "{{" + before + sign + inCase(letters, name) + after + "}}",
                    VALUES.getOrDefault(name, "")));
  }

  @Provide
  Arbitrary<String> unknown() {
    return Arbitraries.oneOf(
        around(),
        Arbitraries.of(
            "{{.output}}",
            "{{.inputs}}",
            "{{input}}",
            "{.input}",
            "{{.input}",
            "{{ . input }}",
            "{{.inputs.}}",
            "{{.inputs.x y}}",
            "{{.runStartTime}}",
            "$(HOME)",
            "$HOME"),
        around().map(text -> "{{." + text));
  }

  private static String inCase(String letters, String name) {
    return switch (letters) {
      case "upper" -> name.toUpperCase(Locale.ROOT);
      case "lower" -> name.toLowerCase(Locale.ROOT);
      default -> name;
    };
  }

  private static String digits(String number) {
    return number
        .replaceAll("[eE].*", "")
        .replaceAll("[^0-9]", "")
        .replaceAll("^0+(?=.)", "")
        .replaceAll("(?<=.)0+$", "");
  }

  private static String render(String word, Map<String, Literal> inputs) {
    return CommandTemplate.render(List.of(word), values(inputs)).get(0);
  }

  private static TemplateValues values(Map<String, Literal> inputs) {
    return new TemplateValues(
        VALUES.getOrDefault("Input", ""),
        VALUES.getOrDefault("InputPrefix", ""),
        VALUES.getOrDefault("OutputPrefix", ""),
        VALUES.getOrDefault("RawOutputDataPrefix", ""),
        VALUES.getOrDefault("CheckpointOutputPrefix", ""),
        TemplateValues.NO_CHECKPOINTS,
        VALUES.getOrDefault("PerRetryUniqueKey", ""),
        VALUES.getOrDefault("Namespace", ""),
        () -> VALUES.getOrDefault("TaskTemplatePath", ""),
        inputs);
  }

  private static Literal primitive(Primitive primitive) {
    return Literal.ofScalar(Scalar.ofPrimitive(primitive));
  }

  private static Literal integer(long value) {
    return primitive(Primitive.ofIntegerValue(value));
  }

  private static Literal string(String value) {
    return primitive(Primitive.ofStringValue(value));
  }

  private static Literal datetime(String value) {
    return primitive(Primitive.ofDatetime(Instant.parse(value)));
  }

  private static Literal duration(String value) {
    return primitive(Primitive.ofDuration(Duration.parse(value)));
  }

  private static Literal blob(String uri) {
    return Literal.ofScalar(
        Scalar.ofBlob(
            Blob.builder()
                .uri(uri)
                .metadata(BlobMetadata.builder().type(BlobType.DEFAULT).build())
                .build()));
  }
}
