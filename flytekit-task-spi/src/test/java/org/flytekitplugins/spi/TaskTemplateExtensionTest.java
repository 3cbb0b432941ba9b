package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A task that says nothing changes nothing. */
class TaskTemplateExtensionTest {
  @Test
  void everyFieldHasADefault() throws IllegalAccessException, InvocationTargetException {
    TaskTemplateExtension extension = new TaskTemplateExtension() {};
    Map<String, Object> defaults = new HashMap<>();
    for (Method method : TaskTemplateExtension.class.getDeclaredMethods()) {
      if (!method.isSynthetic()) {
        defaults.put(method.getName(), method.invoke(extension));
      }
    }

    Map<String, Object> expected = new HashMap<>();
    expected.put("getTaskTypeVersion", 0);
    expected.put("getImage", null);
    expected.put("getEnv", Map.of());
    expected.put("getInterruptible", null);
    expected.put("getTimeout", null);
    expected.put("getPodTemplateName", null);
    expected.put("getPodTemplate", null);
    expected.put("getSecrets", List.of());
    expected.put("getAccelerator", null);
    expected.put("getSharedMemory", null);
    expected.put("getHeapPercentage", 25);
    expected.put("getGeneratesDeck", false);
    expected.put("getSuppressedFindings", Map.of());
    expected.put("getDocumentation", null);
    expected.put("getDeprecationMessage", null);
    expected.put("getCacheIgnoredInputs", Set.of());
    expected.put("getPluginConfig", Map.of());
    expected.put("getDeclaredAt", null);
    assertThat(defaults).isEqualTo(expected);
  }
}
