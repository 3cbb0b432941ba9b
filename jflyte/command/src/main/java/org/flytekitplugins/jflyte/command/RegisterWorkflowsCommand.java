package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.admin.Backend;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.command.progress.ProgressBar;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.jflyte.publish.AdminConnection;
import org.flytekitplugins.jflyte.publish.ClosedPackage;
import org.flytekitplugins.jflyte.publish.DrivenPackage;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import org.flytekitplugins.jflyte.publish.PackageSettings;
import org.flytekitplugins.jflyte.publish.PackageStaging;
import org.flytekitplugins.jflyte.publish.RegisteredFiles;
import org.flytekitplugins.jflyte.publish.RegisteredVersions;
import org.flytekitplugins.jflyte.registration.EntityReport;
import org.flytekitplugins.jflyte.registration.Registration;
import org.flytekitplugins.jflyte.registration.RegistrationOptions;
import org.flytekitplugins.jflyte.registration.RegistrationPlan;
import org.flytekitplugins.jflyte.registration.RegistrationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jflyte register workflows}. */
@Command(
    name = "workflows",
    description =
        "Registers a package's tasks, workflows and launch plans. What is there with the same"
            + " content is left as it is.")
final class RegisterWorkflowsCommand implements Callable<Integer> {
  private LauncherEnvironment environment;

  @Spec private CommandSpec spec;

  @Mixin
  @SuppressWarnings("unused") // asked by picocli
  private HelpOption help = new HelpOption();

  @Mixin private PackageOptions packageOptions = new PackageOptions();
  @Mixin private AuthOptions authOptions = new AuthOptions();
  @Mixin private FlyteVersionOption flyteVersion = new FlyteVersionOption();
  @Mixin private FindingOptions findingOptions = new FindingOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = {"-p", "--project"},
      required = true,
      description = "The Flyte project.")
  private String project = "";

  @Option(
      names = {"-d", "--domain"},
      required = true,
      description = "Its domain, such as development, staging or production.")
  private String domain = "";

  @Option(
      names = {"-v", "--version"},
      required = true,
      description = "The version of everything in the package.")
  private String version = "";

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Calls to flyteadmin at a time. Default: ${DEFAULT-VALUE}.")
  private int concurrency = RegistrationOptions.DEFAULT_CONCURRENCY;

  @Option(
      names = "--dry-run",
      description =
          "Only say what would be created, what differs and what is there; exit with 3 unless all"
              + " of it is there.")
  private boolean dryRun;

  @Option(
      names = "--activate-launch-plans",
      description = "Make each launch plan the active one of its name, with its schedule.")
  private boolean activateLaunchPlans;

  RegisterWorkflowsCommand(Map<String, String> environment) {
    this.environment = new LauncherEnvironment(environment);
  }

  @Override
  public Integer call() {
    OptionValues values = new OptionValues(spec);
    values.requireText("--project", project, "name the Flyte project");
    values.requireText("--domain", domain, "name one of the project's domains");
    values.requireText("--version", version, "name the version of everything in the package");
    if (concurrency < 1) {
      throw values.refusal("--concurrency is " + concurrency + ": give a number of 1 or more");
    }
    findingOptions.check(values);
    environment = flyteVersion.in(environment, values);
    PackageSettings settings =
        packageOptions.settings(
            new ExecutionVariables(project, domain, version), environment, values);
    return PackageCommand.run(spec, settings.packageClassPath(), () -> register(settings));
  }

  private int register(PackageSettings settings) {
    outputOptions.reserveStandardOutput();
    PrintWriter err = spec.commandLine().getErr();
    try (ProgressBar progress = ProgressBar.on(err);
        AdminConnection connection =
            new AdminConnection(environment, authOptions.method(), retries(progress))) {
      LoadedPackage loaded = settings.load();
      ClosedPackage closed = ClosedPackage.of(loaded, settings, new RegisteredVersions(connection));
      if (closed.isOutOfReach()) {
        throw new JflyteException(
            "pods would not find the package: set "
                + LauncherEnvironment.STAGING_LOCATION
                + " to the URI of a folder to"
                + " stage it under, or name its class path in the image with --package-dir");
      }
      Flyte flyte =
          connection.client().findBackend().join() == Backend.FLYTE_2 ? Flyte.TWO : Flyte.ONE;
      FindingsNotice findings =
          findingOptions.notice(loaded, settings, flyte, new OptionValues(spec));
      findings.write(err, "nothing is registered");
      if (findings.isRefusal()) {
        return refuse(findings);
      }
      closed =
          RegisteredFiles.reuse(
              closed,
              connection.client(),
              environment,
              concurrency,
              sentence -> err.println("jflyte: " + sentence));
      if (flyte == Flyte.TWO) {
        closed = DrivenPackage.of(closed, settings, sentence -> err.println("jflyte: " + sentence));
      }
      Registration registration = new Registration(connection.client(), options(progress));
      if (dryRun) {
        return report(registration.plan(closed.closure()), findings);
      }
      PackageStaging.stage(
          closed,
          environment,
          Math.min(concurrency, PackageStaging.CONCURRENCY),
          (artifact, bytes, isNew, done, total) -> progress.show("staging", done, total));
      RegistrationReport report = registration.register(closed.closure());
      progress.erase();
      return report(report, findings);
    }
  }

  private RegistrationOptions options(ProgressBar progress) {
    return new RegistrationOptions(
        concurrency,
        activateLaunchPlans,
        (entity, done, total) -> progress.show("registering", done, total));
  }

  private static AdminListener retries(ProgressBar progress) {
    return retry -> progress.note(retry.call() + ": " + retry.reason() + ", trying again");
  }

  private int refuse(FindingsNotice findings) {
    PrintWriter out = spec.commandLine().getOut();
    if (outputOptions.isJson()) {
      RegistrationJson.writeRefusal(findings, out);
    }
    out.flush();
    return ExitCode.FINDINGS;
  }

  private int report(RegistrationPlan plan, FindingsNotice findings) {
    PrintWriter out = spec.commandLine().getOut();
    if (outputOptions.isJson()) {
      RegistrationJson.write(plan, findings, out);
    } else {
      plan.entities().forEach(out::println);
      out.println(plan.summary());
    }
    out.flush();
    return plan.differs() ? ExitCode.DIFFERS : ExitCode.OK;
  }

  private int report(RegistrationReport report, FindingsNotice findings) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Map<String, StringJoiner> entities = new LinkedHashMap<>();
    for (EntityReport failure : report.failures()) {
      entities
          .computeIfAbsent(failure.sentence(), sentence -> new StringJoiner(", "))
          .add(failure.id().brief());
    }
    if (activateLaunchPlans && report.failures().stream().anyMatch(one -> !one.isRegistered())) {
      entities.put(
          "none is activated before everything is registered",
          new StringJoiner("").add("launch plans"));
    }
    entities.forEach((sentence, names) -> err.println("jflyte: " + names + ": " + sentence));
    err.flush();
    if (outputOptions.isJson()) {
      RegistrationJson.write(report, findings, out);
    } else {
      report.activated().forEach(out::println);
      out.println(report.summary());
    }
    out.flush();
    return report.isComplete() ? ExitCode.OK : ExitCode.FAILURE;
  }
}
