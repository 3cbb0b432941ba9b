package org.flytekitplugins.kubeflow.resources;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.SpecFields;
import org.jspecify.annotations.Nullable;

/** A resource's {@code spec}, with a list for what has no place in Flyte. */
final class ReadSpec implements SpecFields {
  private static final Pattern DOT = Pattern.compile("\\.");

  private final FieldReader spec;
  private final List<Leftover> leftovers;

  ReadSpec(FieldReader spec, List<Leftover> leftovers) {
    this.spec = spec;
    this.leftovers = leftovers;
  }

  @Override
  public boolean has(String path) {
    String[] names = DOT.split(path);
    FieldReader owner = owner(names);
    return owner != null && owner.keys().contains(names[names.length - 1]);
  }

  @Override
  public Optional<String> text(String path) {
    String[] names = DOT.split(path);
    FieldReader owner = owner(names);
    return owner == null
        ? Optional.empty()
        : Optional.ofNullable(owner.textOrNumber(names[names.length - 1]));
  }

  @Override
  public void leave(String field, String remedy) {
    leftovers.add(Leftover.of(spec.at(field), remedy));
  }

  private @Nullable FieldReader owner(String[] names) {
    FieldReader owner = spec;
    for (int i = 0; i < names.length - 1 && owner != null; i++) {
      owner = owner.object(names[i]);
    }
    return owner;
  }
}
