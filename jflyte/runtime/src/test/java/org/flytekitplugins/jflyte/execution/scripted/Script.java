package org.flytekitplugins.jflyte.execution.scripted;

import io.micrometer.core.instrument.Metrics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.spi.CheckpointFolder;
import org.flytekitplugins.spi.IgnoreOutputsException;
import org.flytekitplugins.spi.RecoverableException;
import org.flytekitplugins.spi.TaskDeck;
import org.flytekitplugins.spi.TaskStorage;
import org.flytekitplugins.spi.TrainingParameters;
import org.jspecify.annotations.Nullable;

/**
 * What a replica does, in words: {@code worker-0: await go; fail boom | ps-0: hang}. Files are in
 * the folder that {@code ROOM} names; {@code once} does the rest of a clause's command in the first
 * process of the replica only. {@code slow-exit} keeps the process that ends from ending, so many
 * milliseconds or for ever; {@code await-signal up} makes that file and goes on when the process is
 * told to end.
 */
final class Script {
  /** What a constructor does: {@code exit 3}, {@code exit-later 3}, {@code memory}, or nothing. */
  static void construct(@Nullable String how) {
    if (how == null) {
      return;
    }
    if (how.equals("memory")) {
      throw new OutOfMemoryError("broken");
    }
    int status = Integer.parseInt(how.substring(how.indexOf(' ') + 1));
    if (how.startsWith("exit-later ")) {
      new Thread(() -> System.exit(status), "exiting").start();
    } else {
      System.exit(status);
    }
  }

  private final Path room = Path.of(System.getenv("ROOM"));
  private final String who;

  Script(String who) {
    this.who = who;
  }

  /** Plays it; what the replica returns. */
  String play(String script) throws IOException, InterruptedException {
    String result = who;
    for (String command : commands(script)) {
      String said = play(command.strip(), false);
      result = said == null ? result : said;
    }
    return result;
  }

  private List<String> commands(String script) {
    for (String clause : script.split("\\|", -1)) {
      int colon = clause.indexOf(':');
      if (colon > 0 && clause.substring(0, colon).strip().equals(who)) {
        return List.of(clause.substring(colon + 1).split(";", -1));
      }
    }
    return List.of();
  }

  private @Nullable String play(String command, boolean isAgain)
      throws IOException, InterruptedException {
    int space = command.indexOf(' ');
    String verb = space < 0 ? command : command.substring(0, space);
    String object = space < 0 ? "" : command.substring(space + 1).strip();
    switch (verb) {
      case "", "return" -> {}
      case "once" -> {
        Path mark = room.resolve("once-" + who + "-" + object.hashCode());
        if (!Files.exists(mark)) {
          Files.createFile(mark);
          return play(object, true);
        }
      }
      case "fail" -> throw new IllegalStateException(object);
      case "recoverable" -> throw new IllegalStateException(new RecoverableException(object));
      case "system" -> throw RecoverableException.ofSystem(object, new IOException("reset"));
      case "error" ->
          throw ContainerError.create("CODE", object, ContainerError.Kind.NON_RECOVERABLE);
      case "retry" -> throw ContainerError.create("CODE", object, ContainerError.Kind.RECOVERABLE);
      case "retry-inside" ->
          throw new IllegalStateException(
              "outer", ContainerError.create("CODE", object, ContainerError.Kind.RECOVERABLE));
      case "ignore" -> throw new IgnoreOutputsException(object);
      case "load-library" -> System.loadLibrary(object);
      case "oom" -> outOfMemory();
      case "oom-elsewhere" -> {
        new Thread(Script::outOfMemory, "eater").start();
        hang();
      }
      case "oom-elsewhere-too" -> new Thread(Script::outOfMemory, "eater").start();
      case "hang" -> hang();
      case "hang-elsewhere" -> new Thread(Script::hang, "hanging").start();
      case "interrupt" -> Thread.currentThread().interrupt();
      case "halt" -> Runtime.getRuntime().halt(Integer.parseInt(object));
      case "exit" -> System.exit(Integer.parseInt(object));
      case "exit-elsewhere" ->
          new Thread(() -> System.exit(Integer.parseInt(object)), "exiting").start();
      case "deck" -> TaskDeck.current().add(object, "<h1>" + object + "</h1>");
      case "slow-exit" ->
          Runtime.getRuntime()
              .addShutdownHook(
                  new Thread(
                      () -> pause(object.isEmpty() ? Long.MAX_VALUE : Long.parseLong(object)),
                      "slow exit"));
      case "await-signal" -> {
        CountDownLatch signal = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(signal::countDown, "signal"));
        Files.createFile(room.resolve(object));
        signal.await();
      }
      case "touch" -> Files.createFile(room.resolve(object));
      case "await" -> {
        while (!Files.exists(room.resolve(object))) {
          Thread.sleep(5);
        }
      }
      case "sleep" -> Thread.sleep(Long.parseLong(object));
      case "step" -> ProgressLog.current().step(Long.parseLong(object), Map.of("loss", 0.5));
      case "parameter" -> TrainingParameters.current().put("parameter", object);
      // snippet: meter
      case "count" -> Metrics.counter("digits.read", "source", object).increment();
      // end
      case "fetch" -> URI.create(object).toURL().openStream().close();
      case "say" -> System.out.println(object);
      case "checkpoint" -> {
        Path file = Files.createTempFile(room, "checkpoint", "");
        Files.writeString(file, object);
        TaskStorage.current().checkpoints().write("latest", file);
      }
      case "resume" -> {
        Path file = Files.createTempFile(room, "checkpoint", "");
        CheckpointFolder previous = TaskStorage.current().previousCheckpoints().orElseThrow();
        if (!previous.read("latest", file)) {
          throw new IllegalStateException("no checkpoint in " + previous.uri());
        }
        return Files.readString(file);
      }
      case "tell" -> {
        return object;
      }
      default -> throw new IllegalArgumentException(verb + (isAgain ? " (once)" : ""));
    }
    return null;
  }

  private static void outOfMemory() {
    List<byte[]> all = new ArrayList<>();
    while (all.size() < Integer.MAX_VALUE) {
      all.add(new byte[1 << 20]);
    }
  }

  private static void hang() {
    pause(Long.MAX_VALUE);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
