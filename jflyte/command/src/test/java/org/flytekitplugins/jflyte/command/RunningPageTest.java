package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.jflyte.command.PlayedCluster.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every command of docs/running.md. */
@Timeout(60)
class RunningPageTest {
  private static final Pattern BLOCK = Pattern.compile("(?m)^bin/jflyte (.+)$");
  private static final Pattern INLINE = Pattern.compile("`jflyte ([^`]+)`");
  private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z]+(?:-[a-z]+)*");

  private final PlayedCluster cluster = new PlayedCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private static String page() {
    try {
      return Files.readString(Path.of("../../docs/running.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commands, with and without what stands in brackets. */
  static Stream<String> commands() {
    List<String> all = new ArrayList<>();
    BLOCK.matcher(page()).results().map(found -> found.group(1)).forEach(all::add);
    INLINE
        .matcher(page())
        .results()
        .map(found -> found.group(1))
        .filter(command -> command.contains(" "))
        .forEach(
            command -> {
              all.add(command.replaceAll("\\s*\\[[^]]*]", ""));
              all.add(command.replaceAll("[\\[\\]]", ""));
            });
    return all.stream().distinct();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsCommandsRun(String command) throws Exception {
    Execution unused = cluster.started("other");
    String words =
        command
            .replaceFirst("\\bID\\b", command.startsWith("abort") ? "other" : "done")
            .replaceFirst("\\bNODE\\b", "train")
            .replaceFirst("\\bTEXT\\b", "enough")
            .replaceFirst("\\bN\\b", "5")
            .replaceFirst("--task NAME", "--task com.acme.Train")
            .replaceAll("\\bNAME\\b", "com.acme.Nightly");
    if (words.contains(" done")) {
      Execution unusedToo = cluster.started("done");
      var node = cluster.played().node("train").queued().running(PlayedCluster.number("i", 3));
      node.task(cluster.admin.tasks().get(1).getId(), 0, "container").queued().running();
      cluster.played().succeeded(PlayedCluster.number("o", 8));
    }
    List<String> all = new ArrayList<>(List.of(words.split(" ", -1)));
    if (!all.contains("-p")) {
      all.addAll(List.of("-p", "flytesnacks", "-d", "development"));
    }
    // Whatever is started here succeeds.
    Thread propeller =
        cluster.playing(run -> run.running().succeeded(PlayedCluster.number("o", 8)));

    Outcome outcome = cluster.run(all.toArray(new String[0]));

    propeller.interrupt();
    propeller.join();
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
  }

  @Test
  void itHasTheOptionsOfRunAndNoOthers() {
    String page = page();
    String table = page.substring(page.indexOf("| flag |"), page.indexOf("## When it fails"));
    assertThat(flags(table))
        .containsExactlyElementsOf(
            flags(
                    InProcess.run("run", "--help")
                        .out()
                        .replaceAll("--\\[no-](\\w+)", "--$1 --no-$1"))
                .stream()
                .filter(flag -> !flag.equals("--help") && !flag.equals("--verbose"))
                .toList());
  }

  private static List<String> flags(String text) {
    return new ArrayList<>(
        new TreeSet<>(FLAG.matcher(text).results().map(MatchResult::group).toList()));
  }
}
