package org.flytekitplugins.jflyte.loading;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.flyte.api.v1.Identifier;
import org.flyte.api.v1.Registrar;
import org.flytekitplugins.jflyte.JflyteException;

/** What all registrars of a class loader yield, and who yielded it. */
final class RegistrarRun {
  private final ClassLoader classLoader;
  private final Map<String, String> environment;
  private final Map<Identifier, Registrar<?, ?>> yieldedBy = new HashMap<>();

  /**
   * @param classLoader where registrars are looked for, and where they look
   * @param environment where they find project, domain and version
   */
  RegistrarRun(ClassLoader classLoader, Map<String, String> environment) {
    this.classLoader = classLoader;
    this.environment = environment;
  }

  /** Entities of one kind; an identifier may be used once in a run. */
  <K extends Identifier, V> Map<K, V> entities(Class<? extends Registrar<K, V>> type, String kind) {
    Map<K, V> all = new LinkedHashMap<>();
    for (Registrar<K, V> registrar : ServiceLoader.load(type, classLoader)) {
      for (Map.Entry<K, V> entry : registrar.load(environment, classLoader).entrySet()) {
        Registrar<?, ?> other = yieldedBy.putIfAbsent(entry.getKey(), registrar);
        if (other != null) {
          throw duplicate(kind, entry.getKey(), other, registrar);
        }
        all.put(entry.getKey(), entry.getValue());
      }
    }
    return all;
  }

  /** What belongs to entities, or they once more, and so has the identifiers of these. */
  <K extends Identifier, V> Map<K, V> belongings(
      Class<? extends Registrar<K, V>> type, String kind) {
    return new RegistrarRun(classLoader, environment).entities(type, kind);
  }

  private JflyteException duplicate(
      String kind, Identifier id, Registrar<?, ?> first, Registrar<?, ?> second) {
    String twoClasses = new PackageProbe(classLoader).firstDuplicate();
    if (twoClasses != null) {
      return new JflyteException(twoClasses);
    }
    return new JflyteException(
        String.format(
            "%s %s is in the package twice, once from %s and once from %s: take one of them out or"
                + " give it another name",
            kind,
            id.name(),
            CodeSources.describe(first.getClass()),
            CodeSources.describe(second.getClass())));
  }
}
