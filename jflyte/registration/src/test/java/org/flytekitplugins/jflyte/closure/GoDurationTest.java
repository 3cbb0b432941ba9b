package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;

class GoDurationTest {
  @Property
  void whateverGoCanHoldIsTaken(@ForAll @LongRange(min = 0) long nanoseconds) {
    String text =
        String.format(
            "%dh%dm%dns",
            nanoseconds / 3_600_000_000_000L,
            nanoseconds / 60_000_000_000L % 60,
            nanoseconds % 60_000_000_000L);

    assertThat(GoDuration.isDuration(text)).isTrue();
    assertThat(GoDuration.isDuration("-" + text)).isTrue();
  }

  @Property
  void whatGoCannotHoldIsNot(
      @ForAll @BigRange(min = "9223372036854775808", max = "99999999999999999999999999999")
          BigInteger nanoseconds) {
    assertThat(GoDuration.isDuration(nanoseconds + "ns")).isFalse();
  }

  @Property
  void aUnitThatGoDoesNotKnowIsNot(@ForAll @AlphaChars String unit) {
    assertThat(GoDuration.isDuration("1" + unit)).isEqualTo(unit.matches("ns|us|ms|s|m|h"));
  }
}
