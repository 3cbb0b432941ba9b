package org.flytekitplugins.allreduce.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions are written as step@epoch. */
class SuccessionTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // At the start only the primary has any.
    "0@0 -1@0 -1@0,    0, '{1, 2}'",
    // One is a step ahead.
    "8@5 9@5 8@5,      1, '{0, 2}'",
    "9@5 9@5 9@5,      0, '{}'",
    // The second has done steps that the others have gone on without.
    "8@6 99@5 8@6,     0, '{1}'",
    // The primary was started again, from a checkpoint that is further than its epoch says.
    "20@0 8@5 8@5,     1, '{0}'",
    // Of two checkpoints nobody knows whether they are alike.
    "20@0 20@0,        0, '{1}'",
  })
  void whoeverIsFurthestGivesToAllOthers(String versions, int source, String takers) {
    Succession succession =
        Succession.of(
            Arrays.stream(versions.split(" ", -1))
                .map(SuccessionTest::version)
                .collect(Collectors.toList()));

    assertThat(succession.source()).isEqualTo(source);
    assertThat(succession.takers()).hasToString(takers);
  }

  private static StateVersion version(String text) {
    String[] parts = text.split("@", -1);
    return StateVersion.of(Long.parseLong(parts[1]), Long.parseLong(parts[0]));
  }
}
