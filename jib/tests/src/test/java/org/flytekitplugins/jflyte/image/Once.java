package org.flytekitplugins.jflyte.image;

import java.util.Optional;
import java.util.concurrent.Callable;

/** A value that is made when somebody first asks for it, and only once, even if that fails. */
final class Once<T> {
  private final Callable<T> maker;
  private T value;
  private Throwable failure;

  Once(Callable<T> maker) {
    this.maker = maker;
  }

  synchronized T get() {
    if (value == null && failure == null) {
      try {
        value = maker.call();
      } catch (Exception | AssertionError e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw new AssertionError(failure.getMessage(), failure);
    }
    return value;
  }

  /** The value, if anybody asked for it and got it. */
  synchronized Optional<T> made() {
    return Optional.ofNullable(value);
  }
}
