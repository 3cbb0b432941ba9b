package org.flytekitplugins.client.internal.flyte2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Literals.Primitive;
import flyteidl.core.Literals.Scalar;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Messages of our own making come back as they were sent, beside what newer servers add. */
class MessagesTest {
  private static final int UNKNOWN = 4711;

  private static <T> void comesBack(T value, Function<T, Fields> write, Function<Fields, T> read) {
    ByteString sent = write.apply(value).toByteString();
    Fields added = Fields.builder().text(UNKNOWN, "of a newer server").build();
    Fields received = Fields.parse(sent.concat(added.toByteString()));

    assertThat(read.apply(Fields.parse(sent))).isEqualTo(value);
    assertThat(read.apply(received)).isEqualTo(value);
    assertThat(Fields.parse(received.toByteArray()).text(UNKNOWN)).isEqualTo("of a newer server");
  }

  @Property(tries = 100)
  void tasksComeBack(@ForAll String project, @ForAll String name, @ForAll String version) {
    comesBack(TaskKey.of(project, "development", name, version), TaskKey::toMessage, TaskKey::of);
  }

  @Property(tries = 200)
  void actionsComeBack(@ForAll("actions") ActionDetails action) {
    comesBack(action, ActionDetails::toMessage, ActionDetails::of);
  }

  @Property(tries = 100)
  void updatesComeBack(
      @ForAll("keys") ActionKey key, @ForAll ActionPhase phase, @ForAll("words") String words) {
    comesBack(
        ActionUpdate.of(key, phase, phase == ActionPhase.FAILED ? words : null, words),
        ActionUpdate::toMessage,
        ActionUpdate::of);
  }

  @Property(tries = 100)
  void newActionsComeBack(
      @ForAll("keys") ActionKey key, @ForAll("words") String words, @ForAll boolean deployed) {
    comesBack(
        NewAction.builder(key)
            .parent("a0")
            .inputUri("s3://b/in/" + words)
            .outputBase("s3://b/out")
            .group(words)
            .task(deployed ? TaskKey.of("p", "d", "n", words) : null)
            .taskSpec(Fields.builder().text(3, "short").build().toByteString())
            .build(),
        NewAction::toMessage,
        NewAction::of);
  }

  @Property(tries = 100)
  void settingsComeBack(
      @ForAll("maps") Map<String, String> values,
      @ForAll boolean yes,
      @ForAll boolean said,
      @ForAll("words") String words) {
    comesBack(
        RunSettings.builder()
            .labels(values)
            .annotations(yes ? values : Map.of())
            .environment(said ? values : Map.of())
            .interruptible(said ? yes : null)
            .rawDataPrefix(words)
            .serviceAccount(words)
            .overwriteCache(yes)
            .concurrency(words.length())
            .build(),
        RunSettings::toMessage,
        RunSettings::of);
  }

  @Property(tries = 50)
  void uploadLocationsComeBack(
      @ForAll("words") String words, @ForAll("maps") Map<String, String> headers) {
    comesBack(
        UploadLocation.of("http://signed/" + words, "s3://b/" + words, headers),
        UploadLocation::toMessage,
        UploadLocation::of);
  }

  /** Named literals have the bytes of a map of literals. */
  @Property(tries = 50)
  void inputsAndOutputsComeBackAsFlyte1HasThem(
      @ForAll("maps") Map<String, String> values, @ForAll("words") String words) {
    LiteralMap.Builder literals = LiteralMap.newBuilder();
    Fields.Builder named = Fields.builder();
    values.forEach(
        (name, value) -> {
          Literal literal =
              Literal.newBuilder()
                  .setScalar(
                      Scalar.newBuilder()
                          .setPrimitive(Primitive.newBuilder().setStringValue(value)))
                  .build();
          literals.putLiterals(name, literal);
          named.message(1, Fields.builder().text(1, name).message(2, literal).build());
        });

    comesBack(
        ActionData.of(literals.build(), LiteralMap.getDefaultInstance(), words, ""),
        ActionData::toMessage,
        ActionData::of);
    assertThat(ActionData.of(Fields.builder().message(2, named.build()).build()).outputs())
        .isEqualTo(literals.build());
  }

  @Property(tries = 300)
  void bytesThatAreNoMessageAreRefusedWithoutAnyOtherException(@ForAll byte[] bytes) {
    try {
      assertThat(Fields.parse(Fields.parse(bytes).toByteArray())).isEqualTo(Fields.parse(bytes));
    } catch (MalformedMessageException refused) {
      assertThat(refused).hasMessageStartingWith("a message that cannot be read: ");
    }
  }

  @Test
  void aMessageThatComesInPartsIsPutTogether() {
    Fields parts =
        Fields.builder()
            .message(1, Fields.builder().text(1, "first").build())
            .message(1, Fields.builder().text(2, "second").build())
            .build();

    assertThat(parts.message(1))
        .isEqualTo(Fields.builder().text(1, "first").text(2, "second").build());
  }

  @Test
  void aPhaseThatIsNewerThanThisIsNotSaid() {
    assertThat(ActionPhase.of(11)).isEqualTo(ActionPhase.UNSPECIFIED);
  }

  @Test
  void aMessageThatIsCutIsRefused() {
    ByteString whole = TaskKey.of("p", "d", "n", "1").toMessage().toByteString();

    assertThatThrownBy(() -> Fields.parse(whole.substring(0, whole.size() - 1)))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().alpha().ofMaxLength(20);
  }

  @Provide
  Arbitrary<Map<String, String>> maps() {
    return Arbitraries.maps(words(), words()).ofMaxSize(3);
  }

  @Provide
  Arbitrary<ActionKey> keys() {
    return Combinators.combine(words(), words())
        .as((run, action) -> RunKey.of("flytesnacks", "development", run).action(action));
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.longs()
        .between(0, 4_000_000_000_000L)
        .map(Instant::ofEpochMilli)
        .injectNull(0.2);
  }

  private Arbitrary<ActionError> errors() {
    return Combinators.combine(words(), Arbitraries.of(ActionError.Kind.class))
        .as(ActionError::of)
        .injectNull(0.5);
  }

  private Arbitrary<ActionAttempt> attempts() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 9),
            Arbitraries.of(ActionPhase.class),
            instants(),
            instants(),
            errors(),
            maps())
        .as(ActionAttempt::of);
  }

  @Provide
  Arbitrary<ActionDetails> actions() {
    return Combinators.combine(
            keys(),
            Arbitraries.of(ActionPhase.class),
            words(),
            instants(),
            instants(),
            errors(),
            words().injectNull(0.5),
            attempts().list().ofMaxSize(3))
        .as(
            (key, phase, text, start, end, error, abort, attempts) ->
                ActionDetails.builder(key)
                    .phase(phase)
                    .parent(text)
                    .group(text)
                    .task(error == null ? TaskKey.of("p", "d", "n", text) : null)
                    .taskType(text)
                    .start(start)
                    .end(end)
                    .attemptCount(attempts.size())
                    .duration(end == null ? null : Duration.ofMillis(1 + text.length()))
                    .error(error)
                    .abortReason(abort)
                    .attempts(List.copyOf(attempts))
                    .build());
  }
}
