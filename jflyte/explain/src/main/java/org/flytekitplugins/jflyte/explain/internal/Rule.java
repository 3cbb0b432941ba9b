package org.flytekitplugins.jflyte.explain.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.flytekitplugins.jflyte.explain.Finding;
import org.flytekitplugins.jflyte.explain.Severity;
import org.jspecify.annotations.Nullable;

/**
 * A rule about training tasks: what it looks for, and what the cluster makes of that. It is a
 * function of what a task and an installation say, and of nothing else.
 */
public final class Rule {
  /** Looks at a task whose job can be read. */
  interface JobCheck {
    void look(JobView job, Hits hits);
  }

  /** Looks at a task as it was declared, whether its job can be read or not. */
  interface DeclarationCheck {
    void look(DeclaredTask task, Hits hits);
  }

  /** Where a check says what it has seen. */
  interface Hits {
    void at(String field, String happens);
  }

  private final String id;
  private final Severity severity;
  private final String title;
  private final String background;
  private final String remedy;
  private final String source;
  private final @Nullable JobCheck jobCheck;
  private final @Nullable DeclarationCheck declarationCheck;

  private Rule(
      Builder builder, @Nullable JobCheck jobCheck, @Nullable DeclarationCheck declarationCheck) {
    this.id = builder.id;
    this.severity = builder.severity;
    this.title = builder.title;
    this.background = Objects.requireNonNull(builder.background, "background");
    this.remedy = Objects.requireNonNull(builder.remedy, "remedy");
    this.source = Objects.requireNonNull(builder.source, "source");
    this.jobCheck = jobCheck;
    this.declarationCheck = declarationCheck;
  }

  static Builder error(String id, String title) {
    return new Builder(id, Severity.ERROR, title);
  }

  static Builder warning(String id, String title) {
    return new Builder(id, Severity.WARNING, title);
  }

  static Builder note(String id, String title) {
    return new Builder(id, Severity.NOTE, title);
  }

  /** What names the rule for ever: lower case words with dashes between them. */
  public String id() {
    return id;
  }

  /** How bad it is what the rule finds. */
  public Severity severity() {
    return severity;
  }

  /** What the rule looks for, as a heading. */
  public String title() {
    return title;
  }

  /** What the cluster makes of it and why, in whole sentences. */
  public String background() {
    return background;
  }

  /** What to do about it, in one sentence without a full stop. */
  public String remedy() {
    return remedy;
  }

  /** Where the backend decides this, a link. */
  public String source() {
    return source;
  }

  /** What the rule says of a job. */
  public List<Finding> check(JobView job) {
    List<Finding> findings = new ArrayList<>();
    if (jobCheck != null) {
      jobCheck.look(job, (field, happens) -> findings.add(finding(job.task(), field, happens)));
    }
    return Collections.unmodifiableList(findings);
  }

  /** What the rule says of a declaration. */
  public List<Finding> check(DeclaredTask task) {
    List<Finding> findings = new ArrayList<>();
    if (declarationCheck != null) {
      declarationCheck.look(task, (field, happens) -> findings.add(finding(task, field, happens)));
    }
    return Collections.unmodifiableList(findings);
  }

  private Finding finding(DeclaredTask task, String field, String happens) {
    return new Finding(id, severity, field, happens, remedy, source, task.line());
  }

  @Override
  public String toString() {
    return id;
  }

  /** Collects what a rule says before its check is given. */
  static final class Builder {
    private final String id;
    private final Severity severity;
    private final String title;
    private @Nullable String background;
    private @Nullable String remedy;
    private @Nullable String source;

    private Builder(String id, Severity severity, String title) {
      this.id = id;
      this.severity = severity;
      this.title = title;
    }

    Builder background(String sentences) {
      this.background = sentences;
      return this;
    }

    Builder remedy(String sentence) {
      this.remedy = sentence;
      return this;
    }

    Builder source(String link) {
      this.source = link;
      return this;
    }

    Rule looksAtJob(JobCheck check) {
      return new Rule(this, check, null);
    }

    Rule looksAtDeclaration(DeclarationCheck check) {
      return new Rule(this, null, check);
    }
  }
}
