package org.flytekitplugins.client;

import com.google.auto.value.AutoValue;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which execution it is. */
@AutoValue
public abstract class ExecutionId {
  private static final Pattern URL =
      Pattern.compile(".*/projects/([^/?#]+)/domains/([^/?#]+)/executions/([^/?#]+).*");
  private static final Pattern RUN_URL =
      Pattern.compile(".*/runs/project/([^/?#]+)/domain/([^/?#]+)/([^/?#]+).*");
  private static final Pattern PATH = Pattern.compile("([^/]+)/([^/]+)/([^/]+)");

  ExecutionId() {}

  /**
   * An execution of a project.
   *
   * @param project the Flyte project
   * @param domain its domain, like {@code development}
   * @param name the execution's name, like {@code f6a3c0ffee}
   */
  public static ExecutionId of(String project, String domain, String name) {
    return new AutoValue_ExecutionId(project, domain, name);
  }

  /**
   * The execution that a text names: its page in Flyte's console, or {@code project/domain/name}.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static ExecutionId parse(String text) {
    for (Pattern form : new Pattern[] {URL, RUN_URL, PATH}) {
      Matcher matcher = form.matcher(text);
      if (matcher.matches()) {
        return of(matcher.group(1), matcher.group(2), matcher.group(3));
      }
    }
    throw new IllegalArgumentException(
        "the execution is \""
            + text
            + "\": write PROJECT/DOMAIN/NAME, or its address in Flyte's console");
  }

  /** The Flyte project. */
  public abstract String project();

  /** Its domain. */
  public abstract String domain();

  /** The execution's name. */
  public abstract String name();

  WorkflowExecutionIdentifier toMessage() {
    return WorkflowExecutionIdentifier.newBuilder()
        .setProject(project())
        .setDomain(domain())
        .setName(name())
        .build();
  }

  static ExecutionId of(WorkflowExecutionIdentifier id) {
    return of(id.getProject(), id.getDomain(), id.getName());
  }

  /** {@code project/domain/name}. */
  @Override
  public final String toString() {
    return project() + "/" + domain() + "/" + name();
  }
}
