package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.jflyte.execution.attempt.AttemptRoom;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.spi.DeckSections;
import org.flytekitplugins.spi.TaskDeck;
import org.flytekitplugins.spi.TaskStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task's code finds around it. */
class TaskScopeTest {
  @TempDir Path folder;

  @Test
  void isThereWhileTheTaskRunsAndNoLonger() throws Exception {
    AttemptRoom room = new AttemptRoom(folder);
    Path file = Files.writeString(folder.resolve("a.txt"), "content");
    ClassLoader classesBefore = Thread.currentThread().getContextClassLoader();
    TaskStorage storageBefore = TaskStorage.current();
    TaskDeck deckBefore = TaskDeck.current();
    DeckSections deck = new DeckSections();
    ClassLoader[] classes = new ClassLoader[1];
    URI[] uploaded = new URI[1];

    try (URLClassLoader own = new URLClassLoader(new URL[0]);
        TaskScope scope = TaskScope.open(SomeOptions.in(folder), room.blobs, own, deck)) {
      byte[] outputs =
          scope.run(
              new SomeTask(
                  "java-task",
                  inputs -> {
                    classes[0] = Thread.currentThread().getContextClassLoader();
                    uploaded[0] = TaskStorage.current().upload(file);
                    TaskDeck.current().add("title", "<p>text</p>");
                    return inputs;
                  }),
              Map.of());
      assertThat(LiteralMapBytes.read(outputs)).isEmpty();
      assertThat(classes[0]).isSameAs(own);
    }

    // Without a folder of its own, a task's files lie beside its outputs.
    assertThat(Path.of(uploaded[0])).startsWith(folder.resolve("raw")).hasContent("content");
    assertThat(deck.sections()).hasSize(1);
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(classesBefore);
    assertThat(TaskStorage.current()).isSameAs(storageBefore);
    assertThat(TaskDeck.current()).isSameAs(deckBefore);
  }
}
