package org.flytekitplugins.pytorch;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.jspecify.annotations.Nullable;

/**
 * What torch's rendezvous is told, in a form that its command line can carry: {@code
 * name=value,name=value}.
 */
final class RdzvConfigs {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern VALUE = Pattern.compile("[^\\s,=]+");
  private static final Pattern WHOLE = Pattern.compile("0*[1-9][0-9]{0,8}");

  private RdzvConfigs() {}

  static Map<String, String> of(Map<String, ?> configs) {
    Map<String, String> texts = new TreeMap<>();
    configs.forEach(
        (name, value) -> texts.put(name, FieldOwner.of("rdzvConfigs", () -> text(name, value))));
    return Collections.unmodifiableMap(texts);
  }

  private static String text(String name, @Nullable Object value) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidFieldException(
          name, value, "torch has no names like that", "write for example join_timeout");
    }
    boolean isPlain =
        value instanceof String || value instanceof Number || value instanceof Boolean;
    String text = String.valueOf(value);
    if (!isPlain || !VALUE.matcher(text).matches()) {
      throw new InvalidFieldException(
          name,
          value,
          "torchrun takes it as part of name=value,name=value",
          "use a number, or a text without blanks, commas and equals signs");
    }
    if (name.endsWith("timeout") && !WHOLE.matcher(text).matches()) {
      throw new InvalidFieldException(
          name, value, "torch counts a time-out in whole seconds", "use 1 or more");
    }
    if (name.startsWith("keep_alive_") && !WHOLE.matcher(text).matches()) {
      throw new InvalidFieldException(
          name, value, "torch counts heartbeats in whole numbers", "use 1 or more");
    }
    return text;
  }
}
