package org.flytekitplugins.client.internal.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A section of Flyte's client configuration, like {@code admin}. Keys are taken in any case, as
 * viper does; no message repeats what the file holds, because it may be a secret.
 */
final class ConfigSection {
  private final Path file;
  private final String name;
  private final Map<String, Object> values;

  private ConfigSection(Path file, String name, Map<String, Object> values) {
    this.file = file;
    this.name = name;
    this.values = values;
  }

  static ConfigSection read(Path file, String name) {
    Object document;
    try (Reader reader = Files.newBufferedReader(file)) {
      document = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
    } catch (IOException e) {
      throw new SentenceException(
          "cannot read Flyte's configuration "
              + file
              + " ("
              + e.getClass().getSimpleName()
              + "): make it readable, or name another by FLYTECTL_CONFIG");
    } catch (MarkedYAMLException e) {
      throw new SentenceException(
          "Flyte's configuration "
              + file
              + " is not YAML in line "
              + (e.getProblemMark() == null ? "?" : e.getProblemMark().getLine() + 1)
              + ": put it right, or name another by FLYTECTL_CONFIG");
    } catch (YAMLException e) {
      throw new SentenceException(
          "Flyte's configuration "
              + file
              + " is not YAML: put it right, or name another by FLYTECTL_CONFIG");
    }
    return new ConfigSection(file, name, lowerCase(lowerCase(document).get(name)));
  }

  private static Map<String, Object> lowerCase(@Nullable Object yaml) {
    Map<String, Object> lower = new HashMap<>();
    if (yaml instanceof Map) {
      ((Map<?, ?>) yaml)
          .forEach(
              (key, value) -> {
                if (value != null) {
                  lower.put(String.valueOf(key).toLowerCase(Locale.ROOT), value);
                }
              });
    }
    return lower;
  }

  /** What a message calls a field. */
  String field(String key) {
    return name + "." + key + " of " + file;
  }

  @Nullable String text(String key) {
    Object value = values.get(key.toLowerCase(Locale.ROOT));
    if (value instanceof Map || value instanceof List) {
      throw new SentenceException(field(key) + " is not a text: write a text");
    }
    return value == null || value.toString().isBlank() ? null : value.toString().strip();
  }

  @Nullable Boolean flag(String key) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    switch (text.toLowerCase(Locale.ROOT)) {
      case "true":
      case "1":
      case "t":
        return true;
      case "false":
      case "0":
      case "f":
        return false;
      default:
        throw new SentenceException(field(key) + " is neither true nor false: write one");
    }
  }

  /** A number of 1 or more. */
  @Nullable Integer count(String key) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    try {
      int count = Integer.parseInt(text);
      if (count >= 1) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw new SentenceException(field(key) + " is no number of 1 or more: write one");
  }

  /** A time above zero, as Go writes them. */
  @Nullable Duration duration(String key) {
    String text = text(key);
    return text == null
        ? null
        : GoDuration.parse(text)
            .filter(duration -> !duration.isZero())
            .orElseThrow(
                () ->
                    new SentenceException(
                        field(key) + " is no time above zero: write one with its unit, like 15s"));
  }

  List<String> texts(String key) {
    Object value = values.get(key.toLowerCase(Locale.ROOT));
    List<String> texts = new ArrayList<>();
    if (value instanceof List) {
      for (Object each : (List<?>) value) {
        if (each == null || each instanceof Map || each instanceof List) {
          throw new SentenceException(
              field(key) + " is not a list of texts: write a list of texts");
        }
        texts.add(each.toString());
      }
    } else if (value != null) {
      for (String each : String.valueOf(text(key)).split(",", -1)) {
        texts.add(each.strip());
      }
    }
    return texts;
  }
}
