package org.flytekitplugins.kubeflow;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of jobs that are known in some place, by the type of their tasks. */
public final class JobKinds {
  /**
   * Names the classes of all kinds on the program's class path, where whoever starts the program
   * knows them: looking for them in all jars of a launcher takes longer than the rest of its work.
   */
  static final String KNOWN = JobKind.class.getName() + "s";

  private final Map<String, JobKind> byTaskType;

  private JobKinds(Map<String, JobKind> byTaskType) {
    this.byTaskType = byTaskType;
  }

  /**
   * The kinds whose services stand beside this class: in a package those of the package, in a
   * launcher those of the launcher. They are looked for once.
   *
   * @throws IllegalStateException as {@link #of} does
   */
  public static JobKinds own() {
    return Own.KINDS;
  }

  /**
   * The kinds whose services a class loader finds.
   *
   * @throws IllegalStateException if two of them have one task type
   */
  public static JobKinds of(ClassLoader loader) {
    return of(ServiceLoader.load(JobKind.class, loader));
  }

  /** The same, if the program was told which classes they are. */
  private static JobKinds ofProgram(String known, ClassLoader loader) {
    List<JobKind> kinds = new ArrayList<>();
    try {
      for (String name : known.split(",", -1)) {
        Class<?> kind = Class.forName(name, true, loader);
        kinds.add((JobKind) kind.getConstructor().newInstance());
      }
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalStateException(
          String.format(
              "-D%s=%s names what is no kind of job on the class path: leave it away",
              KNOWN, known),
          e);
    }
    return of(kinds);
  }

  private static JobKinds of(Iterable<JobKind> services) {
    Map<String, JobKind> kinds = new TreeMap<>();
    for (JobKind kind : services) {
      JobKind other = kinds.put(kind.taskType(), kind);
      if (other != null) {
        throw new IllegalStateException(
            String.format(
                "task type %s is that of %s and of %s: leave one of them on the class path",
                kind.taskType(), other.getClass().getName(), kind.getClass().getName()));
      }
    }
    return new JobKinds(kinds);
  }

  /** All of them, in the order of their task types. */
  public List<JobKind> all() {
    return Collections.unmodifiableList(new ArrayList<>(byTaskType.values()));
  }

  /** The kind of job that tasks of a type run as, if they run as jobs. */
  public Optional<JobKind> ofTaskType(String taskType) {
    return Optional.ofNullable(byTaskType.get(taskType));
  }

  /**
   * The kind that is meant where none is named.
   *
   * @throws InvalidFieldException if there is none, or more than one
   */
  public JobKind only() {
    if (byTaskType.size() == 1) {
      return byTaskType.values().iterator().next();
    }
    throw byTaskType.isEmpty()
        ? new InvalidFieldException(
            "kind", "is not set, and no kind of job is on the class path: add a framework's jar")
        : new InvalidFieldException(
            "kind",
            "is not set, but the class path has more than one ("
                + byTaskType.values().stream().map(JobKind::kubernetesKind).collect(joining(", "))
                + "): name one, or give the job itself");
  }

  /**
   * The context that the operator of one of these kinds describes in an environment; empty if none
   * does.
   *
   * @throws IllegalArgumentException if it is malformed, or if it is that of two kinds
   */
  Optional<TrainingContext> context(Map<String, String> environment) {
    Optional<TrainingContext> found = Optional.empty();
    JobKind finder = null;
    for (JobKind kind : byTaskType.values()) {
      Optional<TrainingContext> context = kind.context(environment);
      if (context.isPresent() && finder != null) {
        throw new IllegalArgumentException(
            String.format(
                "the variables are those of a %s and of a %s: unset those of one of them",
                finder.kubernetesKind(), kind.kubernetesKind()));
      }
      if (context.isPresent()) {
        found = context;
        finder = kind;
      }
    }
    return found;
  }

  /** Whether the operator of one of these kinds may set a variable. */
  boolean isVariable(String name) {
    return byTaskType.values().stream().anyMatch(kind -> kind.variableNames().contains(name));
  }

  // Made when it is first asked for: the start of every pod pays for what it does not need.
  private static final class Own {
    static final JobKinds KINDS = find(JobKinds.class.getClassLoader());

    // A package in its own class loader may have other kinds than the program.
    private static JobKinds find(ClassLoader loader) {
      String known = System.getProperty(KNOWN);
      return known == null || loader != ClassLoader.getSystemClassLoader()
          ? of(loader)
          : ofProgram(known, loader);
    }
  }
}
