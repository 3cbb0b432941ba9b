package org.flytekitplugins.jflyte.local;

import org.flytekitplugins.spi.RecoverableException.Origin;

/**
 * Why an attempt of a task has failed, as Flyte is told.
 *
 * @param code as an error document has it, or Flyte's own for a job or container that failed
 * @param message all that was reported
 * @param recoverable whether another attempt may help
 * @param origin whose retries another attempt uses
 */
public record AttemptFailure(String code, String message, boolean recoverable, Origin origin) {}
