package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The root cause in what replicas report. */
class RootCauseTest {
  private static final String TRACE =
      """
      java.lang.RuntimeException: cannot train
      \tat com.acme.Train.run(Train.java:12)
      \tSuppressed: java.io.IOException: not this one
      \t\tat com.acme.Train.close(Train.java:20)
      \tCaused by: java.lang.Error: nor this
      Caused by: java.lang.IllegalStateException: row 7 has no label
      \tat com.acme.Rows.next(Rows.java:34)
      \t... 3 more
      """;

  @Test
  void isWhatWasThrownAndItsLastCauseWithItsPlace() {
    assertThat(RootCause.ofText(TRACE))
        .isEqualTo(
            "java.lang.RuntimeException: cannot train, caused by java.lang.IllegalStateException:"
                + " row 7 has no label (at com.acme.Rows:34)");
    Throwable thrown = new RuntimeException("cannot train", new Error("no label"));
    assertThat(RootCause.of(thrown))
        .startsWith(
            "java.lang.RuntimeException: cannot train, caused by java.lang.Error: no label (at ");
  }

  @Test
  void leavesOutWrappersThatOnlyRepeatTheirCause() {
    assertThat(RootCause.of(new IllegalStateException(new Error("no label"))))
        .startsWith("java.lang.Error: no label (at ");
    assertThat(
            RootCause.ofText(
                """
                java.lang.IllegalStateException: java.lang.Error: no label
                \tat com.acme.Train.run(Train.java:12)
                Caused by: java.lang.Error: no label
                \tat com.acme.Rows.next(Rows.java:34)"""))
        .isEqualTo("java.lang.Error: no label (at com.acme.Rows:34)");
  }

  @Test
  void keepsTheNameOfTheReplicaThatFailedFirst() {
    assertThat(RootCause.ofText("worker-1 failed: " + TRACE))
        .isEqualTo(
            "worker-1: java.lang.RuntimeException: cannot train, caused by"
                + " java.lang.IllegalStateException: row 7 has no label (at com.acme.Rows:34)");
  }

  @Test
  void leavesOutWhatFailedInConsequence() {
    assertThat(
            RootCause.ofText(
                """
                worker-1 failed: java.lang.Error: first
                \tat a.B.c(B.java:1)
                (chief-0 then failed: java.lang.Error: second
                Caused by: java.lang.Error: third)"""))
        .isEqualTo("worker-1: java.lang.Error: first (at a.B:1)");
  }

  @Test
  void tellsTheClassWhateverIsInFrontOfItAndTheMethodWhereThereIsNoLine() {
    assertThat(
            RootCause.ofText("java.lang.Error: x\n\tat app//com.acme.Rows$Row.next(Rows.java:34)"))
        .isEqualTo("java.lang.Error: x (at com.acme.Rows$Row:34)");
    assertThat(RootCause.ofText("java.lang.Error: x\n\tat java.base/a.B.wait0(Native Method)"))
        .isEqualTo("java.lang.Error: x (at a.B.wait0)");
  }

  @Test
  void isTheWholeMessageWhereThereIsNoTrace() {
    assertThat(RootCause.ofText("the data is gone\nask the data team"))
        .isEqualTo("the data is gone" + System.lineSeparator() + "ask the data team");
  }

  @Test
  void namesTheFrameOfTheUsersCodeThatIsNearestToTheFailure() {
    assertThat(
            RootCause.ofText(
                """
                java.lang.NumberFormatException: For input string: "x"
                \tat java.base/java.lang.NumberFormatException.forInputString(N.java:67)
                \tat java.base/java.lang.Long.parseLong(Long.java:654)
                \tat org.csv.Reader.next(Reader.java:3)
                \tat com.acme.data.Rows.next(Rows.java:34)
                \tat org.csv.Reader.all(Reader.java:4)
                \tat com.acme.tasks.Train.run(Train.java:12)
                \tat org.flyte.flytekit.SdkRunnableTaskRegistrar$RunnableTaskImpl.run(S.java:5)
                \tat com.acme.launcher.Main.main(Main.java:1)"""))
        .endsWith("(at com.acme.data.Rows:34)");
    assertThat(
            RootCause.ofText(
                """
                java.lang.IllegalStateException: cannot train
                \tat com.acme.Train.run(Train.java:12)
                \tat org.flyte.flytekit.SdkRunnableTaskRegistrar$RunnableTaskImpl.run(S.java:5)
                Caused by: org.tensorflow.exceptions.TFInvalidArgumentException: shape
                \tat org.tensorflow.internal.c_api.AbstractTF_Status.throwExceptionIfNotOK(A.java:87)
                \tat com.acme.Model.loss(Model.java:7)
                \t... 2 more"""))
        .endsWith("(at com.acme.Model:7)");
  }

  @Test
  void withoutATaskBelowItSkipsTheLibrariesOfEveryTask() {
    assertThat(
            RootCause.ofText(
                """
                java.lang.NullPointerException: labels
                \tat java.base/java.util.Objects.requireNonNull(Objects.java:233)
                \tat kotlin.jvm.internal.Intrinsics.checkNotNull(Intrinsics.java:1)
                \tat org.flytekitplugins.examples.digits.Digits.read(Digits.java:9)
                \tat java.base/java.lang.Thread.run(Thread.java:840)"""))
        .endsWith("(at org.flytekitplugins.examples.digits.Digits:9)");
    assertThat(RootCause.ofText("java.lang.Error: x\n\tat java.base/java.lang.A.b(A.java:1)"))
        .endsWith("(at java.lang.A:1)");
  }
}
