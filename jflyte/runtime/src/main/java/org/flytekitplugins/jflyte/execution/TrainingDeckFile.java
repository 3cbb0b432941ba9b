package org.flytekitplugins.jflyte.execution;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFolder;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaEnd;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaReport;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.kubeflow.internal.Replicas;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.deck.JobRecord;
import org.flytekitplugins.report.deck.TrainingDeck;
import org.flytekitplugins.spi.DeckSections;
import org.flytekitplugins.spi.ExecutionIdentifier;
import org.flytekitplugins.spi.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * The deck of a training that runs in a pod, drawn by the primary: what it has reported itself,
 * what it has added, what the other replicas have left for it, and why the attempt has failed.
 * There is one however the attempt ends, because Flyte has promised it from the start.
 */
final class TrainingDeckFile implements ReplicaEnd.Traces {
  /** More points than a screen has. */
  private static final int MOST_POINTS = 2000;

  private final String task;
  private final Map<String, String> environment;
  private final Replica replica;
  private final AttemptFolder folder;
  private final ReplicaConsole console;
  private final DeckSections sections = new DeckSections();
  private final Instant start = Instant.now();
  private final TrainingContext context;
  private final KeptProgress progress = new KeptProgress(MOST_POINTS);
  private volatile @Nullable TrainingCluster cluster;
  private volatile boolean isPromised = true;
  private volatile @Nullable ReportWriter writer;
  private volatile SortedMap<Replica, ReplicaReport> evaluations = new TreeMap<>();
  private volatile Map<String, Literal> inputs = Map.of();
  private volatile byte @Nullable [] outputs;

  /**
   * Of a task that is not known yet.
   *
   * @param environment where Flyte says which attempt it is
   */
  TrainingDeckFile(
      String task,
      Map<String, String> environment,
      TrainingContext context,
      AttemptFolder folder,
      ReplicaConsole console) {
    this.task = task;
    this.environment = environment;
    this.replica = context.replica();
    this.context = context;
    this.folder = folder;
    this.console = console;
  }

  /**
   * Tells what the job is.
   *
   * @param promised whether the console has a link to the deck; if not, there is one only if the
   *     task adds to it
   */
  void of(TrainingCluster known, boolean promised) {
    cluster = known;
    isPromised = promised;
  }

  /** Whom to tell what this replica reports. */
  ProgressReader reader() {
    return writer == null ? new AllOfReplica() : progress;
  }

  /** Also what processes before this one have reported, where no report of theirs says it. */
  private final class AllOfReplica implements ProgressReader {
    @Override
    public void add(Progress reported) {
      progress.add(reported);
    }

    @Override
    public void addCarried(Progress reported) {
      progress.add(reported);
    }

    @Override
    public void write(boolean isLast) {}
  }

  /** Tells who leaves what this replica has done. */
  void of(ReportWriter reports) {
    writer = reports;
  }

  /** Tells what the task was given. */
  void given(Map<String, Literal> values) {
    inputs = values;
  }

  /** Tells what has come of it, as it is written. */
  void returned(byte[] values) {
    outputs = values;
  }

  /** What evaluators had left when the deck was drawn. */
  SortedMap<Replica, ReplicaReport> evaluations() {
    return evaluations;
  }

  /** Where the task adds its own. */
  DeckSections sections() {
    return sections;
  }

  // After the document, and whatever becomes of it: a picture is no reason to fail.
  @Override
  public void decided(@Nullable TaskError error) {
    if (!isPromised && sections.sections().isEmpty()) {
      return;
    }
    try {
      folder.writeDeck(draw(error).getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException | OutOfMemoryError e) {
      console.say("the deck cannot be written: " + e.getMessage());
    }
  }

  private String draw(@Nullable TaskError error) {
    Instant end = Instant.now();
    TrainingCluster known = cluster;
    TrainingCluster shape = known == null ? clusterOf(context) : known;
    ReportedJob job = new ReportedJob(start);
    Map<Replica, ReplicaReport> reports = reports(shape, error);
    reports.forEach(job::add);
    evaluations = new TreeMap<>(reports);
    evaluations.keySet().removeIf(peer -> peer.type() != ReplicaType.EVALUATOR);
    job.add(replica, own(end, exitCode(error)));
    JobRecord record =
        job.record(task, shape)
            .withFailure(
                error == null ? null : error.message(),
                error == null ? List.of() : error.failures())
            .withSections(sections.sections())
            .withDetails(details(shape, error != null));
    return TrainingDeck.of(error == null ? record.thatSucceeded() : record).html();
  }

  // Of this replica what its processes before this one have left.
  private Map<Replica, ReplicaReport> reports(TrainingCluster shape, @Nullable TaskError error) {
    ReportWriter own = writer;
    if (own == null && cluster != null) {
      return Map.of(); // nobody of this job leaves any
    }
    Set<Replica> peers = new LinkedHashSet<>(Replicas.of(shape));
    peers.remove(replica);
    Set<Replica> ending = ending(peers, error);
    if (own != null) {
      peers.add(replica);
    }
    return new TreeMap<>(
        PeerReports.read(
            one -> own != null && one.equals(replica) ? own.before() : folder.report(one),
            peers,
            ending));
  }

  // Those that take steps end when the primary does; of a failed attempt those that have failed.
  private static Set<Replica> ending(Set<Replica> peers, @Nullable TaskError error) {
    Set<Replica> ending = new LinkedHashSet<>(peers);
    if (error == null) {
      ending.removeIf(
          peer -> peer.type() == ReplicaType.PS || peer.type() == ReplicaType.EVALUATOR);
    } else {
      ending.retainAll(error.failures().stream().map(ReplicaFailure::replica).toList());
    }
    return ending;
  }

  private ReplicaReport own(Instant end, int exitCode) {
    return new ReplicaReport(
        List.of(new ReplicaReport.Run(start, end, exitCode, List.of())),
        progress.all(),
        Optional.of(progress.usage()));
  }

  // Whoever ends because of another's failure is there until it has drawn this.
  private int exitCode(@Nullable TaskError error) {
    if (error == null) {
      return 0;
    }
    boolean hasFailed =
        error.failures().stream().anyMatch(failure -> failure.replica().equals(replica));
    return hasFailed ? JobRecord.FAILED : JobRecord.RUNNING;
  }

  private List<JobRecord.Detail> details(TrainingCluster shape, boolean hasFailed) {
    DeckDetails details = DeckDetails.of(environment).add("inputs", inputs);
    byte[] returned = outputs;
    if (returned != null && !hasFailed) {
      details.add("outputs", LiteralMapBytes.read(returned));
    }
    String execution =
        TaskContext.of(environment).execution().map(ExecutionIdentifier::name).orElse("");
    details.add("logs", execution.isEmpty() ? "" : "jflyte logs " + execution);
    try {
      PodLogs.of(environment, replica).addTo(details, Replicas.of(shape));
    } catch (IllegalArgumentException e) {
      console.say("the deck has no links to logs: " + e.getMessage());
    }
    return details.all();
  }

  // As much of it as the operator has told: who else there is.
  private static TrainingCluster clusterOf(TrainingContext context) {
    Map<ReplicaType, ReplicaSpec> roles = new EnumMap<>(ReplicaType.class);
    roles.put(context.type(), ReplicaSpec.of(1));
    for (Replica peer : context.addresses().keySet()) {
      int replicas = roles.containsKey(peer.type()) ? roles.get(peer.type()).replicas() : 0;
      roles.put(peer.type(), ReplicaSpec.of(Math.max(replicas, peer.index() + 1)));
    }
    return TrainingCluster.of(roles, RunPolicy.empty());
  }
}
