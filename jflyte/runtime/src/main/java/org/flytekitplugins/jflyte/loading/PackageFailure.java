package org.flytekitplugins.jflyte.loading;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/** Turns what loading a package has thrown into a sentence that names class, jar and remedy. */
final class PackageFailure {
  private final ClassLoader classLoader;
  private final PackageProbe probe;

  PackageFailure(ClassLoader classLoader) {
    this.classLoader = classLoader;
    this.probe = new PackageProbe(classLoader);
  }

  JflyteException explain(Throwable failure) {
    return new JflyteException(sentence(failure), failure);
  }

  private String sentence(Throwable failure) {
    if (failure instanceof ServiceConfigurationError error) {
      return serviceSentence(error);
    }
    if (failure instanceof LinkageError error) {
      String user = probe.firstUnloadable();
      return linkageSentence(user == null ? firstUserClass(failure) : user, error);
    }
    String duplicate = probe.firstDuplicate();
    if (duplicate != null) {
      return duplicate;
    }
    PackageProbe.FailedGetter getter = probe.firstFailedGetter();
    if (getter != null) {
      return getterSentence(getter);
    }
    String remedy = Remedy.of(failure, classLoader);
    String workflow = probe.firstBrokenWorkflow();
    List<String> circle = circle(failure);
    if (workflow != null && !circle.isEmpty()) {
      return String.format(
          "workflow %s is a part of itself: %s: take one of the references out, or make it one to a"
              + " launch plan",
          describe(circle.get(0)), String.join(" -> ", circle));
    }
    if (workflow != null) {
      return remedy != null
          ? String.format("workflow %s cannot be built: %s", describe(workflow), remedy)
          : String.format(
              "workflow %s cannot be built (%s): correct its expand method",
              describe(workflow), oneLine(failure));
    }
    if (remedy != null) {
      return remedy;
    }
    String user = firstUserClass(failure);
    return String.format(
        "%s cannot be loaded (%s): what a package declares has to be known without a cluster",
        user == null ? "the package" : describe(user), oneLine(failure));
  }

  private String serviceSentence(ServiceConfigurationError error) {
    // ServiceLoader writes "SERVICE: Provider CLASS not found" and the like, and has no getters.
    String message = String.valueOf(error.getMessage());
    String service = message.substring(0, Math.max(message.indexOf(": "), 0));
    String provider = providerIn(message);
    Throwable cause = error.getCause();
    if (provider == null) {
      return "META-INF/services of the package cannot be read (" + message + "): correct that file";
    }
    if (message.endsWith(" not found")) {
      return String.format(
          "class %s is named in META-INF/services/%s but is not in the package: put its jar there,"
              + " or build the jar that names it again",
          provider, service);
    }
    if (message.endsWith(" not a subtype")) {
      return String.format(
          "class %s is named in META-INF/services/%s but is no %s: name it in the file of what it"
              + " extends, and have one flytekit-java in the package",
          describe(provider), service, simpleName(service));
    }
    if (cause instanceof NoSuchMethodException) {
      return String.format(
          "class %s has no public constructor without parameters, and Flyte makes tasks and"
              + " workflows by the names of their classes alone: give it one (a Kotlin object"
              + " cannot have one: make it a class)",
          describe(provider));
    }
    if (cause instanceof IllegalAccessException || cause instanceof InstantiationException) {
      return String.format(
          "class %s cannot be made (%s): it has to be public, static if it is nested, and not"
              + " abstract",
          describe(provider), oneLine(cause));
    }
    if (cause instanceof ExceptionInInitializerError initializer
        && initializer.getCause() != null) {
      return constructorSentence(provider, "its static initializer", initializer.getCause());
    }
    if (cause instanceof LinkageError linkage) {
      return linkageSentence(provider, linkage);
    }
    return constructorSentence(provider, "its constructor", cause == null ? error : cause);
  }

  // "SERVICE: Provider CLASS could not …", "SERVICE: CLASS Unable to …"; "SERVICE: FILE:LINE: …"
  private static @Nullable String providerIn(String message) {
    String marker = message.contains(": Provider ") ? ": Provider " : ": ";
    int start = message.indexOf(marker) + marker.length();
    int end = message.indexOf(' ', start);
    String provider = end > start ? message.substring(start, end) : "";
    return provider.isEmpty() || provider.endsWith(":") ? null : provider;
  }

