package org.flytekitplugins.jflyte.testing;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.client.internal.flyte2.ActionDetails;
import org.flytekitplugins.client.internal.flyte2.ActionError;
import org.flytekitplugins.client.internal.flyte2.ActionKey;
import org.flytekitplugins.client.internal.flyte2.ActionPhase;
import org.flytekitplugins.client.internal.flyte2.ActionUpdate;
import org.flytekitplugins.client.internal.flyte2.Fields;
import org.flytekitplugins.client.internal.flyte2.Frame;

/**
 * A stream of WatchForUpdates: what there is below an action, itself included, then that this was
 * all, then what comes, until the action has ended or its caller is gone.
 */
final class Flyte2Watch {
  private static final long POLL_MILLIS = 10;

  /** Whoever hears of it. */
  @FunctionalInterface
  interface Caller {
    void hear(Frame frame) throws IOException;
  }

  private final Flyte2Runs runs;
  private final ActionKey parent;
  private final Map<ActionKey, ActionPhase> told = new HashMap<>();

  Flyte2Watch(Flyte2Runs runs, ActionKey parent) {
    this.runs = runs;
    this.parent = parent;
  }

  /** Tells until there is nothing more to tell. */
  void run(Caller caller) throws IOException, InterruptedException {
    ActionPhase own = tell(caller);
    Fields sentinel = Fields.builder().flag(1, true).build();
    caller.hear(message(2, sentinel));
    while (!own.isTerminal()) {
      Thread.sleep(POLL_MILLIS);
      own = tell(caller);
    }
  }

  private ActionPhase tell(Caller caller) throws IOException {
    // What is below it has ended when it has, so it is looked at first.
    ActionDetails own = runs.details(parent);
    List<Flyte2Action> below =
        runs.of(parent.run()).stream()
            .filter(action -> action.parent().equals(parent.name()))
            .toList();
    for (Flyte2Action action : below) {
      tell(runs.details(action.key()), caller);
    }
    tell(own, caller);
    return own.phase();
  }

  private void tell(ActionDetails details, Caller caller) throws IOException {
    if (details.phase() == told.put(details.id(), details.phase())) {
      return;
    }
    ActionError error = details.error();
    ActionUpdate update =
        ActionUpdate.of(
            details.id(),
            details.phase(),
            error == null ? null : error.message(),
            runs.outputUri(details.id()));
    caller.hear(message(1, update.toMessage()));
  }

  private static Frame message(int field, Fields content) {
    return Frame.message(Fields.builder().message(field, content).build().toByteString());
  }
}
