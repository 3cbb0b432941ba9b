package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.explain.Consequence;
import org.flytekitplugins.jflyte.explain.Explanation;
import org.flytekitplugins.jflyte.explain.Finding;
import org.flytekitplugins.jflyte.explain.JobPicture;
import org.flytekitplugins.jflyte.explain.PackageExplanation;
import org.flytekitplugins.jflyte.explain.Platform;
import org.flytekitplugins.jflyte.explain.PodPicture;
import org.flytekitplugins.jflyte.explain.RolePicture;
import org.flytekitplugins.jflyte.explain.Severity;
import org.flytekitplugins.jflyte.explain.Suppressed;
import org.flytekitplugins.jflyte.explain.internal.Amount;
import org.flytekitplugins.jflyte.explain.internal.Pages;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.spi.SharedMemory;
import org.jspecify.annotations.Nullable;

/** What a cluster makes of training tasks, for people. */
final class ExplanationText {
  private static final String UNSAID = "-";
  private static final String INDENT = "  ";

  /** How wide a line gets before it goes on in the next. */
  private static final int WIDTH = 120;

  private static final int DIGEST_LETTERS = 12;

  private final PrintWriter out;
  private final boolean verbose;

  ExplanationText(PrintWriter out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  void write(PackageExplanation explanation) {
    boolean isFlyteTwo = explanation.platform().flyte() == Flyte.TWO;
    for (Explanation task : explanation.tasks()) {
      write(task, isFlyteTwo);
      out.println();
    }
    explanation.leftBehind().forEach(sentence -> writeWrapped(sentence, INDENT.length()));
    if (!explanation.leftBehind().isEmpty()) {
      out.println();
    }
    out.println(summary(explanation));
  }

  private static String summary(PackageExplanation explanation) {
    if (explanation.tasks().isEmpty()) {
      return "the package has no training tasks";
    }
    return String.format(
        "%s, %s, %s; by %s",
        counted(explanation.count(Severity.ERROR), "error"),
        counted(explanation.count(Severity.WARNING), "warning"),
        counted(explanation.count(Severity.NOTE), "note"),
        explanation.platform().isAssumed()
            ? assumed(explanation.platform())
            : "the defaults and limits of " + explanation.platform().name());
  }

  private static String assumed(Platform platform) {
    return platform.flyte() == Flyte.TWO
        ? "Flyte 2's own defaults, without limits"
        : "flyteadmin's stock defaults and limits (--platform FILE has the installation's)";
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private void write(Explanation task, boolean namesJob) {
    JobPicture job = task.job().orElse(null);
    out.println(
        task.name()
            + ": "
            + (job == null ? "no job" : job.kubernetesKind() + " of " + job.replicas()));
    TaskText.lines(task.task()).forEach(line -> writeWrapped(INDENT + line, INDENT.length() * 2));
    if (job != null) {
      write(job, namesJob);
      if (verbose) {
        writePods(task, job);
      }
    }
    task.findings().forEach(this::write);
    if (verbose) {
      task.suppressed().forEach(this::write);
    }
  }

  private void write(JobPicture job, boolean namesJob) {
    Columns table = new Columns();
    table.add("role", "image", "cpu", "memory", "gpu", "restarts");
    for (RolePicture role : job.roles()) {
      table.add(
          role.replicas() + " " + role.type().lowerCaseName(),
          image(role.image()),
          resource(role, ResourceName.CPU),
          resource(role, ResourceName.MEMORY),
          resource(role, ResourceName.GPU),
          role.restartPolicy().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    table.add(
        "in all",
        "",
        total(job, ResourceName.CPU, 1),
        total(job, ResourceName.MEMORY, 1),
        total(job, ResourceName.GPU, 1),
        "");
    int attempts = job.attempts();
    if (attempts > 1) {
      table.add(
          "in " + attempts + " attempts",
          "",
          total(job, ResourceName.CPU, attempts),
          total(job, ResourceName.MEMORY, attempts),
          total(job, ResourceName.GPU, attempts),
          "");
    }
    table.lines().forEach(line -> out.println(INDENT + line));
    if (!job.options().isEmpty()) {
      List<String> options = new ArrayList<>();
      job.options().forEach((name, value) -> options.add(name + " " + value));
      out.println(INDENT + String.join(", ", options));
    }
    if (namesJob) {
      out.println(INDENT + "its name is " + job.name() + ", in namespace " + job.namespace());
    }
    writeWrapped(INDENT + job.end(), INDENT.length() * 2);
    Columns consequences = new Columns();
    for (Consequence consequence : job.consequences()) {
      consequences.add(consequence.event(), consequence.then());
    }
    int then = INDENT.length() + consequences.start(1);
    consequences.lines().forEach(line -> writeWrapped(INDENT + line, then));
  }

  private void writePods(Explanation task, JobPicture job) {
    for (PodPicture pod : task.pods()) {
      job.roles().stream()
          .filter(role -> role.type() == pod.replica().type())
          .forEach(role -> out.println(INDENT + "pod " + pod.name() + memorySplit(task, role)));
      pod.variables().forEach((name, value) -> out.println(INDENT + INDENT + name + "=" + value));
      out.println(
          INDENT
              + INDENT
              + "kubectl logs -n "
              + pod.namespace()
              + " -c "
              + pod.container()
              + " "
              + pod.name());
    }
  }

  private static String memorySplit(Explanation task, RolePicture role) {
    Quantity limit = role.limits().memory();
    if (limit == null) {
      return "";
    }
    SharedMemory shared = task.task().sharedMemory();
    String size = shared == null ? null : shared.sizeLimit();
    BigDecimal rest = limit.amount();
    List<String> parts = new ArrayList<>();
    if (role.heap() != null) {
      parts.add("heap " + Amount.bytes(role.heap()));
      rest = rest.subtract(role.heap());
    }
    if (size != null) {
      parts.add("shared memory " + size);
      rest = rest.subtract(Quantity.of(size).amount());
    }
    if (parts.isEmpty() && shared == null) {
      return ": memory " + limit;
    }
    parts.add((role.heap() == null ? "rest " : "native ") + Amount.bytes(rest));
    return ": memory "
        + limit
        + " = "
        + String.join(" + ", parts)
        + (shared != null && size == null ? ", shared memory in it" : "");
  }

  private void write(Finding finding) {
    writeWrapped(INDENT + finding, INDENT.length() * 2);
    if (verbose || finding.severity() != Severity.NOTE) {
      String line = finding.line() == null ? "" : finding.line() + ": ";
      writeWrapped(INDENT + INDENT + line + finding.remedy(), INDENT.length() * 2);
    }
    if (verbose) {
      out.println(INDENT + INDENT + finding.source());
      out.println(INDENT + INDENT + Pages.of(finding.id()));
    }
  }

  /** A line that goes on below itself where it would become too wide. */
  private void writeWrapped(String line, int indent) {
    String rest = line;
    while (rest.length() > WIDTH) {
      int blank = rest.lastIndexOf(' ', WIDTH);
      if (rest.substring(0, Math.max(blank, 0)).isBlank() || blank <= indent) {
        break; // one word that is too long, which stays whole
      }
      out.println(rest.substring(0, blank).stripTrailing());
      rest = " ".repeat(indent) + rest.substring(blank + 1);
    }
    out.println(rest);
  }

  private void write(Suppressed suppressed) {
    out.println(
        INDENT
            + "suppressed: "
            + suppressed.finding().id()
            + " of "
            + suppressed.finding().field()
            + ", because "
            + suppressed.reason());
  }

  private static String image(@Nullable String image) {
    if (image == null) {
      return "<image>";
    }
    int digest = image.indexOf("@sha256:");
    int end = digest + "@sha256:".length() + DIGEST_LETTERS;
    return digest < 0 || end >= image.length() ? image : image.substring(0, end) + "...";
  }

  private static String resource(RolePicture role, ResourceName name) {
    Quantity request = role.requests().quantities().get(name);
    Quantity limit = role.limits().quantities().get(name);
    Quantity asked = role.asked().get(name);
    if (limit == null) {
      return request == null ? UNSAID : request.toString();
    }
    String gets =
        request == null || request.compareTo(limit) == 0
            ? limit.toString()
            : request + ".." + limit;
    return asked == null ? gets : gets + " of " + asked;
  }

  private static String total(JobPicture job, ResourceName name, int attempts) {
    BigDecimal total = total(job.total(), name).multiply(BigDecimal.valueOf(attempts));
    return total.signum() == 0 ? UNSAID : Amount.of(name, total);
  }

  private static BigDecimal total(Map<ResourceName, BigDecimal> totals, ResourceName name) {
    return totals.getOrDefault(name, BigDecimal.ZERO);
  }
}
