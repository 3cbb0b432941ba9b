package org.flytekitplugins.jflyte.execution.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One sentence for a failure, whether it was thrown here or a replica has written it down. */
class RootCauseTest {
  private static final Replica WORKER = Replica.parse("worker-1");

  /** An exception of Kotlin's, say, or of ours, that does not call itself by its class. */
  private static final class Named extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    @SuppressWarnings("OverrideThrowableToString") // as data classes of Kotlin do
    public String toString() {
      return "Named(row=7)";
    }
  }

  /** An exception that brings the trace of another language along. */
  private static final class Foreign extends RuntimeException {
    private static final long serialVersionUID = 1;

    Foreign(String message) {
      super(message);
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // as PythonException does
    public String toString() {
      return "Foreign: " + getMessage() + "\nTraceback:\n  train.py, line 3";
    }
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        row(
            "what was thrown, its last cause, and where that was in the user's code",
            at(
                new RuntimeException(
                    "cannot train",
                    at(new IllegalStateException("row 7 has no label"), "com.acme.Rows.next:34")),
                "com.acme.Train.run:12"),
            "java.lang.RuntimeException: cannot train, caused by java.lang.IllegalStateException:"
                + " row 7 has no label (at com.acme.Rows:34)"),
        row(
            "no wrapper that only repeats its cause",
            at(
                new IllegalStateException(at(new Error("no label"), "com.acme.Rows.next:34")),
                "com.acme.Train.run:12"),
            "java.lang.Error: no label (at com.acme.Rows:34)"),
        row(
            "an exception without a message",
            at(new NullPointerException(), "com.acme.Rows.next:34"),
            "java.lang.NullPointerException (at com.acme.Rows:34)"),
        row(
            "what an exception calls itself",
            at(new Named(), "com.acme.Rows.next:34"),
            "Named(row=7) (at com.acme.Rows:34)"),
        row(
            "no trace of another language",
            at(new Foreign("rank 1 failed"), "com.acme.Rows.next:34"),
            "Foreign: rank 1 failed (at com.acme.Rows:34)"),
        row(
            "all lines of a message",
            at(new IOException("the data is gone\nask the data team"), "com.acme.Rows.next:34"),
            "java.io.IOException: the data is gone\nask the data team (at com.acme.Rows:34)"),
        row(
            "an inner class, and the method where there is no line",
            at(new Error("x"), "com.acme.Rows$Row.next:-1"),
            "java.lang.Error: x (at com.acme.Rows$Row.next)"),
        row("no place where there is none", at(new Error("x")), "java.lang.Error: x"),
        row(
            "the words of an error that is made for the console",
            at(
                ContainerError.create("BUSY", "later", ContainerError.Kind.RECOVERABLE),
                "com.acme.Train.run:12"),
            "later (at com.acme.Train:12)"),
        row(
            "a sentence that says what to do, alone",
            at(
                new RuntimeException(
                    "x", at(new JflyteException("Do that.", new IOException("no")), "a.B.c:1")),
                "com.acme.Train.run:12"),
            "Do that."),
        row(
            "the frame of the user's organisation that is nearest to the failure",
            at(
                new NumberFormatException("For input string: \"x\""),
                "java.lang.NumberFormatException.forInputString:67",
                "java.lang.Long.parseLong:654",
                "org.csv.Reader.next:3",
                "com.acme.data.Rows.next:34",
                "org.csv.Reader.all:4",
                "com.acme.tasks.Train.run:12",
                "org.flyte.flytekit.SdkRunnableTaskRegistrar$RunnableTaskImpl.run:5",
                "com.acme.launcher.Main.main:1"),
            "java.lang.NumberFormatException: For input string: \"x\" (at com.acme.data.Rows:34)"),
        row(
            "the cause's frame below a library's",
            at(
                new IllegalStateException(
                    "cannot train",
                    at(
                        new IllegalArgumentException("shape"),
                        "org.tensorflow.internal.c_api.AbstractTF_Status.throwExceptionIfNotOK:87",
                        "com.acme.Model.loss:7")),
                "com.acme.Train.run:12",
                "org.flyte.flytekit.SdkRunnableTaskRegistrar$RunnableTaskImpl.run:5"),
            "java.lang.IllegalStateException: cannot train, caused by"
                + " java.lang.IllegalArgumentException: shape (at com.acme.Model:7)"),
        row(
            "without a task below it, no library of every task",
            at(
                new NullPointerException("labels"),
                "java.util.Objects.requireNonNull:233",
                "kotlin.jvm.internal.Intrinsics.checkNotNull:1",
                "org.flytekitplugins.examples.digits.Digits.read:9",
                "java.lang.Thread.run:840"),
            "java.lang.NullPointerException: labels (at"
                + " org.flytekitplugins.examples.digits.Digits:9)"),
        row(
            "where it was thrown, if it was nowhere in the user's code",
            at(new Error("x"), "java.lang.A.b:1", "java.lang.C.d:2"),
            "java.lang.Error: x (at java.lang.A:1)"),
        row(
            "the end of a circle",
            circle(),
            "java.lang.IllegalStateException: a, caused by java.lang.IllegalStateException: b (at"
                + " com.acme.B:2)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void isTheSameHereAndFromADocument(String what, Throwable thrown, String sentence) {
    assertThat(RootCause.of(thrown)).isEqualTo(sentence);

    byte[] document = FailureDocuments.write(FailureDocuments.of(thrown, WORKER, Instant.now()));
    assertThat(FailureDocuments.read(document, "error.pb").failures())
        .extracting(ReplicaFailure::sentence)
        .isEqualTo(List.of("worker-1: " + sentence));
  }

  private static Arguments row(String what, Throwable thrown, String sentence) {
    return Arguments.of(what, thrown, sentence);
  }

  private static Throwable circle() {
    Throwable a = at(new IllegalStateException("a"), "com.acme.A.a:1");
    a.initCause(at(new IllegalStateException("b", a), "com.acme.B.b:2"));
    return a;
  }

  /** The same exception, thrown by {@code class.method:line}, which others have called. */
  private static <T extends Throwable> T at(T thrown, String... frames) {
    thrown.setStackTrace(
        Stream.of(frames).map(RootCauseTest::frame).toArray(StackTraceElement[]::new));
    return thrown;
  }

  private static StackTraceElement frame(String text) {
    int dot = text.lastIndexOf('.');
    int colon = text.indexOf(':');
    return new StackTraceElement(
        text.substring(0, dot),
        text.substring(dot + 1, colon),
        null,
        Integer.parseInt(text.substring(colon + 1)));
  }
}
