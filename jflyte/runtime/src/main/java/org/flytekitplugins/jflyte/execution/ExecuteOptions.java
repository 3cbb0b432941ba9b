package org.flytekitplugins.jflyte.execution;

import java.time.Duration;
import java.util.List;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.execution.storage.UriText;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code jflyte execute}, and whose they are. Read without a library, because
 * every pod waits for it.
 *
 * @param task the name of the task
 * @param inputs the URI of {@code inputs.pb}
 * @param outputPrefix the URI of the folder for outputs and errors
 * @param taskTemplatePath the URI of the task template that names the staged artifacts, or null
 * @param packageDir the class path of the package in this image, or null
 * @param rawOutputPrefix the URI of the folder for what is bigger than a literal, or null
 * @param checkpoint the URI of the folder for this attempt's checkpoints, or null
 * @param previousCheckpoint the URI of the folder of the previous attempt's, or null
 * @param stallTimeout how long a replica may report no progress before its threads are dumped, or
 *     null
 * @param flyte who has filled them in
 */
record ExecuteOptions(
    String task,
    String inputs,
    String outputPrefix,
    @Nullable String taskTemplatePath,
    @Nullable String packageDir,
    @Nullable String rawOutputPrefix,
    @Nullable String checkpoint,
    @Nullable String previousCheckpoint,
    @Nullable Duration stallTimeout,
    Flyte flyte) {
  static final String USAGE =
      """
      Usage: jflyte execute --task NAME --inputs URI --outputPrefix URI
                            (--taskTemplatePath URI | --package-dir CLASS_PATH)
                            [--rawOutputPrefix URI] [--checkpoint URI] [--previousCheckpoint URI]
                            [--stall-timeout DURATION]
      Runs one task, or one replica of a training task; Flyte calls it in the pods.
        --task                the name of the task
        --inputs              where inputs.pb is
        --outputPrefix        the folder for outputs.pb, or for error.pb
        --taskTemplatePath    where the task template is, which names the staged artifacts
        --package-dir         the package in this image: jars, folders of classes, DIR/*; joined by :
        --rawOutputPrefix     the folder for files that the task uploads
        --checkpoint          the folder for this attempt's checkpoints
        --previousCheckpoint  the folder of the previous attempt's checkpoints
        --stall-timeout       dump all threads after so long without progress: 90s, 10m, 1h
      """;

  /** The folder for what is bigger than a literal, where there is none yet. */
  private static final String RAW = "raw";

  private static final List<String> FLAGS =
      List.of(
          "--task",
          "--inputs",
          "--outputPrefix",
          "--taskTemplatePath",
          "--package-dir",
          "--rawOutputPrefix",
          "--checkpoint",
          "--previousCheckpoint",
          "--stall-timeout");

  /**
   * Reads {@code --flag value} and {@code --flag=value}, in any order.
   *
   * @throws UsageException if a flag is unknown, has no value or stands there twice, or if one that
   *     must be there is not
   */
  static ExecuteOptions parse(String[] arguments, Flyte flyte) {
    Flags flags = Flags.parse(arguments, FLAGS);
    ExecuteOptions options =
        new ExecuteOptions(
            flags.required("--task"),
            flags.required("--inputs"),
            flags.required("--outputPrefix"),
            flags.optional("--taskTemplatePath"),
            flags.optional("--package-dir"),
            flags.optional("--rawOutputPrefix"),
            flags.optional("--checkpoint"),
            flags.optional("--previousCheckpoint"),
            stallTimeout(flags.optional("--stall-timeout")),
            flyte);
    if (options.packageDir() == null && options.taskTemplatePath() == null) {
      throw new UsageException(
          "neither --taskTemplatePath nor --package-dir is given: one of them tells where the"
              + " package is");
    }
    return options;
  }

  /** Where a file of the attempt's own folder is. */
  String output(String name) {
    return UriText.under(outputPrefix, name);
  }

  /**
   * The URI of the folder for what is bigger than a literal. The arguments of plain tasks, which
   * are stock jflyte's, name none: it lies beside their outputs, because a local folder would be
   * gone with the pod. Flyte 2 names the folder of the outputs, where files of the task's might
   * have the names of the attempt's.
   */
  String rawOutputs() {
    if (rawOutputPrefix == null) {
      return output(RAW);
    }
    return flyte == Flyte.TWO ? UriText.under(rawOutputPrefix, RAW) : rawOutputPrefix;
  }

  private static @Nullable Duration stallTimeout(@Nullable String text) {
    return text == null ? null : duration("--stall-timeout", text);
  }

  /**
   * A duration such as {@code 10m}.
   *
   * @param what what is given, to begin a sentence with
   * @throws UsageException if it is none
   */
  static Duration duration(String what, String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    String unit = text.substring(digits);
    if (digits > 0 && digits <= 9) {
      long amount = Long.parseLong(text.substring(0, digits));
      switch (unit) {
        case "ms" -> {
          return Duration.ofMillis(amount);
        }
        case "", "s" -> {
          return Duration.ofSeconds(amount);
        }
        case "m" -> {
          return Duration.ofMinutes(amount);
        }
        case "h" -> {
          return Duration.ofHours(amount);
        }
        default -> {}
      }
    }
    throw new UsageException(
        what + " is " + text + ": write a number and ms, s, m or h, such as 10m");
  }
}
