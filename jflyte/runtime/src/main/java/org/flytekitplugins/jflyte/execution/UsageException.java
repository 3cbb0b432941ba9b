package org.flytekitplugins.jflyte.execution;

/** The arguments of the command are wrong; the message is a sentence for whoever wrote them. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String sentence) {
    super(sentence);
  }
}
