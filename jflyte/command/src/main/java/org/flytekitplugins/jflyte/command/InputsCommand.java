package org.flytekitplugins.jflyte.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.local.InputsDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jflyte inputs}. */
@Command(
    name = "inputs",
    description =
        "Makes the inputs of a task out of JSON, as its pods read them, for who runs a job without"
            + " Flyte.")
final class InputsCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Mixin
  @SuppressWarnings("unused") // asked by picocli
  private HelpOption help = new HelpOption();

  @Option(
      names = {"-cp", "--classpath"},
      paramLabel = "DIR",
      required = true,
      description =
          "The package: a directory of jars, or any class path, entries joined by colons, each a"
              + " jar, a folder of classes or DIR/*.")
  private String classPath = "";

  @Option(
      names = "--task",
      paramLabel = "NAME",
      required = true,
      description = "The task, by its full name.")
  private String task = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "The file to write, or its URI: what is there is replaced. Default: ${DEFAULT-VALUE}.")
  private String output = "inputs.pb";

  @Parameters(
      paramLabel = "FILE.json",
      description =
          "Inputs by name as a JSON object, written as for execute-local --inputs; - is the standard"
              + " input.")
  private String file = "";

  InputsCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    OptionValues values = new OptionValues(spec);
    values.requireText("--task", task, "name a task of the package");
    values.requireText("--output", output, "name the file to write");
    values.requireText("FILE.json", file, "name a file of JSON, or - for the standard input");
    PackageClassPath packagePath = values.classPath(classPath);
    return PackageCommand.run(spec, packagePath, () -> write(packagePath, values));
  }

  private int write(PackageClassPath packagePath, OptionValues values) {
    OutputOptions.reserve();
    InputsDocument document = read(packagePath, values);
    document.write(
        URI.matcher(output).matches()
            ? output
            : Path.of(output).toAbsolutePath().toUri().toString(),
        environment);
    spec.commandLine()
        .getOut()
        .printf("%s has the inputs %s%n", output, String.join(", ", document.inputs().keySet()));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private InputsDocument read(PackageClassPath packagePath, OptionValues values) {
    boolean isStandardInput = file.equals(STANDARD_INPUT);
    String source = isStandardInput ? "the standard input" : file;
    try {
      String json =
          isStandardInput
              ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(Path.of(file));
      return InputsDocument.read(packagePath, task, json, source);
    } catch (IOException e) {
      throw values.refusal(
          String.format(
              "%s cannot be read (%s): name a file of JSON", source, e.getClass().getSimpleName()));
    } catch (JflyteException e) {
      throw values.refusal(String.valueOf(e.getMessage()));
    }
  }
}
