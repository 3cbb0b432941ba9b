package org.flytekitplugins.report.deck;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.internal.SignalExitCode;
import org.flytekitplugins.kubeflow.operator.JobTransition;

/** When which replica ran: a row a replica, a bar a process, how it ended at its end. */
final class Timeline {
  private static final double WIDTH = 1140;
  private static final double LEFT = 96;
  private static final double RIGHT = 44;
  private static final double TOP = 34;
  private static final double ROW = 30;
  private static final double BAR = 16;
  private static final double LABELLED = 80;

  private final JobRecord job;
  private final List<Replica> rows;
  private final Scale time;

  Timeline(JobRecord job) {
    this.job = job;
    this.rows = new ArrayList<>(job.replicas());
    this.time = Scale.fromZero(job.secondsTo(job.end()), LEFT, WIDTH - RIGHT);
  }

  String draw() {
    double bottom = TOP + ROW * rows.size();
    Svg svg = Svg.ofSize(WIDTH, bottom + 40, "When which replica ran");
    for (double tick : time.ticks()) {
      svg.line(time.place(tick), TOP, time.place(tick), bottom, "grid")
          .label(time.place(tick), bottom + 16, "middle", LineChart.number(tick) + " s");
    }
    for (Replica replica : rows) {
      svg.label(LEFT - 10, middle(replica) + 4, "end", replica.toString());
    }
    job.runs().forEach(run -> draw(svg, run));
    rows.forEach(replica -> drawLosses(svg, replica));
    drawConditions(svg, bottom);
    return svg.end();
  }

  private void draw(Svg svg, JobRecord.Run run) {
    double from = time.place(job.secondsTo(run.start()));
    double to = time.place(job.secondsTo(run.end()));
    svg.add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" rx=\"3\">"
            + "<title>%s</title></rect>",
        style(run.exitCode()),
        from,
        middle(run.replica()) - BAR / 2,
        Math.max(2, to - from),
        BAR,
        Svg.escape(run.replica() + ": " + ending(run.exitCode())));
    if (run.exitCode() != 0 && to - from >= LABELLED) {
      svg.add(
          "<text class=\"inside\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          to - 10, middle(run.replica()) + 4, ending(run.exitCode()));
    }
  }

  // A loss lasts until the replica reports again, not only until its next process has started.
  private void drawLosses(Svg svg, Replica replica) {
    List<JobRecord.Run> runs = new ArrayList<>();
    job.runs().stream()
        .filter(run -> run.replica().equals(replica))
        .sorted(Comparator.comparing(JobRecord.Run::start))
        .forEach(runs::add);
    for (int i = 1; i < runs.size(); i++) {
      JobRecord.Run before = runs.get(i - 1);
      if (before.exitCode() != 0) {
        mark(svg, replica, before.end(), "lost", "lost");
        Instant restart = runs.get(i).start();
        job.measurements().stream()
            .filter(said -> said.replica().equals(replica) && !said.time().isBefore(restart))
            .min(Comparator.comparing(JobRecord.Measurement::time))
            .ifPresent(
                back -> mark(svg, replica, back.time(), "back", "back at step " + back.step()));
      }
    }
  }

  private void mark(Svg svg, Replica replica, Instant time, String style, String what) {
    double x = time(time);
    svg.add(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"6\"><title>%s</title></circle>",
        style, x, middle(replica), Svg.escape(replica + ": " + what));
    if (WIDTH - RIGHT - x >= LABELLED + 30 && style.equals("back")) {
      svg.add(
          "<text class=\"inside\" x=\"%.1f\" y=\"%.1f\">%s</text>",
          x + 10, middle(replica) + 4, what);
    }
  }

  private double time(Instant moment) {
    return time.place(job.secondsTo(moment));
  }

  // Conditions that came together would hide each other's names; they share one line.
  private void drawConditions(Svg svg, double bottom) {
    double last = Double.NEGATIVE_INFINITY;
    for (JobTransition transition : job.transitions()) {
      double x = time.place(job.secondsTo(transition.time()));
      svg.line(x, TOP - 8, x, bottom, "condition");
      double label = Math.max(x, last + 64);
      svg.label(label, TOP - 14, "middle", transition.condition().state().operatorName());
      last = label;
    }
  }

  private double middle(Replica replica) {
    return TOP + ROW * rows.indexOf(replica) + ROW / 2;
  }

  private static String style(int exitCode) {
    switch (exitCode) {
      case JobRecord.RUNNING:
        return "running";
      case 0:
        return "succeeded";
      case SignalExitCode.TERMINATED:
        return "terminated";
      default:
        return "failed";
    }
  }

  static String ending(int exitCode) {
    switch (exitCode) {
      case JobRecord.RUNNING:
        return "still running";
      case 0:
        return "exit 0";
      case SignalExitCode.KILLED:
        return "killed";
      case SignalExitCode.TERMINATED:
        return "terminated";
      default:
        return "exit " + exitCode;
    }
  }
}