  private String getterSentence(PackageProbe.FailedGetter getter) {
    Throwable thrown = getter.thrown();
    if (thrown == null) {
      return String.format(
          "class %s: %s returned null: %s",
          describe(getter.className()),
          getter.name(),
          switch (getter.name()) {
            case "getCustom" -> "return SdkStruct.empty() for nothing";
            case "getResources" -> "return SdkResources.empty() for nothing";
            case "getEnv", "getSuppressedFindings", "getPluginConfig", "getLaunchPlanSettings" ->
                "return Map.of() for nothing";
            case "getCacheIgnoredInputs" -> "return Set.of() for nothing";
            case "getArgs", "getCommand", "getSecrets", "getCustomJavaToolOptions" ->
                "return List.of() for nothing";
            default -> "return a value";
          });
    }
    String remedy = Remedy.of(thrown, classLoader);
    return remedy != null
        ? String.format(
            "class %s: %s failed: %s", describe(getter.className()), getter.name(), remedy)
        : String.format(
            "class %s: %s threw %s: what a package declares has to be known without a cluster, so"
                + " move what needs one into run()",
            describe(getter.className()), getter.name(), oneLine(thrown));
  }

  private String constructorSentence(String provider, String thrower, Throwable cause) {
    String remedy = Remedy.of(cause, classLoader);
    if (remedy != null) {
      return String.format("class %s cannot be made: %s", describe(provider), remedy);
    }
    return String.format(
        "class %s cannot be made, %s threw %s: what a package declares has to be known without a"
            + " cluster, so move what needs one into run()",
        describe(provider), thrower, oneLine(cause));
  }

  private String linkageSentence(@Nullable String user, LinkageError error) {
    String remedy = Remedy.of(error, classLoader);
    if (remedy != null) {
      return user == null
          ? remedy
          : String.format("class %s cannot be made: %s", describe(user), remedy);
    }
    String message = String.valueOf(error.getMessage());
    String by = user == null ? "the package" : describe(user);
    if (error instanceof UnsupportedClassVersionError) {
      return newerJavaSentence(message);
    }
    if (error instanceof NoClassDefFoundError && !message.startsWith("Could not initialize")) {
      return String.format(
          "class %s, which %s needs, is not in the package: put the jar that has it there",
          message.replace('/', '.'), by);
    }
    return String.format(
        "%s does not fit the libraries of the package (%s): have each of them there once, in the"
            + " version that it was built with",
        by, oneLine(error));
  }

  // "a/B has been compiled by a more recent version … (class file version 65.0), this version …"
  private String newerJavaSentence(String message) {
    String name = message.substring(0, Math.max(message.indexOf(' '), 0)).replace('/', '.');
    String marker = "class file version ";
    int version = message.indexOf(marker) + marker.length();
    int dot = message.indexOf('.', version);
    String needed =
        version >= marker.length() && dot > version
            ? "Java " + (Integer.parseInt(message.substring(version, dot)) - 44)
            : "a newer Java";
    return String.format(
        Locale.ROOT,
        "class %s is built for %s, but this is Java %d: build it for that, or run a newer Java",
        describe(name),
        needed,
        Runtime.version().feature());
  }

  private @Nullable String firstUserClass(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      for (StackTraceElement frame : t.getStackTrace()) {
        if ("package".equals(frame.getClassLoaderName())
            && !frame.getClassName().startsWith("org.flyte.")) {
          return frame.getClassName();
        }
      }
    }
    return null;
  }

  /** The workflows that expand each other for ever; the first of them again at the end. */
  private static List<String> circle(Throwable failure) {
    if (!(failure instanceof StackOverflowError)) {
      return List.of();
    }
    // A workflow's method is further down than that of the workflow it has as a node.
    List<String> circle = new ArrayList<>();
    for (StackTraceElement frame : failure.getStackTrace()) {
      String name = frame.getClassName();
      if (frame.getMethodName().equals("expand") && !name.startsWith("org.flyte.")) {
        boolean bridge = !circle.isEmpty() && circle.get(0).equals(name);
        if (!bridge && circle.contains(name)) {
          break;
        }
        if (!bridge) {
          circle.add(0, name);
        }
      }
    }
    if (!circle.isEmpty()) {
      Collections.rotate(circle, -circle.indexOf(Collections.min(circle)));
      circle.add(circle.get(0));
    }
    return circle;
  }

  private String describe(String className) {
    return CodeSources.describe(className, classLoader);
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  private static String oneLine(Throwable throwable) {
    String message = throwable.getMessage();
    String name = throwable.getClass().getSimpleName();
    return message == null ? name : name + ": " + message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
