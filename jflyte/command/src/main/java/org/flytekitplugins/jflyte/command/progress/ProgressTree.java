package org.flytekitplugins.jflyte.command.progress;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.flytekitplugins.jflyte.local.LocalExecutionListener;
import org.flytekitplugins.jflyte.local.NodeState;
import org.flytekitplugins.jflyte.local.NodeStatus;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.localcluster.JobListener;
import org.flytekitplugins.report.Progress;
import org.jspecify.annotations.Nullable;

/**
 * The tree of nodes with state and time, and under a training task its replicas, on a terminal,
 * where it is rewritten as it changes. What else is to be printed meanwhile goes through {@link
 * #print}, and stands above it.
 */
public final class ProgressTree implements LocalExecutionListener, AutoCloseable {
  private static final String ESCAPE = "\u001b[";
  private static final String NO_WRAP = ESCAPE + "?7l";
  private static final String WRAP = ESCAPE + "?7h";
  private static final String ERASE_BELOW = ESCAPE + "0J";
  private static final Duration INTERVAL = Duration.ofMillis(200);

  // Lines that have left the screen cannot be rewritten, and a JVM does not know its height.
  private static final int MOST_LINES = 20;

  private static final class Row {
    final Map<String, Row> children = new LinkedHashMap<>();
    final Map<Replica, String> replicas = new TreeMap<>();
    @Nullable NodeStatus status;
    Instant since = Instant.EPOCH;
    String note = "";
  }

  private final PrintWriter out;
  private final Clock clock;
  private final Row root = new Row();
  private final Thread painter;
  private int height;
  private boolean closed;

  /**
   * @param out the terminal
   */
  public ProgressTree(PrintWriter out) {
    this(out, Clock.systemUTC());
  }

  ProgressTree(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
    this.painter = new Thread(this::paintAgainAndAgain, "progress");
    painter.setDaemon(true);
    painter.start();
  }

  /** Prints a line above the tree. */
  public synchronized void print(String line) {
    erase();
    out.println(line);
    paint();
  }

  /** Leaves the tree as it is now. */
  @Override
  public synchronized void close() {
    if (!closed) {
      paint(lines());
      closed = true;
    }
    painter.interrupt();
  }

  @Override
  public synchronized void changed(NodeStatus node) {
    Row row = row(node.path());
    row.status = node;
    row.since = clock.instant();
    if (node.state() == NodeState.PENDING) {
      row.children.clear();
      row.replicas.clear();
    }
    if (node.state() == NodeState.SUCCEEDED) {
      row.replicas.clear();
    }
    paint();
  }

  @Override
  public synchronized void retrying(NodeStatus node, String failure) {
    Row row = row(node.path());
    row.note = "attempt " + node.attempt() + " failed: " + firstLine(failure);
    row.replicas.clear();
    paint();
  }

  @Override
  public synchronized List<JobListener> jobListeners(NodeStatus node, TrainingCluster cluster) {
    Row row = row(node.path());
    return List.of(
        new JobListener() {
          @Override
          public void started(Replica replica, int restarts) {
            put(replica, restarts == 0 ? "started" : "started again");
          }

          @Override
          public void exited(Replica replica, int exitCode) {
            String exit = ProgressText.exit(exitCode);
            put(replica, exit.isEmpty() ? "ended" : exit);
          }

          @Override
          public void progress(Replica replica, Progress progress) {
            put(replica, ProgressText.progress(progress));
          }

          private void put(Replica replica, String text) {
            synchronized (ProgressTree.this) {
              row.replicas.put(replica, text);
            }
          }
        });
  }

  private Row row(List<String> path) {
    Row row = root;
    for (String id : path) {
      row = row.children.computeIfAbsent(id, unknown -> new Row());
    }
    return row;
  }

  private void paintAgainAndAgain() {
    try {
      while (true) {
        Thread.sleep(INTERVAL.toMillis());
        synchronized (this) {
          if (closed) {
            return;
          }
          paint();
        }
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void erase() {
    if (height > 0) {
      out.print(ESCAPE + height + "A\r" + ERASE_BELOW);
      height = 0;
    }
  }

  private void paint() {
    if (!closed) {
      List<String> all = lines();
      paint(all.size() <= MOST_LINES ? all : excerpt());
    }
  }

  private void paint(List<String> lines) {
    erase();
    // Without line wrap: a row that is too long for the terminal would take two.
    out.print(NO_WRAP);
    lines.forEach(out::println);
    out.print(WRAP);
    out.flush();
    height = lines.size();
  }

  synchronized List<String> lines() {
    return lines(/* underWay= */ false);
  }

  /** What is under way, and how many nodes there are besides. */
  private List<String> excerpt() {
    List<String> underWay = lines(/* underWay= */ true);
    List<String> excerpt =
        new ArrayList<>(underWay.subList(0, Math.min(underWay.size(), MOST_LINES)));
    excerpt.add("and " + (lines().size() - excerpt.size()) + " more");
    return excerpt;
  }

  private List<String> lines(boolean underWay) {
    List<String[]> rows = new ArrayList<>();
    collect(root, "", rows, underWay);
    int name = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      lines.add(
          String.format(Locale.ROOT, "%-" + Math.max(1, name) + "s  %-9s  %10s  %s", (Object[]) row)
              .stripTrailing());
    }
    return lines;
  }

  private void collect(Row parent, String indent, List<String[]> rows, boolean underWay) {
    parent.children.forEach(
        (id, row) -> {
          NodeStatus status = row.status;
          if (status != null && (!underWay || status.state() == NodeState.RUNNING)) {
            rows.add(
                new String[] {
                  indent + id,
                  ProgressText.state(status.state()),
                  time(row, status),
                  describe(row, status)
                });
          }
          row.replicas.forEach(
              (replica, text) -> rows.add(new String[] {indent + "  " + replica, "", "", text}));
          collect(row, indent + "  ", rows, underWay);
        });
  }

  private String time(Row row, NodeStatus status) {
    return switch (status.state()) {
      case PENDING, SKIPPED -> "";
      case RUNNING ->
          DurationText.measured(status.time().plus(Duration.between(row.since, clock.instant())));
      case SUCCEEDED, FAILED -> DurationText.measured(status.time());
    };
  }

  private static String describe(Row row, NodeStatus status) {
    if (row.note.isEmpty()) {
      return status.entity();
    }
    return status.entity() + " (" + row.note + ")";
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
