package org.flytekitplugins.jflyte.execution.attempt;

/** The process is being terminated: what was about to be written is not. */
final class TerminatedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TerminatedException(String uri) {
    super("terminated before " + uri + " was written");
  }
}
