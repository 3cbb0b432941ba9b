package org.flytekitplugins.jflyte.execution.flaky;

import java.util.List;
import java.util.Map;
import org.flyte.jflyte.api.FileSystem;
import org.flyte.jflyte.api.FileSystemRegistrar;

/** Found as a service of the module. */
public final class FlakyRegistrar extends FileSystemRegistrar {
  @Override
  public Iterable<FileSystem> load(Map<String, String> environment) {
    return List.of(new FlakyFileSystem(environment));
  }
}
