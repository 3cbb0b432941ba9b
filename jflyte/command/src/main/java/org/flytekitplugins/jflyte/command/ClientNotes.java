package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.util.function.Consumer;

/** Says the first time only that calls are tried again: whoever waits wants to know why. */
final class ClientNotes implements Consumer<String> {
  private final PrintWriter err;
  private boolean said;

  ClientNotes(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void accept(String note) {
    if (!said) {
      err.println("jflyte: " + note);
      err.flush();
      said = true;
    }
  }
}
