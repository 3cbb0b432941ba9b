package org.flytekitplugins.jflyte.command;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionId;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.FlyteException;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import org.flytekitplugins.jflyte.publish.ModuleTokens;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that say where on Flyte something is, and the client that goes there. */
final class FlyteOptions {
  @Option(
      names = {"-p", "--project"},
      description = "The Flyte project.")
  private String project = "";

  @Option(
      names = {"-d", "--domain"},
      description = "Its domain, such as development, staging or production.")
  private String domain = "";

  @Option(
      names = "--console-url",
      paramLabel = "URL",
      description =
          "Where Flyte's console is. Default: console.endpoint of Flyte's client configuration, else"
              + " beside flyteadmin.")
  private @Nullable String consoleUrl;

  @Mixin private AuthOptions auth = new AuthOptions();
  @Mixin private FlyteVersionOption flyteVersion = new FlyteVersionOption();

  /** The client for the project and domain, which have to be said. */
  FlyteClient client(OptionValues values, Map<String, String> environment, Consumer<String> notes) {
    values.requireText("--project", project, "name the Flyte project");
    values.requireText("--domain", domain, "name one of the project's domains");
    return client(project, domain, flyteVersion.in(environment, values), notes);
  }

  /** The client for an execution, whose text may say project and domain itself. */
  FlyteClient client(
      String execution,
      OptionValues values,
      Map<String, String> environment,
      Consumer<String> notes) {
    if (execution.indexOf('/') < 0) {
      return client(values, environment, notes);
    }
    ExecutionId id = id(execution, values);
    return client(id.project(), id.domain(), flyteVersion.in(environment, values), notes);
  }

  /** The execution that a text names: its name, PROJECT/DOMAIN/NAME or its page in the console. */
  Execution execution(FlyteClient client, String text, OptionValues values) {
    values.requireText("ID", text, "name an execution; jflyte executions lists them");
    return text.indexOf('/') < 0 ? client.execution(text) : client.execution(id(text, values));
  }

  private static ExecutionId id(String text, OptionValues values) {
    try {
      return ExecutionId.parse(text);
    } catch (IllegalArgumentException e) {
      throw values.refusal(String.valueOf(e.getMessage()));
    }
  }

  private FlyteClient client(
      String project, String domain, Map<String, String> environment, Consumer<String> notes) {
    @Nullable String method = auth.method();
    FlyteClient.Builder builder =
        FlyteClient.builder(project, domain)
            .environment(environment)
            .consoleUrl(consoleUrl)
            .notes(notes);
    if (method != null) {
      ModuleTokens tokens = ModuleTokens.of(method, new LauncherEnvironment(environment));
      builder.token(() -> tokens.grant().value());
    }
    try {
      return builder.build();
    } catch (FlyteException e) {
      throw sentence(e);
    }
  }

  /** What a future gives; what it fails with is a sentence for the user. */
  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof FlyteException failure ? sentence(failure) : e;
    }
  }

  /** A refusal of the client in the words of the command line. */
  static JflyteException sentence(FlyteException failure) {
    return new JflyteException(String.valueOf(failure.getMessage()), failure);
  }
}
