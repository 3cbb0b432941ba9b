package org.flytekitplugins.jflyte.loading;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

  private static final String MARK = "\uFEFF";

  private ServiceFiles() {}

  /** The classes that a class loader's files name for a service, in order, once each. */
  static Set<String> providers(ClassLoader classLoader, String service) {
    Set<String> providers = new LinkedHashSet<>();
    for (String file : read(classLoader, service)) {
      file.lines().map(ServiceFiles::withoutComment).forEach(providers::add);
    }
    providers.remove("");
    return providers;
  }

  private static String withoutComment(String line) {
    int comment = line.indexOf('#');
    return (comment < 0 ? line : line.substring(0, comment)).trim();
  }

  /** Whether a class loader's files name a class for a service; quick, however many they name. */
  static boolean isProvider(ClassLoader classLoader, String service, String className) {
    for (String file : read(classLoader, service)) {
      int at = file.indexOf(className);
      while (at >= 0) {
        int start = file.lastIndexOf('\n', at) + 1;
        int end = file.indexOf('\n', at);
        String line = file.substring(start, end < 0 ? file.length() : end);
        if (withoutComment(line).equals(className)) {
          return true;
        }
        at = file.indexOf(className, at + 1);
      }
    }
    return false;
  }

  private static List<String> read(ClassLoader classLoader, String service) {
    List<String> contents = new ArrayList<>();
    try {
      Enumeration<URL> files = classLoader.getResources(FOLDER + service);
      while (files.hasMoreElements()) {
        contents.add(read(files.nextElement()));
      }
    } catch (IOException | SecurityException e) {
      // Whoever loads the service meets the same file, and has a sentence for it.
      return List.of();
    }
    return contents;
  }

  private static String read(URL file) throws IOException {
    URLConnection connection = file.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
    }
  }

  /** The same file without a byte order mark in front; itself if it cannot be read. */
  static URL withoutMark(URL file) {
    try {
      return TextUrl.of(file.toString(), read(file));
    } catch (IOException | SecurityException e) {
      // Whoever loads the service meets the same file, and has a sentence for it.
      return file;
    }
  }
}
