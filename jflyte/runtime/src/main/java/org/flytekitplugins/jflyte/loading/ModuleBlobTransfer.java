package org.flytekitplugins.jflyte.loading;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;
import org.flyte.jflyte.api.FileSystem;
import org.flytekitplugins.spi.BlobTransfer;

/**
 * What a module's file system does beyond, with the module's class loader in the thread's context.
 */
@SuppressWarnings("try") // a context is there to be closed
final class ModuleBlobTransfer extends ModuleFileSystem implements BlobTransfer {
  private final BlobTransfer transfer;
  private final ClassLoader classLoader;

  ModuleBlobTransfer(FileSystem fileSystem, BlobTransfer transfer, ClassLoader classLoader) {
    super(fileSystem, classLoader);
    this.transfer = transfer;
    this.classLoader = classLoader;
  }

  @Override
  public boolean putIfAbsent(String uri, byte[] content) {
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      return transfer.putIfAbsent(uri, content);
    }
  }

  @Override
  public void upload(Map<String, Path> files, LongConsumer progress) {
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      transfer.upload(files, progress);
    }
  }

  @Override
  public void download(Map<String, Path> files, LongConsumer progress) {
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      transfer.download(files, progress);
    }
  }
}
