package org.flytekitplugins.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What keeps a goal from its end says what to write for Maven. */
class RemedyTest {
  static Stream<Arguments> sentences() {
    return Stream.of(
        Arguments.of(
            "nothing is named that shall run: add --workflow NAME, --launch-plan NAME or --task NAME",
            "nothing is named that shall run: add -Dflyte.workflow=NAME, -Dflyte.launchPlan=NAME or -Dflyte.task=NAME"),
        Arguments.of(
            "task A runs in the image of the package, which nobody gave: add --image REF or --jib-json FILE, or set FLYTE_INTERNAL_IMAGE",
            "task A runs in the image of the package, which nobody gave: add -Dflyte.image=REF or -Dflyte.jibJson=FILE, or set FLYTE_INTERNAL_IMAGE"),
        Arguments.of(
            "or name its class path in the image with --package-dir",
            "or name its class path in the image with -Dflyte.packageDir"),
        Arguments.of(
            "and --allow no-workers --allow master-count goes on all the same",
            "and -Dflyte.allow=no-workers,master-count goes on all the same"),
        Arguments.of("add --job-name NAME", "add --job-name NAME"));
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void flagsAreProperties(String ofJflyte, String inMaven) {
    assertThat(Remedy.inMaven(ofJflyte)).isEqualTo(inMaven);
  }

  @Test
  void whatIsRequiredIsNamedAsItIsSaid() {
    assertThatThrownBy(() -> new RunMojo().command())
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            "flyte.workflow is not said: add -Dflyte.workflow=… or, in the pom, <workflow>…</workflow>");
  }
}
