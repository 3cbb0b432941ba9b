package org.flytekitplugins.jflyte.loading;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files that name a package's services. */
final class ServiceFiles {
  static final String FOLDER = "META-INF/services/";
  static final String RUNNABLE_TASK = "org.flyte.flytekit.SdkRunnableTask";
  static final String DYNAMIC_WORKFLOW_TASK = "org.flyte.flytekit.SdkDynamicWorkflowTask";
  static final String CONTAINER_TASK = "org.flyte.flytekit.SdkContainerTask";
  static final String PLUGIN_TASK = "org.flyte.flytekit.SdkPluginTask";
  static final List<String> TASKS =
      List.of(RUNNABLE_TASK, DYNAMIC_WORKFLOW_TASK, CONTAINER_TASK, PLUGIN_TASK);
  static final String WORKFLOW = "org.flyte.flytekit.SdkWorkflow";
  static final String LAUNCH_PLANS = "org.flyte.flytekit.SdkLaunchPlanRegistry";

  private ServiceFiles() {}

  /** The classes that a class loader's files name for a service, in order, once each. */
  static Set<String> providers(ClassLoader classLoader, String service) {
    Set<String> providers = new LinkedHashSet<>();
    try {
      Enumeration<URL> files = classLoader.getResources(FOLDER + service);
      while (files.hasMoreElements()) {
        read(files.nextElement(), providers);
      }
    } catch (IOException e) {
      // Whoever loads the service meets the same file, and has a sentence for it.
      return Set.of();
    }
    return providers;
  }

  private static void read(URL file, Set<String> providers) throws IOException {
    URLConnection connection = file.openConnection();
    connection.setUseCaches(false);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int comment = line.indexOf('#');
        String name = (comment < 0 ? line : line.substring(0, comment)).trim();
        if (!name.isEmpty()) {
          providers.add(name);
        }
      }
    }
  }
}
