package org.flytekitplugins.jflyte.loading;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.spi.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What to do about failures that libraries below a task know, but do not say in words that help the
 * task's author.
 */
public final class Remedy {
  // Ours too is the package's own, not the launcher's.
  private static final String INVALID_FIELD = "org.flytekitplugins.kubeflow.InvalidFieldException";
  private static final String SPI = Secret.class.getPackageName() + ".";
  private static final Pattern JACKSON =
      Pattern.compile("(?:promiseFor|fromLiteralMap) failed for \\[(?:class )?([^\\]\\s]+)\\]");
  private static final int MOST_CAUSES = 50;

  private Remedy() {}

  /**
   * What is wrong, and what to do about it.
   *
   * @param classLoader of the code that has failed
   * @return a sentence, or null for a failure that says enough itself, or nothing that is known
   */
  public static @Nullable String of(Throwable failure, ClassLoader classLoader) {
    int causes = 0;
    for (Throwable t = failure; t != null && causes < MOST_CAUSES; t = t.getCause()) {
      String sentence = ofOne(t, classLoader);
      if (sentence != null) {
        return sentence;
      }
      causes++;
    }
    return null;
  }

  /**
   * Throws in place of what {@code run()} has thrown, if it is of a library that does not say what
   * to do.
   *
   * @throws JflyteException with the sentence; the failure is suppressed in it
   */
  public static void throwIfKnown(Throwable failure, ClassLoader classLoader) {
    int causes = 0;
    for (Throwable t = failure; t != null && causes < MOST_CAUSES; t = t.getCause()) {
      String sentence = ofLibrary(t, classLoader);
      if (sentence != null) {
        JflyteException known = new JflyteException(sentence);
        known.addSuppressed(failure);
        throw known;
      }
      causes++;
    }
  }

  private static @Nullable String ofOne(Throwable thrown, ClassLoader classLoader) {
    return thrown.getClass().getName().equals(INVALID_FIELD) || isRefusedValue(thrown)
        ? thrown.getMessage()
        : ofLibrary(thrown, classLoader);
  }

  /** Whether a value of the SPI has refused what it should be made of, which it says whole. */
  private static boolean isRefusedValue(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return thrown instanceof IllegalArgumentException
        && trace.length > 0
        && trace[0].getClassName().startsWith(SPI);
  }

  private static @Nullable String ofLibrary(Throwable thrown, ClassLoader classLoader) {
    for (JobKind kind : JobKinds.own().all()) {
      Optional<String> remedy = kind.remedy(thrown);
      if (remedy.isPresent()) {
        return remedy.get();
      }
    }
    String message = thrown.getMessage();
    if (message == null) {
      return null;
    }
    Matcher jackson = JACKSON.matcher(message);
    return jackson.find() && isJackson(thrown.getCause())
        ? ofJackson(jackson.group(1), classLoader)
        : null;
  }

  private static boolean isJackson(@Nullable Throwable cause) {
    return cause != null
        && cause.getClass().getName().endsWith(".jackson.databind.exc.InvalidDefinitionException");
  }

  private static @Nullable String ofJackson(String className, ClassLoader classLoader) {
    try {
      Class<?> type = Class.forName(className, false, classLoader);
      String cannot = CodeSources.describe(type) + " cannot be made from values by Jackson: ";
      if (isKotlin(type)) {
        return cannot
            + "annotate the data class with @JvmRecord, and let Kotlin's jvmTarget be 16 or later";
      }
      return cannot
          + (namesParameters(type)
              ? "make it a record, or annotate its constructor with @JsonCreator"
              : "compile it with javac's option -parameters (maven.compiler.parameters=true), or"
                  + " make it a record");
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }

  private static boolean isKotlin(Class<?> type) {
    for (Annotation annotation : type.getAnnotations()) {
      if (annotation.annotationType().getName().equals("kotlin.Metadata")) {
        return true;
      }
    }
    return false;
  }

  private static boolean namesParameters(Class<?> type) {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      for (Parameter parameter : constructor.getParameters()) {
        if (!parameter.isNamePresent()) {
          return false;
        }
      }
    }
    return true;
  }
}
