package org.flytekitplugins.jflyte.command;

import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.jflyte.testing.LocalFlyte2;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.Propeller;

/** Both Flytes, for what has to be the same on either. */
enum PlayedFlyte {
  FLYTE_1("flytesnacks-development") {
    @Override
    Server start(Propeller propeller) {
      LocalFlyteAdmin flyte = LocalFlyteAdmin.builder().propeller(propeller).start();
      return new Server(flyte.endpoint(), flyte::close);
    }
  },

  FLYTE_2("flyte") {
    @Override
    Server start(Propeller propeller) {
      LocalFlyte2 flyte = LocalFlyte2.builder().propeller(propeller).start();
      return new Server(flyte.endpoint(), flyte::close);
    }
  };

  private final String namespace;

  PlayedFlyte(String namespace) {
    this.namespace = namespace;
  }

  /** Where the pods of project flytesnacks, domain development, are. */
  String namespace() {
    return namespace;
  }

  abstract Server start(Propeller propeller);

  /** One of them that listens. */
  record Server(String endpoint, Runnable end) implements AutoCloseable {
    /** What a command finds in its environment, with a staging folder below another one. */
    Map<String, String> environment(Path folder) {
      return Map.of(
          "FLYTE_PLATFORM_URL",
          endpoint,
          "FLYTE_PLATFORM_INSECURE",
          "true",
          "FLYTE_STAGING_LOCATION",
          folder.resolve("staging").toUri().toString(),
          "HOME",
          folder.toString());
    }

    @Override
    public void close() {
      end.run();
    }
  }
}
