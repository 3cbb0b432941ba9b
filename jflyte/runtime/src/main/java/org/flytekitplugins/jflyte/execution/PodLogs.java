package org.flytekitplugins.jflyte.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.spi.ExecutionIdentifier;
import org.flytekitplugins.spi.TaskContext;

/**
 * Where the logs of a job's pods are, as far as one of them can tell: it knows its own name, and
 * that the operator names all of them after the job, the role and the index. Where logs are kept
 * nobody has told it, unless a template of an address does.
 */
final class PodLogs {
  /**
   * The environment variable for the address of a pod's log, in which {@code {{ .podName }}} and
   * others stand for what they say, as in Flyte's own configuration.
   *
   * @see <a
   *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/tasklog/template.go">template.go</a>
   */
  static final String VARIABLE = "JFLYTE_LOG_TEMPLATE";

  /** The environment variable for the namespace, where pods have no token that tells it. */
  static final String NAMESPACE_VARIABLE = "POD_NAMESPACE";

  private static final Path NAMESPACE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*[.$](\\w+)\\s*\\}\\}");
  private static final int MOST_COMMANDS = 8;

  private final Map<String, String> environment;
  private final String job;
  private final String namespace;

  /**
   * @param own the replica whose environment it is
   * @param namespaceFile where Kubernetes tells pods their namespace
   */
  PodLogs(Map<String, String> environment, Replica own, Path namespaceFile) {
    this.environment = environment;
    this.job = job(environment.getOrDefault("HOSTNAME", ""), own);
    this.namespace = namespace(namespaceFile);
  }

  /** Those of the job that this process is a pod of. */
  static PodLogs of(Map<String, String> environment, Replica own) {
    return new PodLogs(environment, own, NAMESPACE);
  }

  // A pod that no operator has made is called otherwise.
  private static String job(String pod, Replica own) {
    String end = "-" + own;
    return pod.endsWith(end) ? pod.substring(0, pod.length() - end.length()) : "";
  }

  private String namespace(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException | UncheckedIOException e) {
      return environment.getOrDefault(NAMESPACE_VARIABLE, "").strip();
    }
  }

  /**
   * Adds a link for each replica, where there is a template, and else a command for some.
   *
   * @throws IllegalArgumentException if the template is none
   */
  void addTo(DeckDetails details, Collection<Replica> replicas) {
    if (job.isEmpty()) {
      return;
    }
    String template = environment.getOrDefault(VARIABLE, "").strip();
    if (!template.isEmpty()) {
      replicas.forEach(replica -> details.add("logs", replica.toString(), link(template, replica)));
      return;
    }
    StringBuilder commands = new StringBuilder();
    String command =
        namespace.isEmpty() ? "kubectl logs " : "kubectl logs --namespace " + namespace + " ";
    replicas.stream()
        .limit(MOST_COMMANDS)
        .forEach(replica -> commands.append('\n').append(command).append(pod(replica)));
    int more = replicas.size() - MOST_COMMANDS;
    details.add("pods", commands.append(more > 0 ? "\nand so on" : "").toString().strip());
  }

  private String pod(Replica replica) {
    return job + "-" + replica;
  }

  private URI link(String template, Replica replica) {
    Map<String, String> values = values(replica);
    String address = PLACE.matcher(template).replaceAll(place -> value(place, values));
    try {
      URI link = new URI(address);
      // Others would do something in the browser of whoever looks at the deck.
      if ("https".equalsIgnoreCase(link.getScheme()) || "http".equalsIgnoreCase(link.getScheme())) {
        return link;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          VARIABLE + " is " + template + ", which makes no address: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        VARIABLE + " is " + template + ", which makes no address: begin it with https://");
  }

  private static String value(MatchResult place, Map<String, String> values) {
    String name = place.group(1).toLowerCase(Locale.ROOT);
    String value = values.get(name);
    if (value == null && name.equals("namespace")) {
      throw new IllegalArgumentException(
          VARIABLE
              + " has "
              + place.group()
              + ", but this pod is not told its namespace: set "
              + NAMESPACE_VARIABLE
              + " in its environment");
    }
    if (value == null) {
      throw new IllegalArgumentException(
          VARIABLE
              + " has "
              + place.group()
              + ", which a pod does not know; it knows podName, hostname, namespace,"
              + " executionProject, executionDomain, executionName and taskRetryAttempt");
    }
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private Map<String, String> values(Replica replica) {
    TaskContext context = TaskContext.of(environment);
    Map<String, String> values = new HashMap<>();
    values.put("podname", pod(replica));
    values.put("hostname", pod(replica));
    if (!namespace.isEmpty()) {
      values.put("namespace", namespace);
    }
    context.execution().ifPresent(execution -> putExecution(execution, values));
    values.put("taskretryattempt", Integer.toString(context.attempt() - 1));
    return values;
  }

  private static void putExecution(ExecutionIdentifier execution, Map<String, String> values) {
    values.put("executionproject", execution.project());
    values.put("executiondomain", execution.domain());
    values.put("executionname", execution.name());
  }
}
