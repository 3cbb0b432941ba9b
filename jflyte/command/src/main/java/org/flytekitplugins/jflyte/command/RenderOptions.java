package org.flytekitplugins.jflyte.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.flytekitplugins.jflyte.explain.RenderSettings;
import org.flytekitplugins.spi.internal.ShownUri;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say what an execution of Flyte's would decide of a job. */
final class RenderOptions {
  static final String JOB_NAME = "--job-name";
  static final String NAMESPACE = "--namespace";
  static final String INPUTS_URI = "--inputs-uri";
  static final String OUTPUT_PREFIX = "--output-prefix";
  static final String PACKAGE_DIR = "--package-dir";

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

  @Option(
      names = JOB_NAME,
      paramLabel = "NAME",
      description = "Of yaml and pods: the name of the job; each run needs another.")
  private @Nullable String jobName;

  @Option(
      names = NAMESPACE,
      paramLabel = "NAMESPACE",
      description = "Of yaml and pods: the namespace of the job.")
  private @Nullable String namespace;

  @Option(
      names = INPUTS_URI,
      paramLabel = "URI",
      description =
          "Of yaml and pods: where inputs.pb is, which \"jflyte inputs\" writes; for {{.input}}.")
  private @Nullable String inputsUri;

  @Option(
      names = OUTPUT_PREFIX,
      paramLabel = "URI",
      description =
          "Of yaml and pods: a folder for outputs.pb or error.pb, for files and checkpoints; each"
              + " run needs another. For {{.outputPrefix}} and others.")
  private @Nullable String outputPrefix;

  @Option(
      names = PACKAGE_DIR,
      paramLabel = "PATH",
      description = "Of yaml and pods: the class path of the package in the image.")
  private @Nullable String packageDir;

  /** The class path of the package in the image, or null. */
  @Nullable String packageDir() {
    return packageDir;
  }

  /** What they say, checked. */
  RenderSettings settings(OptionValues values) {
    requireText(values, JOB_NAME, jobName, "write for example train-digits");
    requireText(values, NAMESPACE, namespace, "write for example training");
    requireText(values, PACKAGE_DIR, packageDir, "name the class path inside the image");
    requireUri(values, INPUTS_URI, inputsUri);
    requireUri(values, OUTPUT_PREFIX, outputPrefix);
    return new RenderSettings(
        jobName,
        namespace,
        inputsUri,
        outputPrefix == null ? null : outputPrefix.replaceAll("/+$", ""));
  }

  /** The flags that are there. */
  List<String> given() {
    List<String> given = ofOneJob();
    if (namespace != null) {
      given.add(NAMESPACE);
    }
    if (packageDir != null) {
      given.add(PACKAGE_DIR);
    }
    return given;
  }

  /** Those of them that can be said of one job only. */
  List<String> ofOneJob() {
    List<String> given = new ArrayList<>();
    if (jobName != null) {
      given.add(JOB_NAME);
    }
    if (inputsUri != null) {
      given.add(INPUTS_URI);
    }
    if (outputPrefix != null) {
      given.add(OUTPUT_PREFIX);
    }
    return given;
  }

  private static void requireText(
      OptionValues values, String flag, @Nullable String value, String remedy) {
    if (value != null) {
      values.requireText(flag, value, remedy);
    }
  }

  private static void requireUri(OptionValues values, String flag, @Nullable String value) {
    requireText(values, flag, value, "write a URI such as s3://bucket/path");
    if (value != null && !URI.matcher(value).matches()) {
      String shown = ShownUri.of(value);
      throw values.refusal(
          String.format(
              "%s is %s, which has no scheme: write %s",
              flag, shown, (value.startsWith("/") ? "file://" : "s3://") + shown));
    }
  }
}
