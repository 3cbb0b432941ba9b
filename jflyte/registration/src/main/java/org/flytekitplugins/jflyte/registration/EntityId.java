package org.flytekitplugins.jflyte.registration;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;

/**
 * What an entity is known by.
 *
 * @param kind what it is
 * @param project its project
 * @param domain its domain
 * @param name its name
 * @param version its version
 */
public record EntityId(Kind kind, String project, String domain, String name, String version) {
  /** What an entity is. */
  public enum Kind {
    /** A task. */
    TASK("task"),
    /** A workflow. */
    WORKFLOW("workflow"),
    /** A launch plan. */
    LAUNCH_PLAN("launch plan");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** {@code 1 task}, {@code 2 tasks}. */
    public String count(long number) {
      return number + " " + word + (number == 1 ? "" : "s");
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * The id of an identifier.
   *
   * @param kind what it is, whatever the identifier says
   * @param id the identifier
   * @return the id
   */
  static EntityId of(Kind kind, Identifier id) {
    return new EntityId(kind, id.getProject(), id.getDomain(), id.getName(), id.getVersion());
  }

  /** The same as a message. */
  public Identifier toIdentifier() {
    return Identifier.newBuilder()
        .setResourceType(
            switch (kind) {
              case TASK -> ResourceType.TASK;
              case WORKFLOW -> ResourceType.WORKFLOW;
              case LAUNCH_PLAN -> ResourceType.LAUNCH_PLAN;
            })
        .setProject(project)
        .setDomain(domain)
        .setName(name)
        .setVersion(version)
        .build();
  }

  /** Like {@code task org.example.Train of flytesnacks, development, version 1}. */
  @Override
  public String toString() {
    return kind + " " + name + " of " + project + ", " + domain + ", version " + version;
  }

  /** Like {@code task org.example.Train}. */
  public String brief() {
    return kind + " " + name;
  }
}
