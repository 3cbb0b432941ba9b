package org.flytekitplugins.examples.docs;

import static java.util.stream.Collectors.joining;

import org.flytekitplugins.examples.TrainDigits;
import org.flytekitplugins.spi.TaskDeck;

/** The training of digits, with a section of its own in the deck. */
public class TrainAndShow extends TrainDigits {
  @Override
  public Output run(Input input) {
    Output output = super.run(input);
    // snippet: deck
    TaskDeck.current()
        .add(
            "Steps of each replica",
            "<table><tr><th>replica<th>steps</tr>" + rows(output) + "</table>");
    // end
    return output;
  }

  private static String rows(Output output) {
    return output.stepsPerReplica().get().entrySet().stream()
        .map(steps -> "<tr><td>" + steps.getKey() + "<td>" + steps.getValue() + "</tr>")
        .collect(joining());
  }
}
