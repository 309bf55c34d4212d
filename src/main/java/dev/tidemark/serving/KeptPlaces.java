package dev.tidemark.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which of a view's entries are kept: those that come first, as many as are allowed, whatever the
 * order of their arrival. One thread at a time changes it, any may ask how many are left out.
 *
 * @param <P> where an entry comes
 */
final class KeptPlaces<P extends Comparable<P>> {

  /** Places that are remembered of those left out. */
  private static final int MOST_COUNTED = 200_000;

  private final int most;
  private final Predicate<P> missed;
  private final TreeSet<P> kept = new TreeSet<>();
  private final TreeSet<P> leftOut = new TreeSet<>();
  private boolean uncounted;
  private volatile int leftOutCount;

  /**
   * @param most entries kept
   * @param missed whether an entry at this place is missed when it is left out
   */
  KeptPlaces(int most, Predicate<P> missed) {
    this.most = most;
    this.missed = missed;
  }

  /**
   * Takes in an entry, not to be here yet.
   *
   * @return the place that is left out now, perhaps this one; null if there was room
   */
  P add(P place) {
    kept.add(place);
    P last = kept.size() > most ? kept.pollLast() : null;
    if (last != null) {
      leaveOut(last);
      leftOutCount = leftOut.size();
    }
    return last;
  }

  /** An entry is no more here, was it kept, left out or neither. */
  void remove(P place) {
    kept.remove(place);
    leftOut.remove(place);
    leftOutCount = leftOut.size();
  }

  /** How many are left out; of more than 200,000, so many. */
  int leftOut() {
    return leftOutCount;
  }

  /** Whether one is left out that should be kept: then the topic must be read anew to have it. */
  boolean lacks() {
    return leftOut.isEmpty() ? uncounted : firstLeftOutComesIn(0);
  }

  /**
   * Makes room for those left out that should be kept. Their records have gone by, so they must be
   * taken in once more.
   *
   * @param dropped told each place that is kept no longer
   * @return the places that are awaited
   */
  List<P> promote(Consumer<P> dropped) {
    List<P> awaited = new ArrayList<>();
    while (!leftOut.isEmpty() && firstLeftOutComesIn(awaited.size())) {
      P first = leftOut.pollFirst();
      if (kept.size() + awaited.size() == most) {
        P last = kept.pollLast();
        dropped.accept(last);
        leaveOut(last);
      }
      awaited.add(first);
    }
    leftOutCount = leftOut.size();
    return awaited;
  }

  private boolean firstLeftOutComesIn(int awaited) {
    return kept.size() + awaited < most
        || !kept.isEmpty() && leftOut.first().compareTo(kept.last()) < 0;
  }

  private void leaveOut(P place) {
    if (!missed.test(place)) {
      return;
    }
    leftOut.add(place);
    if (leftOut.size() > MOST_COUNTED) {
      leftOut.pollLast();
      uncounted = true;
    }
  }
}
