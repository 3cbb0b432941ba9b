package org.flytekitplugins.kubeflow.resources;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes Kubernetes resources as YAML. Equal resources give equal bytes: keys are in the order of
 * their letters, and a text is without quotes only where no version of YAML could take it for
 * anything else.
 */
public final class KubernetesYaml {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  // Nothing that begins so is a number or a date; a colon that ends a word makes a key.
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_/][A-Za-z0-9_./@-]*(?::[A-Za-z0-9_./@-]+)*");
  private static final Pattern WORDS = Pattern.compile("(?i:true|false|yes|no|on|off|y|n|null)");
  private static final String INDENT = "  ";

  private KubernetesYaml() {}

  /** One resource. */
  public static String write(KubernetesResource resource) {
    return String.join("\n", lines(MAPPER.convertValue(resource, Map.class))) + "\n";
  }

  /** Resources, a document each. */
  public static String write(Collection<? extends KubernetesResource> resources) {
    List<String> documents = new ArrayList<>();
    resources.forEach(resource -> documents.add(write(resource)));
    return String.join("---\n", documents);
  }

  private static List<String> lines(Object node) {
    List<String> lines = new ArrayList<>();
    if (node instanceof Map) {
      new TreeMap<>((Map<?, ?>) node).forEach((key, value) -> entry(lines, scalar(key), value));
    } else {
      for (Object element : (List<?>) node) {
        item(lines, element);
      }
    }
    return lines;
  }

  private static void entry(List<String> lines, String key, @Nullable Object value) {
    if (value == null || !isBlock(value)) {
      lines.add(key + ": " + scalar(value));
      return;
    }
    lines.add(key + ":");
    String indent = value instanceof Map ? INDENT : "";
    lines(value).forEach(line -> lines.add(indent + line));
  }

  private static void item(List<String> lines, @Nullable Object element) {
    List<String> nested =
        element != null && isBlock(element) ? lines(element) : List.of(scalar(element));
    lines.add("- " + nested.get(0));
    nested.subList(1, nested.size()).forEach(line -> lines.add(INDENT + line));
  }

  private static boolean isBlock(Object value) {
    return (value instanceof Map && !((Map<?, ?>) value).isEmpty())
        || (value instanceof List && !((List<?>) value).isEmpty());
  }

  private static String scalar(@Nullable Object value) {
    if (value instanceof Map) {
      return "{}";
    }
    if (value instanceof List) {
      return "[]";
    }
    if (!(value instanceof String)) {
      return String.valueOf(value);
    }
    String text = (String) value;
    return PLAIN.matcher(text).matches() && !WORDS.matcher(text).matches() ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c == '\n') {
                quoted.append("\\n");
              } else if (c == '\t') {
                quoted.append("\\t");
              } else if (isPrintable(c)) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(String.format("\\u%04x", c));
              }
            });
    return quoted.append('"').toString();
  }

  // What YAML neither takes for a break of a line nor forbids.
  private static boolean isPrintable(int c) {
    return (c >= 0x20 && c < 0x7f)
        || (c > 0x9f && c < 0xd800 && c != 0x2028 && c != 0x2029)
        || (c >= 0xe000 && c < 0xfffe && c != 0xfeff)
        || c > 0xffff;
  }
}
