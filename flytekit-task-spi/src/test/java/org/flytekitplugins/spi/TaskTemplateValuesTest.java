package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The values of an extension keep what they were given, and refuse what says nothing. */
class TaskTemplateValuesTest {
  @Test
  void valuesKeepWhatTheyWereGiven() {
    assertThat(Secret.asFile("db", "password"))
        .hasToString(
            "Secret{group=db, groupVersion=null, key=password, mount=FILE, environmentName=null}")
        .isEqualTo(Secret.asFile("db", "password"))
        .isNotEqualTo(Secret.asEnvironment("db", "password"));
    assertThat(
            Secret.asEnvironment("db", "password")
                .withEnvironmentName("DB_PASSWORD")
                .withGroupVersion("7"))
        .hasToString(
            "Secret{group=db, groupVersion=7, key=password, mount=ENVIRONMENT,"
                + " environmentName=DB_PASSWORD}")
        .isEqualTo(
            Secret.asEnvironment("db", "password")
                .withGroupVersion("7")
                .withEnvironmentName("DB_PASSWORD"));
    assertThat(Secret.of("db", "password").mount()).isEqualTo(Secret.Mount.ANY);
    assertThat(Accelerator.of("nvidia-tesla-a100"))
        .hasToString(
            "Accelerator{device=nvidia-tesla-a100, partition=null, isUnpartitioned=false}");
    assertThat(Accelerator.unpartitioned("nvidia-tesla-a100"))
        .hasToString("Accelerator{device=nvidia-tesla-a100, partition=null, isUnpartitioned=true}");
    assertThat(Accelerator.of("nvidia-tesla-a100", "1g.5gb"))
        .hasToString(
            "Accelerator{device=nvidia-tesla-a100, partition=1g.5gb, isUnpartitioned=false}");
    assertThat(SharedMemory.unlimited()).hasToString("SharedMemory{sizeLimit=null}");
    assertThat(SharedMemory.ofSizeLimit("2Gi")).hasToString("SharedMemory{sizeLimit=2Gi}");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            () -> Secret.asFile("", "key"),
            "secret.group is blank: name the group, such as the name of a Kubernetes secret"),
        refusal(
            () -> Secret.asEnvironment("db", " "),
            "secret.key is blank: name the key within group \"db\""),
        refusal(
            () -> Secret.of("db", "password").withGroupVersion(" "),
            "secret.groupVersion is blank: name a version, or leave it out"),
        refusal(
            () -> Secret.of("db", "password").withEnvironmentName(""),
            "secret.environmentName is blank: name a variable, or leave it out"),
        refusal(
            () -> Accelerator.unpartitioned(" "),
            "accelerator.device is blank: name the device, such as nvidia-tesla-a100"),
        refusal(
            () -> Accelerator.of("\t"),
            "accelerator.device is blank: name the device, such as nvidia-tesla-a100"),
        refusal(
            () -> Accelerator.of("", "1g.5gb"),
            "accelerator.device is blank: name the device, such as nvidia-tesla-a100"),
        refusal(
            () -> Accelerator.of("nvidia-tesla-a100", ""),
            "accelerator.partition is blank: name the partition, such as 1g.5gb"),
        refusal(
            () -> SharedMemory.ofSizeLimit(" "),
            "sharedMemory.sizeLimit is blank: write a Kubernetes quantity such as 2Gi"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatIsBlankIsRefused(ThrowingCallable making, String sentence) {
    assertThatIllegalArgumentException().isThrownBy(making).withMessage(sentence);
  }

  @Test
  void whatIsNullIsRefused() {
    List<ThrowingCallable> makings =
        List.of(
            () -> Secret.asFile(null, "key"),
            () -> Secret.asFile("db", null),
            () -> Accelerator.of(null),
            () -> Accelerator.of("nvidia-tesla-a100", null),
            () -> SharedMemory.ofSizeLimit(null));

    assertThat(makings).allSatisfy(making -> assertThatNullPointerException().isThrownBy(making));
  }

  private static Arguments refusal(ThrowingCallable making, String sentence) {
    return arguments(making, sentence);
  }
}
