package org.flytekitplugins.jflyte.driver;

import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;

/**
 * Which failures of a driver are final, and which end an attempt only.
 *
 * <p>Final is what another attempt would meet again: a node that has failed, a plan that cannot be
 * understood, a refusal of Flyte's own. Then all that runs is ended. What storage does, or Flyte
 * that is away or has a fault, or a token that is not to be had, is a {@link LaunchException}: what
 * runs is left alone, and the next attempt goes on with it.
 */
public final class FinalFailures {
  private FinalFailures() {}

  /** Whether nobody goes on after a failure, as its error document says it to Flyte. */
  static boolean isFinal(Throwable failure) {
    return FailureDocuments.ofPlainTask(failure).kind() == ContainerError.Kind.NON_RECOVERABLE;
  }

  /**
   * What a call to Flyte that has failed comes to.
   *
   * @param problem what did not come about, to begin a sentence with
   * @param failure of the call; its exception of Flyte's may be a cause
   */
  public static RuntimeException ofCall(String problem, Throwable failure) {
    Throwable said = failure;
    while (!(said instanceof AdminException) && said.getCause() != null) {
      said = said.getCause();
    }
    String sentence = problem + ": " + said.getMessage();
    return said instanceof AdminException answer && isRefusal(answer)
        ? new JflyteException(sentence, failure)
        : new LaunchException(sentence, failure);
  }

  private static boolean isRefusal(AdminException answer) {
    return switch (answer.code()) {
      case PERMISSION_DENIED, UNIMPLEMENTED, INVALID_ARGUMENT -> true;
      // A call that got no token was not made: nobody has refused anything.
      case UNAUTHENTICATED -> answer.tried() > 0;
      default -> answer.isTooLarge();
    };
  }

  /**
   * Reads what is in storage.
   *
   * @param problem what did not come about if storage fails, to begin a sentence with
   * @throws LaunchException if storage fails
   */
  public static <T> T reading(String problem, Supplier<T> read) {
    try {
      return read.get();
    } catch (UncheckedIOException e) {
      throw new LaunchException(problem + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes to storage.
   *
   * @param problem what did not come about if storage fails, to begin a sentence with
   * @throws LaunchException if storage fails
   */
  public static void writing(String problem, Runnable write) {
    boolean unused =
        reading(
            problem,
            () -> {
              write.run();
              return true;
            });
  }
}
