package org.flytekitplugins.jflyte.command;

import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.testing.PlayedFlyte;
import org.flytekitplugins.jflyte.testing.Propeller;

/** Both Flytes, for what has to be the same on either; and where they differ. */
enum EachFlyte {
  FLYTE_1(Flyte.ONE, "flytesnacks-development", "1 task, 1 workflow, 1 launch plan"),
  FLYTE_2(Flyte.TWO, "flyte", "2 tasks, 0 workflows, 0 launch plans");

  private final Flyte flyte;
  private final String namespace;
  private final String entities;

  EachFlyte(Flyte flyte, String namespace, String entities) {
    this.flyte = flyte;
    this.namespace = namespace;
    this.entities = entities;
  }

  /** Where the pods of project flytesnacks, domain development, are. */
  String namespace() {
    return namespace;
  }

  /** What becomes of a task and a workflow with its launch plan. */
  String entities() {
    return entities;
  }

  PlayedFlyte start(Propeller propeller) {
    return PlayedFlyte.builder(flyte).propeller(propeller).start();
  }

  /** What a command finds in its environment, with a staging folder below another one. */
  static Map<String, String> environment(PlayedFlyte server, Path folder) {
    return Map.of(
        "FLYTE_PLATFORM_URL",
        server.endpoint(),
        "FLYTE_PLATFORM_INSECURE",
        "true",
        "FLYTE_STAGING_LOCATION",
        folder.resolve("staging").toUri().toString(),
        "HOME",
        folder.toString());
  }
}
