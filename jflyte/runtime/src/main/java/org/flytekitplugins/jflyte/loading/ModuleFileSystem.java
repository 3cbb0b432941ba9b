package org.flytekitplugins.jflyte.loading;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.flyte.jflyte.api.FileSystem;
import org.flyte.jflyte.api.Manifest;
import org.flytekitplugins.spi.BlobTransfer;
import org.jspecify.annotations.Nullable;

/** A module's file system, with the module's class loader in the thread's context. */
@SuppressWarnings("try") // a context is there to be closed
class ModuleFileSystem implements FileSystem {
  private final FileSystem fileSystem;
  private final ClassLoader classLoader;

  static FileSystem of(FileSystem fileSystem, ClassLoader classLoader) {
    return fileSystem instanceof BlobTransfer transfer
        ? new ModuleBlobTransfer(fileSystem, transfer, classLoader)
        : new ModuleFileSystem(fileSystem, classLoader);
  }

  ModuleFileSystem(FileSystem fileSystem, ClassLoader classLoader) {
    this.fileSystem = fileSystem;
    this.classLoader = classLoader;
  }

  /** Whether it is of a module that jflyte brings along. */
  boolean isOurs() {
    return fileSystem.getClass().getName().startsWith("org.flytekitplugins.jflyte.");
  }

  @Override
  public String getScheme() {
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      return fileSystem.getScheme();
    }
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // the caller closes it
  public ReadableByteChannel reader(String uri) {
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      return new ModuleChannels.Reader(fileSystem.reader(uri), classLoader);
    }
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // the caller closes it
  public WritableByteChannel writer(String uri) {
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      return new ModuleChannels.Writer(fileSystem.writer(uri), classLoader);
    }
  }

  @Override
  public @Nullable Manifest getManifest(String uri) {
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      return fileSystem.getManifest(uri);
    }
  }
}
