package org.flytekitplugins.report.deck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Where a picture shows a mark; those of one kind that would lie on each other it shows as one. */
final class PlacedMark {
  private final double place;
  private final Mark first;
  private int more;

  private PlacedMark(double place, Mark first) {
    this.place = place;
    this.first = first;
  }

  /**
   * The marks, from one end of the picture to the other.
   *
   * @param place where a mark lies
   * @param distance how far those of one kind are apart at least
   */
  static List<PlacedMark> of(List<Mark> marks, ToDoubleFunction<Mark> place, double distance) {
    List<Mark> sorted = new ArrayList<>(marks);
    sorted.sort(Comparator.comparingDouble(place).thenComparing(Mark::time));
    List<PlacedMark> placed = new ArrayList<>();
    Map<String, PlacedMark> last = new HashMap<>();
    for (Mark mark : sorted) {
      double at = place.applyAsDouble(mark);
      PlacedMark before = last.get(mark.style());
      if (before != null && at - before.place < distance) {
        before.more++;
      } else {
        PlacedMark next = new PlacedMark(at, mark);
        placed.add(next);
        last.put(mark.style(), next);
      }
    }
    return placed;
  }

  double place() {
    return place;
  }

  String style() {
    return first.style();
  }

  String text() {
    return more == 0 ? first.text() : first.text() + ", and " + more + " more like it";
  }
}
