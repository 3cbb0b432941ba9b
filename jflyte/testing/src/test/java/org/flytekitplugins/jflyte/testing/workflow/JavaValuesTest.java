package org.flytekitplugins.jflyte.testing.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.SimpleType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JavaValuesTest {
  private static final LiteralType FLOAT = LiteralType.ofSimpleType(SimpleType.FLOAT);
  private static final LiteralType STRUCT = LiteralType.ofSimpleType(SimpleType.STRUCT);

  static Stream<Arguments> values() {
    return Stream.of(
        arguments(8, null, 8L),
        arguments(8, FLOAT, 8.0),
        arguments(0.5f, null, 0.5),
        arguments("text", null, "text"),
        arguments(true, null, true),
        arguments(Instant.EPOCH, null, Instant.EPOCH),
        arguments(Duration.ofHours(1), null, Duration.ofHours(1)),
        arguments(URI.create("s3://b/k"), null, URI.create("s3://b/k")),
        arguments("s3://b/k", LiteralType.ofBlobType(BlobType.DEFAULT), URI.create("s3://b/k")),
        arguments(Path.of("/tmp/model"), null, URI.create("file:///tmp/model")),
        arguments(List.of(1, 2), null, List.of(1L, 2L)),
        arguments(List.of(1, 2), LiteralType.ofCollectionType(FLOAT), List.of(1.0, 2.0)),
        arguments(Map.of("a", 1), LiteralType.ofMapValueType(FLOAT), Map.of("a", 1.0)),
        arguments(
            Map.of("a", 1, "b", List.of("c", true)),
            STRUCT,
            Map.of("a", 1.0, "b", List.of("c", true))));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsThereAndBackWhatItsTypeMakesOfIt(
      Object value, @Nullable LiteralType type, Object back) {
    assertThat(JavaValues.object(JavaValues.literal(value, type, "x"))).isEqualTo(back);
  }

  @Test
  void theElementThatIsWrongIsNamed() {
    assertThatThrownBy(
            () ->
                JavaValues.literal(
                    List.of(1, "two"), LiteralType.ofCollectionType(FLOAT), "rates of task T"))
        .hasMessage("rates of task T[1] is two (String), but a number is wanted: give it one");
  }
}
