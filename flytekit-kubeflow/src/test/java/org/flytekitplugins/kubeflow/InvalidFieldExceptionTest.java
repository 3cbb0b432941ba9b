package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.junit.jupiter.api.Test;

/** A refusal is one sentence, and knows its field from wherever it is seen. */
class InvalidFieldExceptionTest {
  @Test
  void itNamesFieldValueRuleAndRemedy() {
    assertThat(new InvalidFieldException("image", "A", "that is none", "write a"))
        .hasMessage("image is \"A\", but that is none: write a");
    assertThat(new InvalidFieldException("replicas", -1, "that is negative", "write 1"))
        .hasMessage("replicas is -1, but that is negative: write 1");
  }

  @Test
  void itsOwnersComeInFront() {
    InvalidFieldException inner = new InvalidFieldException("cpu", "0", "it is zero", "ask more");

    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(
            () ->
                FieldOwner.of(
                    "worker",
                    () ->
                        FieldOwner.of(
                            "requests",
                            () -> {
                              throw inner;
                            })))
        .withMessage("worker.requests.cpu is \"0\", but it is zero: ask more")
        .satisfies(
            outer -> {
              assertThat(outer.field()).isEqualTo("worker.requests.cpu");
              assertThat(outer.getStackTrace()).isEqualTo(inner.getStackTrace());
            });
  }

  @Test
  void otherExceptionsPassThroughAnOwner() {
    IllegalStateException other = new IllegalStateException("other");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                FieldOwner.of(
                    "worker",
                    () -> {
                      throw other;
                    }))
        .isSameAs(other);
  }

  @Test
  void aLongValueIsCutShort() {
    assertThat(new InvalidFieldException("image", "x".repeat(1_000_000), "it is long", "cut it"))
        .hasMessage(
            "image is \"%s… (1000000 characters)\", but it is long: cut it", "x".repeat(300));
  }
}
