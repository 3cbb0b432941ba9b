package org.flytekitplugins.report.deck;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobTransition;

/**
 * When which replica ran: a row a replica, a bar a process. Not an image, for on a phone names and
 * ends must stay as large as all other text.
 */
final class Timeline {
  private static final int MOST_WIDE_ROWS = 16;

  /** How far checkpoints are apart at least, in hundredths of the whole. */
  private static final double LEAST_BETWEEN = 2.5;

  private static final double LEAST_OF_MARKS = 4;

  /** How many characters of a number there is room for below it. */
  private static final int ROOM = 8;

  private final JobRecord job;
  private final List<Mark> marks;
  private final JobTime time;
  private final TimeScale scale;
  private final Axis axis;

  Timeline(JobRecord job, JobTime time) {
    this.job = job;
    this.marks = Mark.of(job);
    this.time = time;
    this.scale = TimeScale.of(time.seconds());
    this.axis = Axis.fromZero(scale.place(time.seconds()), 0, 100);
  }

  String draw() {
    StringBuilder html = new StringBuilder(conditions()).append(legend()).append(begin());
    job.replicas().forEach(replica -> html.append(row(replica)));
    html.append("<div class=\"row ticks\"><span></span><span class=\"track\">");
    for (double tick : axis.ticks()) {
      html.append(
          String.format(
              Locale.ROOT,
              "<i style=\"left:%.2f%%\">%s</i>",
              axis.place(tick),
              LineChart.number(tick, ROOM) + " " + scale.unit()));
    }
    return html.append("</span><span></span></div>\n</div>\n").toString();
  }

  // Where there are curves they have one above them.
  private String legend() {
    return job.measurements().isEmpty()
        ? MarkLegend.draw(MarkLegend.entries(marks, !job.checkpoints().isEmpty()))
        : "";
  }

  private String begin() {
    boolean isLong = job.replicas().size() > MOST_WIDE_ROWS;
    return isLong ? "<div class=\"timeline dense\">\n" : "<div class=\"timeline\">\n";
  }

  private String row(Replica replica) {
    List<JobRecord.Run> runs =
        job.runs().stream()
            .filter(run -> run.replica().equals(replica))
            .collect(Collectors.toList());
    String bars =
        Stream.of(
                runs.stream().map(this::bar),
                CheckpointTicks.of(checkpoints(replica), c -> place(c.time()), LEAST_BETWEEN)
                    .stream()
                    .map(Timeline::tick),
                PlacedMark.of(marks(replica), mark -> place(mark.time()), LEAST_OF_MARKS).stream()
                    .map(mark -> mark(mark.style(), mark.place(), mark.text())))
            .flatMap(drawn -> drawn)
            .collect(Collectors.joining());
    String end =
        runs.isEmpty() ? absence() : Ending.of(runs.get(runs.size() - 1).exitCode()).text();
    return String.format(
        Locale.ROOT,
        "<div class=\"row\"><span>%s</span><span class=\"track\">%s</span><span>%s</span></div>%n",
        replica,
        bars,
        end);
  }

  // Only who has seen all of the job knows that somebody never came.
  private String absence() {
    return job.transitions().isEmpty() ? "not heard of" : "not started";
  }

  private String bar(JobRecord.Run run) {
    double from = place(run.start());
    Ending ending = Ending.of(run.exitCode());
    return String.format(
        Locale.ROOT,
        "<i class=\"%s\" style=\"left:%.2f%%;width:%.2f%%\" title=\"%s: %s\"></i>",
        ending.style(),
        from,
        place(run.end()) - from,
        run.replica(),
        ending.text());
  }

  private List<Mark> marks(Replica replica) {
    return marks.stream()
        .filter(mark -> mark.replica().equals(replica))
        .collect(Collectors.toList());
  }

  private static String tick(CheckpointTicks.Tick tick) {
    return mark("saved", tick.place(), tick.text());
  }

  private static String mark(String style, double place, String text) {
    return String.format(
        Locale.ROOT, "<b class=\"%s\" style=\"left:%.2f%%\" title=\"%s\"></b>", style, place, text);
  }

  private List<JobRecord.Checkpoint> checkpoints(Replica replica) {
    return job.checkpoints().stream()
        .filter(checkpoint -> checkpoint.replica().equals(replica))
        .collect(Collectors.toList());
  }

  private double place(Instant moment) {
    return axis.place(scale.place(time.secondsTo(moment)));
  }

  private String conditions() {
    if (job.transitions().isEmpty()) {
      return "";
    }
    return job.transitions().stream()
        .map(this::condition)
        .collect(Collectors.joining(" → ", "<p>", "</p>\n"));
  }

  private String condition(JobTransition transition) {
    return String.format(
        Locale.ROOT,
        "%s %s",
        transition.condition().state().operatorName(),
        time.textOf(transition.time()));
  }
}
