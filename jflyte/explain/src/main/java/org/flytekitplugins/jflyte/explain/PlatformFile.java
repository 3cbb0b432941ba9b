package org.flytekitplugins.jflyte.explain;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.resources.FlytePlatform;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads an installation's defaults and limits out of flyteadmin's own configuration: the section
 * {@code task_resources}, with {@code defaults} and {@code limits} of {@code cpu}, {@code memory},
 * {@code gpu} and {@code ephemeralStorage}. As there, keys are taken in any case, what is not said
 * is flyteadmin's stock one, and 0 is none. Other sections are passed over, so that a whole
 * configuration will do.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/runtime/task_resource_provider.go">task_resource_provider.go</a>
 */
public final class PlatformFile {
  private static final String SECTION = "task_resources";
  private static final String FORM =
      "write task_resources: {defaults: {cpu: \"2\", memory: 200Mi}, limits: {cpu: \"8\", memory:"
          + " 32Gi, gpu: \"4\"}}";

  private static final Map<String, ResourceName> NAMES =
      Map.of(
          "cpu", ResourceName.CPU,
          "memory", ResourceName.MEMORY,
          "gpu", ResourceName.GPU,
          "ephemeralstorage", ResourceName.EPHEMERAL_STORAGE);

  private final Path file;

  private PlatformFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws JflyteException if it is not there, or does not have that form
   */
  public static Platform read(Path file) {
    return new PlatformFile(file).read();
  }

  private Platform read() {
    Map<String, Object> section = section(section(document(), null), SECTION);
    if (section.isEmpty()) {
      throw refusal("has no section " + SECTION);
    }
    FlytePlatform stock = FlytePlatform.stock();
    return Platform.of(
        file.toString(),
        list(stock.defaults(), section(section, "defaults"), "defaults"),
        list(stock.limits(), section(section, "limits"), "limits"));
  }

  private @Nullable Object document() {
    try (Reader reader = Files.newBufferedReader(file)) {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
    } catch (IOException e) {
      throw new JflyteException(
          String.format(
              "--platform: %s cannot be read (%s): name a file that is there",
              file, e.getClass().getSimpleName()),
          e);
    } catch (YAMLException e) {
      throw refusal("is not YAML");
    }
  }

  private ResourceList list(ResourceList stock, Map<String, Object> quantities, String part) {
    Map<ResourceName, String> texts = new EnumMap<>(ResourceName.class);
    stock.quantities().forEach((name, quantity) -> texts.put(name, quantity.toString()));
    for (Map.Entry<String, Object> entry : quantities.entrySet()) {
      ResourceName name = NAMES.get(entry.getKey());
      if (entry.getKey().equals("storage")) {
        continue; // pods have no room for it
      }
      if (name == null) {
        throw refusal(
            String.format(
                "has %s.%s.%s, and a platform has %s only",
                SECTION, part, entry.getKey(), String.join(", ", new TreeSet<>(NAMES.keySet()))));
      }
      String text = String.valueOf(entry.getValue());
      if (text.equals("0")) {
        texts.remove(name);
      } else {
        texts.put(name, text);
      }
    }
    try {
      return ResourceList.of(texts);
    } catch (InvalidFieldException e) {
      throw new JflyteException(
          "--platform: " + file + ": " + SECTION + "." + part + "." + e.getMessage(), e);
    }
  }

  private Map<String, Object> section(Map<String, Object> of, String key) {
    return section(of.get(key), key);
  }

  private Map<String, Object> section(@Nullable Object yaml, @Nullable String key) {
    Map<String, Object> lower = new TreeMap<>();
    if (yaml instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (value != null) {
              lower.put(String.valueOf(name).toLowerCase(Locale.ROOT), value);
            }
          });
    } else if (yaml != null) {
      throw refusal(
          key == null ? "holds no keys and values" : "has " + key + " without keys and values");
    }
    return lower;
  }

  private JflyteException refusal(String what) {
    return new JflyteException(String.format("--platform: %s %s: %s", file, what, FORM));
  }
}
