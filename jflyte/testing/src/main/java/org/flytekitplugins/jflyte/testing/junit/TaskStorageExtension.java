package org.flytekitplugins.jflyte.testing.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.jflyte.execution.storage.BlobTaskStorage;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.internal.FolderTree;
import org.flytekitplugins.spi.TaskStorage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives what a test calls {@link TaskStorage#current} in a temporary folder, which goes after the
 * test: uploads, downloads and checkpoints are files.
 *
 * <p>Used with {@code @ExtendWith}. A test that has a parameter of type {@link TaskStorage} gets it
 * there.
 */
public final class TaskStorageExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private @Nullable Path folder;
  private @Nullable TaskStorage storage;
  private TaskStorage.@Nullable Installation installation;

  /** One for each test class. */
  public TaskStorageExtension() {}

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    Path made = Files.createTempDirectory("task-storage-");
    folder = made;
    storage =
        BlobTaskStorage.of(
            BlobStore.of(Map.of()), uri(made, "raw"), uri(made, "checkpoints"), null);
    installation = TaskStorage.install(storage);
  }

  private static String uri(Path folder, String name) throws IOException {
    return Files.createDirectories(folder.resolve(name)).toUri().toString();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (installation != null) {
      installation.close();
    }
    if (folder != null) {
      FolderTree.delete(folder);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TaskStorage.class && storage != null;
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return storage;
  }
}
