package org.flytekitplugins.tensorflow.distributed;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.flytekitplugins.spi.CheckpointFolder;
import org.flytekitplugins.spi.TaskStorage;

/** Storage some of whose writes of checkpoints fail. */
final class FaultyCheckpoints implements TaskStorage, CheckpointFolder {
  private final TaskStorage storage;
  private final Consumer<String> fault;

  /**
   * @param fault is told the name of each file before it is written, and throws for some
   */
  FaultyCheckpoints(TaskStorage storage, Consumer<String> fault) {
    this.storage = storage;
    this.fault = fault;
  }

  @Override
  public URI upload(Path source) {
    return storage.upload(source);
  }

  @Override
  public void download(URI source, Path target) {
    storage.download(source, target);
  }

  @Override
  public CheckpointFolder checkpoints() {
    return this;
  }

  @Override
  public Optional<CheckpointFolder> previousCheckpoints() {
    return storage.previousCheckpoints();
  }

  @Override
  public URI uri() {
    return storage.checkpoints().uri();
  }

  @Override
  public void write(String name, Path file) {
    fault.accept(name);
    storage.checkpoints().write(name, file);
  }

  @Override
  public boolean read(String name, Path target) {
    return storage.checkpoints().read(name, target);
  }
}
