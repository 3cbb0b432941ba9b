package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Workflow.Node;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.command.PlayedCluster.Outcome;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.flytekitplugins.jflyte.testing.PlayedFlyte;
import org.flytekitplugins.jflyte.testing.PlayedNode;
import org.flytekitplugins.jflyte.testing.Propeller;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where the report of a training can be read, for whoever asks, in the same words on either Flyte.
 */
@Timeout(120)
class ReportLinksTest {
  private static final LiteralMap EIGHT = PlayedCluster.number("y", 8);
  private static final String WATCH = "watch flytesnacks/development/next-1";
  private static final String OUTPUTS = "outputs flytesnacks/development/next-1";

  @TempDir static Path folder;

  @BeforeAll
  static void build() {
    TaskPackages.in(folder.resolve("package")).task("Next", "return x + 1;").build();
  }

  private static Map<String, String> started(PlayedFlyte server) {
    Map<String, String> environment = EachFlyte.environment(server, folder);
    for (String command :
        new String[] {
          "register workflows -p flytesnacks -d development -v 1 --image registry.example/app -cp "
              + folder.resolve("package"),
          "run com.acme.Next -p flytesnacks -d development --x 7 --name next-1"
        }) {
      Outcome outcome = jflyte(environment, command);
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }
    return environment;
  }

  private static Outcome jflyte(Map<String, String> environment, String words) {
    return PlayedCluster.run(environment, words.split(" ", -1));
  }

  /** Succeeds at once, and leaves a report where it says. */
  private record Playing(String deckUri) implements Propeller {
    @Override
    public void start(PlayedExecution run) {
      Node only =
          run.workflow().getPrimary().getTemplate().getNodesList().stream()
              .filter(Node::hasTaskNode)
              .findFirst()
              .orElseThrow();
      Identifier task = only.getTaskNode().getReferenceId();
      run.running();
      PlayedNode node = run.node(only.getId()).queued().running(run.inputs());
      node.task(task, 0, "container").queued().running().succeeded(EIGHT);
      node.succeeded(EIGHT, deckUri);
      run.succeeded(EIGHT);
    }

    @Override
    public void abort(PlayedExecution run) {}

    @Override
    public void close() {}
  }

  private static String deck() throws IOException {
    return Files.writeString(folder.resolve("deck.html"), "<p>loss</p>").toUri().toString();
  }

  @ParameterizedTest
  @EnumSource
  void whoAsksIsToldWhereTheReportOfEachTaskCanBeRead(EachFlyte flyte) throws Exception {
    try (PlayedFlyte server = flyte.start(new Playing(deck()))) {
      Map<String, String> environment = started(server);

      Outcome watched = jflyte(environment, WATCH + " --report-links");
      Outcome outputs = jflyte(environment, OUTPUTS + " --report-links");
      Outcome json = jflyte(environment, WATCH + " --report-links -o json");

      assertThat(watched.exitCode()).as(watched.err()).isZero();
      assertThat(watched.out()).isEqualTo("y = 8\n");
      String last = watched.err().lines().reduce("", (before, line) -> line);
      assertThat(last).matches("report of [a-zA-Z0-9]+: (file|http)://?/?[^ ]+\\.html");
      String address = last.substring(last.indexOf(": ") + 2);
      assertThat(
              new String(
                  URI.create(address).toURL().openStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("<p>loss</p>");
      assertThat(outputs).isEqualTo(new Outcome(0, "y = 8\n", last + "\n"));
      assertThat(json.out())
          .endsWith(
              "\"reports\" : {\n    \""
                  + last.substring("report of ".length(), last.indexOf(':'))
                  + "\" : \""
                  + address
                  + "\"\n  }\n}\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoDoesNotAskHasNoneInALog(EachFlyte flyte) throws Exception {
    try (PlayedFlyte server = flyte.start(new Playing(deck()))) {
      Map<String, String> environment = started(server);

      assertThat(jflyte(environment, WATCH).err()).doesNotContain("report of");
      assertThat(jflyte(environment, OUTPUTS)).isEqualTo(new Outcome(0, "y = 8\n", ""));
      assertThat(jflyte(environment, WATCH + " -o json").out()).doesNotContain("reports");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereThereIsNoneAnyMoreNothingIsSaid(EachFlyte flyte) {
    for (String deck : List.of("", folder.resolve("gone.html").toUri().toString())) {
      try (PlayedFlyte server = flyte.start(new Playing(deck))) {
        assertThat(jflyte(started(server), OUTPUTS + " --report-links"))
            .isEqualTo(new Outcome(0, "y = 8\n", ""));
      }
    }
  }
}
