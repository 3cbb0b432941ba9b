package org.flytekitplugins.jflyte.testing;

import io.grpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with the calls of a {@link LocalFlyteAdmin}. It can be changed at any time, by
 * any thread, and counts for calls that arrive from then on. The same seed makes the same of the
 * same number of calls; which call is the first is up to their callers.
 */
public final class Faults {
  private Duration latency = Duration.ZERO;
  private double fraction;
  private Status failure = Status.UNAVAILABLE;
  private boolean afterEffect;
  private Random random = new Random(0);
  private int failNext;
  private Status nextFailure = Status.UNAVAILABLE;
  private long silentUntil = System.nanoTime();

  Faults() {}

  /**
   * Every call is answered this much later than it could be.
   *
   * @param latency zero or more
   * @return this
   */
  public synchronized Faults latency(Duration latency) {
    this.latency = latency;
    return this;
  }

  /**
   * A fraction of the calls fails, before anything is done.
   *
   * @param fraction 0 to 1
   * @param code what they fail with
   * @param seed of the random numbers that choose
   * @return this
   */
  public synchronized Faults fail(double fraction, Code code, long seed) {
    this.fraction = fraction;
    this.failure = injected(code);
    this.afterEffect = false;
    this.random = new Random(seed);
    return this;
  }

  /**
   * A fraction of the calls does what it should, but its answer is lost.
   *
   * @param fraction 0 to 1
   * @param code what their callers get instead
   * @param seed of the random numbers that choose
   * @return this
   */
  public synchronized Faults loseAnswers(double fraction, Code code, long seed) {
    fail(fraction, code, seed);
    this.afterEffect = true;
    return this;
  }

  /**
   * The next calls fail, before anything is done; then all is as it was.
   *
   * @param calls how many
   * @param code what they fail with
   * @return this
   */
  public Faults failNext(int calls, Code code) {
    return failNext(calls, injected(code));
  }

  /**
   * The next calls fail, before anything is done; then all is as it was.
   *
   * @param calls how many
   * @param status what they fail with
   * @return this
   */
  public synchronized Faults failNext(int calls, Status status) {
    this.failNext = calls;
    this.nextFailure = status;
    return this;
  }

  /**
   * No call is answered until this much time has passed; then those that wait are, if their callers
   * still do.
   *
   * @param silence from now on
   * @return this
   */
  public synchronized Faults answerNothingFor(Duration silence) {
    this.silentUntil = System.nanoTime() + silence.toNanos();
    return this;
  }

  /**
   * Nothing goes wrong any more.
   *
   * @return this
   */
  public synchronized Faults none() {
    latency = Duration.ZERO;
    fraction = 0;
    failNext = 0;
    silentUntil = System.nanoTime();
    return this;
  }

  /** What becomes of the call that has just arrived. */
  synchronized Verdict next() {
    long delay = Math.max(latency.toNanos(), silentUntil - System.nanoTime());
    if (failNext > 0) {
      failNext--;
      return new Verdict(delay, nextFailure, null);
    }
    if (fraction > 0 && random.nextDouble() < fraction) {
      return afterEffect ? new Verdict(delay, null, failure) : new Verdict(delay, failure, null);
    }
    return new Verdict(delay, null, null);
  }

  private static Status injected(Code code) {
    return code.toStatus().withDescription("injected by LocalFlyteAdmin");
  }

  /**
   * What becomes of a call.
   *
   * @param delayNanos how much later it is answered
   * @param before what it fails with before anything is done, or null
   * @param after what it fails with after all is done, or null
   */
  record Verdict(long delayNanos, @Nullable Status before, @Nullable Status after) {}
}
