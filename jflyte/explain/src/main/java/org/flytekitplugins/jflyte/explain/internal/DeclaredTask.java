package org.flytekitplugins.jflyte.explain.internal;

import com.google.auto.value.AutoValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.jflyte.explain.SourceLine;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.resources.InlinePodTemplate;
import org.flytekitplugins.spi.PodTemplate;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/** All that a package says of a training task, before anybody has made sense of it. */
@AutoValue
public abstract class DeclaredTask {
  DeclaredTask() {}

  /** The name of the task. */
  public abstract String name();

  /** The kind of job that it runs as. */
  public abstract JobKind kind();

  /** Whether its pods run Java code, under the launcher; else they run somebody else's image. */
  public abstract boolean runsJava();

  /** The custom field. */
  public abstract Struct custom();

  /** What the task says beside flytekit-java's model. */
  public abstract TaskTemplateExtension extension();

  /** What the task itself requests. */
  public abstract ResourceList requests();

  /** What the task itself is limited to. */
  public abstract ResourceList limits();

  /** What is wrong with the task's own resources, as a sentence, or null. */
  public abstract @Nullable String resourceProblem();

  /** How often Flyte tries again. */
  public abstract int retries();

  /** Whether Flyte keeps the outputs for equal inputs. */
  public abstract boolean cached();

  /** The version of the kept outputs, or null. */
  public abstract @Nullable String cacheVersion();

  /** Whether of equal executions at a time one waits for the other. */
  public abstract boolean cacheSerializable();

  /** The image that the pods run in, or null if nobody has said. */
  public abstract @Nullable String image();

  /** Whether it is the task that says which image that is, and not who registers it. */
  public final boolean namesImage() {
    return !runsJava() || extension().getImage() != null;
  }

  /** The images that names such as <code>{{.image.gpu}}</code> stand for, as far as given. */
  public abstract Map<String, String> images();

  /** The variables of every container, in the order in which they are set. */
  public abstract Map<String, String> env();

  /** Command and arguments of every container of a task that runs no Java. */
  public abstract List<String> commandLine();

  /** The names of the package's workflows that run it. */
  public abstract Set<String> workflows();

  /** The names of the inputs. */
  public abstract Set<String> inputs();

  /** The names of the outputs. */
  public abstract Set<String> outputs();

  /** What an image stands for, if it is a name and somebody gave it; else the image itself. */
  public final String resolved(String image) {
    String prefix = "{{.image.";
    return image.startsWith(prefix) && image.endsWith("}}")
        ? images().getOrDefault(image.substring(prefix.length(), image.length() - 2), image)
        : image;
  }

  /** The version of the task type. */
  public final int taskTypeVersion() {
    return extension().getTaskTypeVersion();
  }

  /** Where the user's code says what the task is, or null if nobody knows. */
  public final @Nullable SourceLine line() {
    return SourceLine.of(extension().getDeclaredAt());
  }

  /** The pod template that the task brings along; empty if there is none, or if it can be none. */
  public final Optional<InlinePodTemplate> podTemplate() {
    PodTemplate template = extension().getPodTemplate();
    try {
      return template == null ? Optional.empty() : Optional.of(InlinePodTemplate.of(template));
    } catch (InvalidFieldException e) {
      return Optional.empty(); // a rule says why
    }
  }

  /** What the task itself asks for. */
  final @Nullable Quantity asked(ResourceName name) {
    Quantity limit = limits().quantities().get(name);
    return limit == null ? requests().quantities().get(name) : limit;
  }

  /** A builder with these values. */
  public abstract Builder toBuilder();

  /** A builder of a task of Java code that says nothing but what it must. */
  public static Builder builder() {
    return new AutoValue_DeclaredTask.Builder()
        .runsJava(true)
        .extension(new TaskTemplateExtension() {})
        .requests(ResourceList.empty())
        .limits(ResourceList.empty())
        .retries(0)
        .cached(false)
        .cacheSerializable(false)
        .images(Map.of())
        .env(Map.of())
        .commandLine(List.of())
        .workflows(Set.of())
        .inputs(Set.of())
        .outputs(Set.of());
  }

  /** Builds a {@link DeclaredTask}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** The name of the task. */
    public abstract Builder name(String name);

    /** The kind of job that it runs as. */
    public abstract Builder kind(JobKind kind);

    /** Whether its pods run Java code. */
    public abstract Builder runsJava(boolean runsJava);

    /** The custom field. */
    public abstract Builder custom(Struct custom);

    /** What the task says beside flytekit-java's model. */
    public abstract Builder extension(TaskTemplateExtension extension);

    /** What the task itself requests. */
    public abstract Builder requests(ResourceList requests);

    /** What the task itself is limited to. */
    public abstract Builder limits(ResourceList limits);

    /** What is wrong with the task's own resources. */
    public abstract Builder resourceProblem(@Nullable String sentence);

    /** How often Flyte tries again. */
    public abstract Builder retries(int retries);

    /** Whether Flyte keeps the outputs for equal inputs. */
    public abstract Builder cached(boolean cached);

    /** The version of the kept outputs. */
    public abstract Builder cacheVersion(@Nullable String cacheVersion);

    /** Whether of equal executions at a time one waits for the other. */
    public abstract Builder cacheSerializable(boolean cacheSerializable);

    /** The image that the pods run in. */
    public abstract Builder image(@Nullable String image);

    /** The images that names stand for. */
    public abstract Builder images(Map<String, String> images);

    /** The variables of every container. */
    public abstract Builder env(Map<String, String> env);

    /** Command and arguments. */
    public abstract Builder commandLine(List<String> commandLine);

    /** The names of the package's workflows that run it. */
    public abstract Builder workflows(Set<String> workflows);

    /** The names of the inputs. */
    public abstract Builder inputs(Set<String> inputs);

    /** The names of the outputs. */
    public abstract Builder outputs(Set<String> outputs);

    /** Builds the task. */
    public abstract DeclaredTask build();
  }
}
