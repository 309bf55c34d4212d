package dev.tidemark.serving;

import dev.tidemark.event.Standing;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.TallyRecord;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Tally;
import dev.tidemark.serving.StandingsView.Entry;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Standings in memory: all there are, or as many as are allowed of those that come first in an
 * order that doesn't depend on their arrival: those that count, then models that a registration
 * describes, then newer months, then names. One thread at a time writes, any may read.
 */
final class KeptStandings {

  /**
   * Where a standing comes.
   *
   * @param counts whether a result counts; one that doesn't is on no board
   * @param described whether its model's registration gives a display name, provider or price
   */
  private record Place(boolean counts, boolean described, Period period, String model)
      implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing((Place place) -> !place.counts())
            .thenComparing(place -> !place.described())
            .thenComparing(Place::period, Comparator.reverseOrder())
            .thenComparing(Place::model);

    static Place of(Period period, String model, Entry entry) {
      Standing at = entry.standing();
      boolean described =
          at.getDisplayName() != null
              || at.getProvider() != null
              || at.getInputUsdPerMTok() != null
              || at.getOutputUsdPerMTok() != null;
      return new Place(entry.counts(), described, period, model);
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /** Names that are remembered of those left out. */
  private static final int MOST_COUNTED = 200_000;

  private static final TallyRecord NO_TALLY = TallyRecords.toRecord(new Tally());

  private final int most;
  private final ConcurrentSkipListMap<Period, Map<String, Entry>> periods =
      new ConcurrentSkipListMap<>();
  private final TreeSet<Place> kept = new TreeSet<>();
  private final TreeSet<Place> leftOut = new TreeSet<>();
  private boolean uncounted;
  private volatile int leftOutCount;

  /**
   * @param most standings kept
   */
  KeptStandings(int most) {
    this.most = most;
  }

  /** The entries by period and model; to be read only. */
  ConcurrentSkipListMap<Period, Map<String, Entry>> periods() {
    return periods;
  }

  /** The entry of a model in a period; null if none is kept. */
  Entry get(Period period, String model) {
    return periods.getOrDefault(period, Map.of()).get(model);
  }

  /** How many are left out; of more than 200,000, so many. */
  int leftOut() {
    return leftOutCount;
  }

  /** Whether one is left out that should be kept: then the topic must be read anew to have it. */
  boolean lacks() {
    return leftOut.isEmpty()
        ? uncounted
        : kept.size() < most || leftOut.first().compareTo(kept.last()) < 0;
  }

  /**
   * Makes room for those left out that should be kept. Their records have gone by, so they must be
   * taken in once more.
   *
   * @return the keys of their records
   */
  Set<String> promote() {
    Set<String> awaited = new HashSet<>();
    while (!leftOut.isEmpty()
        && (kept.size() + awaited.size() < most || leftOut.first().compareTo(kept.last()) < 0)) {
      Place first = leftOut.pollFirst();
      if (kept.size() + awaited.size() == most) {
        Place last = kept.pollLast();
        drop(last.period(), last.model());
        leaveOut(last);
      }
      awaited.add(first.model() + '|' + first.period());
    }
    leftOutCount = leftOut.size();
    return awaited;
  }

  /**
   * Takes in a record of the standings topic.
   *
   * @param known where the entry may be found if this very record was read before
   * @return the periods in which what is kept has changed
   * @throws IOException or any RuntimeException if it is no standing or not under its own key
   */
  Set<Period> take(ConsumerRecord<String, byte[]> record, KeptStandings known) throws IOException {
    int separator = record.key() == null ? -1 : record.key().lastIndexOf('|');
    if (separator < 0) {
      throw new IllegalArgumentException("the key is not model|period");
    }
    Period period = Period.parse(record.key().substring(separator + 1));
    String model = record.key().substring(0, separator);
    if (record.value() == null) {
      return remove(period, model);
    }
    Entry before = known.get(period, model);
    boolean same =
        before != null
            && before.partition() == record.partition()
            && before.offset() == record.offset();
    return put(period, model, same ? before : entry(record));
  }

  private static Entry entry(ConsumerRecord<String, byte[]> record) throws IOException {
    Standing standing = StoredRecord.read(Standing.class, record.value());
    if (!record.key().equals(standing.getModel() + '|' + standing.getPeriod())) {
      throw new IllegalArgumentException("the key is not that of the standing");
    }
    Tally tally = TallyRecords.fromRecord(standing.getTally());
    standing.put("tally", NO_TALLY);
    return new Entry(standing, tally, record.partition(), record.offset());
  }

  /**
   * Takes in what became of a standing.
   *
   * @return the periods in which what is kept has changed
   */
  private Set<Period> put(Period period, String model, Entry entry) {
    Set<Period> changed = new HashSet<>();
    forgetLeftOut(period, model);
    Entry before = get(period, model);
    if (before != null) {
      kept.remove(Place.of(period, model, before));
    }
    Place place = Place.of(period, model, entry);
    if (kept.size() == most && place.compareTo(kept.last()) < 0) {
      Place last = kept.pollLast();
      drop(last.period(), last.model());
      leaveOut(last);
      changed.add(last.period());
    }
    if (kept.size() < most) {
      kept.add(place);
      periods.computeIfAbsent(period, any -> new ConcurrentHashMap<>()).put(model, entry);
      changed.add(period);
    } else {
      leaveOut(place);
    }
    leftOutCount = leftOut.size();
    return changed;
  }

  /**
   * A standing is no more.
   *
   * @return the periods in which what is kept has changed
   */
  private Set<Period> remove(Period period, String model) {
    forgetLeftOut(period, model);
    leftOutCount = leftOut.size();
    Entry before = get(period, model);
    if (before == null) {
      return Set.of();
    }
    kept.remove(Place.of(period, model, before));
    drop(period, model);
    return Set.of(period);
  }

  private void drop(Period period, String model) {
    Map<String, Entry> models = periods.get(period);
    models.remove(model);
    if (models.isEmpty()) {
      periods.remove(period);
    }
  }

  /** One that doesn't count isn't missed: only the pages of its model would show it. */
  private void leaveOut(Place place) {
    if (!place.counts()) {
      return;
    }
    leftOut.add(place);
    if (leftOut.size() > MOST_COUNTED) {
      leftOut.pollLast();
      uncounted = true;
    }
  }

  private void forgetLeftOut(Period period, String model) {
    for (boolean described : new boolean[] {true, false}) {
      leftOut.remove(new Place(true, described, period, model));
    }
  }
}
