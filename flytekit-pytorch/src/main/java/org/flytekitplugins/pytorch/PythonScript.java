package org.flytekitplugins.pytorch;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/**
 * A Python script and how it is started: as a file, as a module, or out of the package of the task
 * itself. It runs as {@code __main__}, without a shell.
 *
 * <pre>{@code
 * PythonScript.builder().file("/app/train.py").arguments("--epochs", "3").build()
 * }</pre>
 */
@AutoValue
public abstract class PythonScript implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The interpreter of a script that names none: the first of this name on {@code PATH}. */
  public static final String DEFAULT_PYTHON = "python3";

  PythonScript() {}

  /** The path of the script's file, or null. */
  public abstract @Nullable String file();

  /** The name of the module that is run, as by {@code python3 -m}, or null. */
  public abstract @Nullable String module();

  /** The class beside which the script is a resource, or null. */
  public abstract @Nullable Class<?> resourceOwner();

  /** The name of the resource, as its class calls it, or null. */
  public abstract @Nullable String resource();

  /** The path of the interpreter, or a name that is looked for on {@code PATH}. */
  public abstract String python();

  /** What the script finds in {@code sys.argv} after its own name. */
  public abstract List<String> arguments();

  /** Environment variables that only the script and its processes have. */
  public abstract Map<String, String> environment();

  /** A builder of a script without arguments, for {@value #DEFAULT_PYTHON}. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with this script. */
  public Builder toBuilder() {
    Builder builder = builder().python(python()).arguments(arguments());
    builder.file = file();
    builder.module = module();
    builder.resourceOwner = resourceOwner();
    builder.resource = resource();
    builder.environment.putAll(environment());
    return builder;
  }

  /** The script as messages name it. */
  final String name() {
    String name = file() != null ? file() : module();
    return name != null ? name : String.valueOf(resource());
  }

  /** Builds a {@link PythonScript}. */
  public static final class Builder {
    private @Nullable String file;
    private @Nullable String module;
    private @Nullable Class<?> resourceOwner;
    private @Nullable String resource;
    private String python = DEFAULT_PYTHON;
    private List<String> arguments = List.of();
    private final Map<String, String> environment = new TreeMap<>();

    Builder() {}

    /** Runs a file, as {@code python3 FILE} does; it replaces what was to be run before. */
    public Builder file(String path) {
      nothing();
      file = Objects.requireNonNull(path, "path");
      return this;
    }

    /** Runs a module, as {@code python3 -m NAME} does; it replaces what was to be run before. */
    public Builder module(String name) {
      nothing();
      module = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Runs a resource of the package; it replaces what was to be run before. Modules beside it are
     * not found: a script of several files belongs into the image.
     *
     * @param owner the class beside which it is, most often the task's own
     * @param name its name, as {@link Class#getResource} wants it, for example {@code train.py}
     */
    public Builder resource(Class<?> owner, String name) {
      nothing();
      resourceOwner = Objects.requireNonNull(owner, "owner");
      resource = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * The interpreter.
     *
     * @param path its path, or a name that is looked for on {@code PATH}
     */
    public Builder python(String path) {
      python = Objects.requireNonNull(path, "path");
      return this;
    }

    /** What the script finds in {@code sys.argv} after its own name; replaces those before. */
    public Builder arguments(String... arguments) {
      return arguments(Arrays.asList(arguments));
    }

    /** What the script finds in {@code sys.argv} after its own name; replaces those before. */
    public Builder arguments(List<String> arguments) {
      this.arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
      return this;
    }

    /** Adds an environment variable. Secrets are better read by the script itself. */
    public Builder environment(String name, String value) {
      environment.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * The script.
     *
     * @throws InvalidFieldException if nothing is to be run, or a name is blank
     */
    public PythonScript build() {
      if (file == null && module == null && resource == null) {
        throw new InvalidFieldException(
            "script", "", "there is nothing to run", "name a file, a module or a resource");
      }
      refuseBlank("script.file", file);
      refuseBlank("script.module", module);
      refuseBlank("script.resource", resource);
      refuseBlank("script.python", python);
      return new AutoValue_PythonScript(
          file,
          module,
          resourceOwner,
          resource,
          python,
          arguments,
          Collections.unmodifiableMap(new TreeMap<>(environment)));
    }

    private static void refuseBlank(String field, @Nullable String value) {
      if (value != null && value.isBlank()) {
        throw new InvalidFieldException(field, value, "it is blank", "name one, or leave it out");
      }
    }

    private void nothing() {
      file = null;
      module = null;
      resourceOwner = null;
      resource = null;
    }
  }
}
